import { SAMPLE_RATE } from '../../../audio/pcm.ts';
import { frequencyOf, Noise, onePole } from './dsp.ts';
import type { PluckPatch } from './patch.ts';
import type { Sound } from './sound.ts';

/**
 * Renders one plucked note: a burst of noise, combed by the plucking point, runs round a delay line
 * whose loop filter damps high partials; an all-pass tunes the part of a sample that is left over.
 */
export function pluckNote(patch: PluckPatch, midi: number, held: number, velocity: number, seed: number): Sound {
  const frequency = frequencyOf(midi);
  const ring = patch.seconds * (261.63 / frequency) ** 0.5;
  const frames = Math.ceil(Math.min(held + patch.release, ring * 1.1) * SAMPLE_RATE);
  const samples = new Float32Array(frames);

  const damping = 0.5 - 0.32 * patch.brightness * (0.6 + 0.4 * velocity);
  const period = SAMPLE_RATE / frequency;
  // The two-tap loop filter delays by `damping` samples.
  const length = Math.max(2, Math.floor(period - damping - 0.1));
  const fraction = period - damping - length;
  const tuning = (1 - fraction) / (1 + fraction);
  const line = excite(length, patch, velocity, seed);
  const loss = 10 ** (-3 / (frequency * ring));

  let index = 0;
  let before = 0;
  let passIn = 0;
  let passOut = 0;
  for (let i = 0; i < frames; i++) {
    const value = line[index];
    samples[i] = value;
    const damped = loss * (value + damping * (before - value));
    before = value;
    passOut = tuning * (damped - passOut) + passIn;
    passIn = damped;
    line[index] = passOut;
    if (++index === length) index = 0;
  }
  if (patch.body > 0) resonate(samples, patch.body);
  release(samples, held, patch.release);
  return { left: samples, right: samples };
}

function excite(length: number, patch: PluckPatch, velocity: number, seed: number): Float32Array {
  const noise = new Noise(seed);
  const softness = onePole(900 + 9_000 * patch.brightness * velocity);
  const line = new Float32Array(length);
  let smooth = 0;
  // Run the filter once round first, so that the line begins without a step.
  for (let i = -length; i < length; i++) {
    smooth += softness * (noise.next() - smooth);
    if (i >= 0) line[i] = smooth;
  }
  const reach = Math.max(1, Math.round(length * patch.position));
  const combed = line.map((value, i) => value - line[(i + length - reach) % length]);
  const mean = combed.reduce((a, b) => a + b, 0) / length;
  return combed.map((value) => value - mean);
}

/** A guitar body in miniature: the air's and the top's resonance, near 105 and 215 Hz. */
function resonate(samples: Float32Array, amount: number): void {
  for (const [hertz, q, level] of [
    [105, 5, 0.5],
    [215, 6, 0.4],
  ]) {
    const g = Math.tan((Math.PI * hertz) / SAMPLE_RATE);
    const k = 1 / q;
    const a1 = 1 / (1 + g * (g + k));
    const a2 = g * a1;
    const gain = amount * level * k * 3;
    let ic1 = 0;
    let ic2 = 0;
    for (let i = 0; i < samples.length; i++) {
      const v3 = samples[i] - ic2;
      const v1 = a1 * ic1 + a2 * v3;
      const v2 = ic2 + a2 * ic1 + g * a2 * v3;
      ic1 = 2 * v1 - ic1;
      ic2 = 2 * v2 - ic2;
      samples[i] += v1 * gain;
    }
  }
}

/** Fades a note out once its key or string is let go, and always before its last sample. */
export function release(samples: Float32Array, held: number, seconds: number): void {
  const from = Math.min(samples.length, Math.floor(held * SAMPLE_RATE));
  const frames = Math.max(1, Math.floor(seconds * SAMPLE_RATE));
  for (let i = from; i < samples.length; i++) {
    const left = Math.max(0, 1 - (i - from) / frames);
    samples[i] *= left * left;
  }
  const tail = Math.min(240, samples.length);
  for (let i = 0; i < tail; i++) samples[samples.length - 1 - i] *= i / tail;
}
