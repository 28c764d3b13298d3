import { SAMPLE_RATE } from '../../../audio/pcm.ts';
import { CONTROL_FRAMES, frequencyOf } from './dsp.ts';
import { applyEnvelope, soundingSeconds } from './envelope.ts';
import type { FmPair, FmPatch } from './patch.ts';
import type { Sound } from './sound.ts';
import { SINE, TABLE_SIZE } from './wavetable.ts';

const MASK = TABLE_SIZE - 1;

/** Renders one note of an FM patch: electric pianos, bells, organs, mallets. */
export function fmNote(patch: FmPatch, midi: number, held: number, velocity: number): Sound {
  const frames = Math.ceil(soundingSeconds(patch.envelope, held) * SAMPLE_RATE);
  const samples = new Float32Array(frames);
  const frequency = frequencyOf(midi);
  for (const pair of patch.pairs) addPair(samples, pair, frequency, velocity);
  if (patch.tremolo) tremble(samples, patch.tremolo.rate, patch.tremolo.depth);
  applyEnvelope(samples, patch.envelope, held);
  return { left: samples, right: samples };
}

function addPair(samples: Float32Array, pair: FmPair, frequency: number, velocity: number): void {
  const detuned = frequency * 2 ** ((pair.detune ?? 0) / 1200);
  const carrierStep = (detuned * pair.carrier * TABLE_SIZE) / SAMPLE_RATE;
  const modulatorStep = (detuned * pair.modulator * TABLE_SIZE) / SAMPLE_RATE;
  // Sidebands that would pass half the sample rate fold back: high notes get a lower index.
  const room = Math.max(0, (20_000 - detuned * pair.carrier) / (detuned * pair.modulator) - 1);
  const strength = (Math.min(pair.index * (0.45 + 0.75 * velocity), room) * TABLE_SIZE) / (2 * Math.PI);
  let carrier = 0;
  let modulator = 0;
  for (let start = 0; start < samples.length; start += CONTROL_FRAMES) {
    const t = start / SAMPLE_RATE;
    const index = strength * Math.exp(-t / pair.indexDecay);
    const level = pair.level * Math.exp(-t / pair.decay);
    if (level < 1e-5) return;
    const end = Math.min(samples.length, start + CONTROL_FRAMES);
    for (let i = start; i < end; i++) {
      // A table of 2048 read without interpolation leaves noise near −66 dB of the index; linear reading costs little.
      const m = modulator | 0;
      const bend = SINE[m] + (SINE[m + 1] - SINE[m]) * (modulator - m);
      const position = carrier + index * bend;
      const floor = Math.floor(position);
      const c = floor & MASK;
      samples[i] += level * (SINE[c] + (SINE[c + 1] - SINE[c]) * (position - floor));
      carrier += carrierStep;
      if (carrier >= TABLE_SIZE) carrier -= TABLE_SIZE;
      modulator += modulatorStep;
      if (modulator >= TABLE_SIZE) modulator -= TABLE_SIZE;
    }
  }
}

function tremble(samples: Float32Array, rate: number, depth: number): void {
  const step = (rate * TABLE_SIZE) / SAMPLE_RATE;
  let phase = 0;
  for (let i = 0; i < samples.length; i++) {
    samples[i] *= 1 - depth * 0.5 * (1 + SINE[phase | 0]);
    phase += step;
    if (phase >= TABLE_SIZE) phase -= TABLE_SIZE;
  }
}
