import { SAMPLE_RATE } from '../../../audio/pcm.ts';

/** Frames between updates of envelopes and filters: 0.67 ms. */
export const CONTROL_FRAMES = 32;

export function frequencyOf(midi: number): number {
  return 440 * 2 ** ((midi - 69) / 12);
}

/** Per-sample factor of an exponential decay with this time constant in seconds. */
export function decayFactor(seconds: number): number {
  return Math.exp(-1 / (seconds * SAMPLE_RATE));
}

/** Coefficient of a one-pole low-pass at a cutoff in Hz. */
export function onePole(cutoff: number): number {
  return 1 - Math.exp((-2 * Math.PI * Math.min(cutoff, 0.49 * SAMPLE_RATE)) / SAMPLE_RATE);
}

/** White noise in [−1, 1) from a 32-bit xorshift (Marsaglia 2003): quick enough for inner loops. */
export class Noise {
  #state: number;

  constructor(seed: number) {
    this.#state = (seed | 0) || 0x9e3779b9;
  }

  next(): number {
    let x = this.#state;
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    this.#state = x;
    return x / 0x80000000;
  }
}
