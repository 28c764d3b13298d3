import { SAMPLE_RATE } from '../../../audio/pcm.ts';
import { CONTROL_FRAMES, frequencyOf, Noise, onePole } from './dsp.ts';
import { applyEnvelope, soundingSeconds } from './envelope.ts';
import type { FilterSettings, SynthPatch } from './patch.ts';
import type { Sound } from './sound.ts';
import { SINE, TABLE_SIZE, wavetable } from './wavetable.ts';

/** Renders one note of a subtractive patch. */
export function synthNote(patch: SynthPatch, midi: number, held: number, velocity: number, seed: number): Sound {
  const frames = Math.ceil(soundingSeconds(patch.envelope, held) * SAMPLE_RATE);
  const frequency = frequencyOf(midi);
  const noise = new Noise(seed);
  const pitch = pitchCurve(patch, frames);
  const voices = patch.unison ?? 1;
  const stereo = voices > 1 && (patch.width ?? 0) > 0;
  const left = new Float32Array(frames);
  const right = stereo ? new Float32Array(frames) : left;
  const table = wavetable(patch.wave, frequency);
  for (let v = 0; v < voices; v++) {
    const spread = voices === 1 ? 0 : (2 * v) / (voices - 1) - 1;
    const increment = (frequency * 2 ** ((spread * (patch.detune ?? 0)) / 1200) * TABLE_SIZE) / SAMPLE_RATE;
    const phase = voices === 1 ? 0 : (noise.next() + 1) * 0.5 * TABLE_SIZE;
    // Outer voices alternate sides, so that both channels hold low and high detunings.
    const side = stereo ? (v % 2 === 0 ? 1 : -1) * (patch.width ?? 0) * Math.min(1, Math.abs(spread) + 0.3) : 0;
    oscillate(table, phase, increment, pitch, left, right, (1 - side) / voices, (1 + side) / voices);
  }
  if (patch.sub) oscillate(SINE, 0, (0.5 * frequency * TABLE_SIZE) / SAMPLE_RATE, pitch, left, right, patch.sub, patch.sub);
  if (patch.breath) breathe(left, noise, frequency, patch.breath);
  for (const channel of stereo ? [left, right] : [left]) {
    if (patch.filter) lowpass(channel, patch.filter, frequency, velocity);
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

function oscillate(
  table: Float32Array,
  startPhase: number,
  increment: number,
  pitch: Float64Array | null,
  left: Float32Array,
  right: Float32Array,
  leftGain: number,
  rightGain: number,
): void {
  const frames = left.length;
  const stereo = left !== right;
  let phase = startPhase;
  for (let start = 0, k = 0; start < frames; start += CONTROL_FRAMES, k++) {
    const end = Math.min(frames, start + CONTROL_FRAMES);
    const step = pitch ? increment * pitch[k] : increment;
    for (let i = start; i < end; i++) {
      const index = phase | 0;
      const a = table[index];
      const value = a + (table[index + 1] - a) * (phase - index);
      left[i] += value * leftGain;
      if (stereo) right[i] += value * rightGain;
      phase += step;
      if (phase >= TABLE_SIZE) phase -= TABLE_SIZE;
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
