import { SAMPLE_RATE } from '../../../audio/pcm.ts';

/**
 * Echo and reverberation run at half the sample rate: what they would add above 12 kHz is not missed,
 * and they cost half.
 */
export const HALF_RATE = SAMPLE_RATE / 2;

/** Coefficient of a one-pole low-pass at a cutoff in Hz, at the half rate. */
export function halfRatePole(cutoff: number): number {
  return 1 - Math.exp((-2 * Math.PI * cutoff) / HALF_RATE);
}

export function halve(full: Float32Array, half: Float32Array): void {
  for (let i = 0, j = 0; i < half.length; i++, j += 2) half[i] = 0.5 * (full[j] + full[j + 1]);
}

/**
 * Adds a half-rate signal at full rate, the samples between by linear interpolation.
 * @param before the last sample of the block before
 * @returns the last sample of this one
 */
export function addDoubled(half: Float32Array, out: Float32Array, before: number): number {
  let last = before;
  for (let i = 0, j = 0; i < half.length; i++, j += 2) {
    const x = half[i];
    out[j] += 0.5 * (last + x);
    out[j + 1] += x;
    last = x;
  }
  return last;
}
