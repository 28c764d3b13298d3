import { SAMPLE_RATE } from '../../../audio/pcm.ts';
import { CONTROL_FRAMES, frequencyOf, Noise, onePole } from './dsp.ts';
import { applyEnvelope, soundingSeconds } from './envelope.ts';
import type { FilterSettings, SynthPatch } from './patch.ts';
import type { Sound } from './sound.ts';
import { SINE, wavetable } from './wavetable.ts';

/**
 * Renders a note or chord of a subtractive patch. The notes of a chord share one filter and one envelope
 * (a paraphonic instrument); unison voices lie left and right by turns.
 */
export function synthSound(patch: SynthPatch, pitches: readonly number[], held: number, velocity: number, seed: number): Sound {
  const frames = Math.ceil(soundingSeconds(patch.envelope, held) * SAMPLE_RATE);
  const frequencies = pitches.map(frequencyOf);
  const noise = new Noise(seed);
  const bend = pitchCurve(patch, frames);
  const voices = patch.unison ?? 1;
  const left = new Float32Array(frames);
  const right = patch.wide === true ? new Float32Array(frames) : left;
  let side = 0;
  for (const frequency of frequencies) {
    const table = wavetable(patch.wave, frequency);
    for (let v = 0; v < voices; v++) {
      const spread = voices === 1 ? 0 : (2 * v) / (voices - 1) - 1;
      const detuned = frequency * 2 ** ((spread * (patch.detune ?? 0)) / 1200);
      const phase = voices === 1 ? 0 : (noise.next() + 1) / 2;
      oscillate(table, phase, detuned, bend, side++ % 2 === 0 ? left : right, 1 / voices);
    }
    if (patch.sub) {
      oscillate(SINE, 0, frequency, bend, left, patch.sub);
      if (right !== left) oscillate(SINE, 0, frequency, bend, right, patch.sub);
    }
    if (patch.breath) breathe(left, noise, frequency, patch.breath);
  }
  const middle = Math.exp(frequencies.reduce((sum, f) => sum + Math.log(f), 0) / frequencies.length);
  for (const channel of right === left ? [left] : [left, right]) {
    if (patch.filter) lowpass(channel, patch.filter, middle, velocity);
    applyEnvelope(channel, patch.envelope, held);
  }
  return { left, right };
}

/** Pitch factor at every control point, or null where it never moves. */
function pitchCurve(patch: SynthPatch, frames: number): Float64Array | null {
  const { vibrato, scoop } = patch;
  if (!vibrato && !scoop) return null;
  const points = new Float64Array(Math.ceil(frames / CONTROL_FRAMES));
  for (let k = 0; k < points.length; k++) {
    const t = (k * CONTROL_FRAMES) / SAMPLE_RATE;
    const depth = vibrato ? vibrato.cents * Math.min(1, Math.max(0, (t - vibrato.delay) / 0.3)) : 0;
    const cents = depth * Math.sin(2 * Math.PI * (vibrato?.rate ?? 0) * t) + (scoop ?? 0) * 100 * Math.exp(-t / 0.018);
    points[k] = 2 ** (cents / 1200);
  }
  return points;
}

/** Phases are 32-bit integers that wrap by themselves: the top eleven bits are the place in the table. */
const FRACTION_BITS = 21;
const FRACTION_MASK = (1 << FRACTION_BITS) - 1;
const FRACTION = 1 / (1 << FRACTION_BITS);

function oscillate(table: Float32Array, startPhase: number, hertz: number, bend: Float64Array | null, out: Float32Array, gain: number): void {
  const increment = (hertz / SAMPLE_RATE) * 2 ** 32;
  let phase = (startPhase * 2 ** 32) | 0;
  for (let start = 0, k = 0; start < out.length; start += CONTROL_FRAMES, k++) {
    const end = Math.min(out.length, start + CONTROL_FRAMES);
    const step = Math.round(bend ? increment * bend[k] : increment) | 0;
    for (let i = start; i < end; i++) {
      const index = phase >>> FRACTION_BITS;
      const a = table[index];
      out[i] += (a + (table[index + 1] - a) * ((phase & FRACTION_MASK) * FRACTION)) * gain;
      phase = (phase + step) | 0;
    }
  }
}

function breathe(samples: Float32Array, noise: Noise, frequency: number, level: number): void {
  const low = onePole(frequency * 1.2);
  const high = onePole(frequency * 4);
  let slow = 0;
  let fast = 0;
  for (let i = 0; i < samples.length; i++) {
    const x = noise.next();
    slow += low * (x - slow);
    fast += high * (x - fast);
    samples[i] += (fast - slow) * level;
  }
}

/** Resonant low-pass with its own envelope: trapezoidal state-variable filter (Simper 2013). */
function lowpass(samples: Float32Array, filter: FilterSettings, frequency: number, velocity: number): void {
  const base = filter.cutoff * (frequency / 261.63) ** filter.track * 2 ** ((velocity - 0.75) * 1.4);
  const k = 1 / filter.resonance;
  let ic1 = 0;
  let ic2 = 0;
  for (let start = 0; start < samples.length; start += CONTROL_FRAMES) {
    const t = start / SAMPLE_RATE;
    const open = t < filter.attack ? t / filter.attack : Math.exp(-(t - filter.attack) / filter.decay);
    const cutoff = Math.min(18_000, base * 2 ** (filter.sweep * open));
    const g = Math.tan((Math.PI * cutoff) / SAMPLE_RATE);
    const a1 = 1 / (1 + g * (g + k));
    const a2 = g * a1;
    const a3 = g * a2;
    const end = Math.min(samples.length, start + CONTROL_FRAMES);
    for (let i = start; i < end; i++) {
      const v3 = samples[i] - ic2;
      const v1 = a1 * ic1 + a2 * v3;
      const v2 = ic2 + a2 * ic1 + a3 * v3;
      ic1 = 2 * v1 - ic1;
      ic2 = 2 * v2 - ic2;
      samples[i] = v2;
    }
  }
}
