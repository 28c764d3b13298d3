import { bessel0 } from './bessel.ts';

/** Samples that an estimate between two of them looks at: six before, six after. */
export const INTERPOLATION_TAPS = 12;

const HALF = INTERPOLATION_TAPS / 2;

/*
 * Polyphase filters that estimate a band-limited signal 1/4, 2/4 and 3/4 of a sample after the sixth of
 * twelve samples: Kaiser-windowed sincs (β = 4), the structure of ITU-R BS.1770-4 annex 2. The first and
 * the last mirror each other and the middle one is symmetric, so that the three need only six sums and
 * six differences of samples: quarter = even · sums ± odd · differences.
 */
const quarter = interpolator(0.25);
const MIDDLE = interpolator(0.5).slice(0, HALF);
const EVEN = MIDDLE.map((_, k) => (quarter[k] + quarter[INTERPOLATION_TAPS - 1 - k]) / 2);
const ODD = MIDDLE.map((_, k) => (quarter[k] - quarter[INTERPOLATION_TAPS - 1 - k]) / 2);

/** {@link peakBetween} is never larger than the largest of the twelve samples times this. */
export const OVERSHOOT_BOUND = Math.max(sumOfSizes(interpolator(0.5)), sumOfSizes(quarter));

/** The largest absolute value at 1/4, 2/4 and 3/4 between `x[from + 5]` and `x[from + 6]`. */
export function peakBetween(x: Float32Array, from: number): number {
  let middle = 0;
  let even = 0;
  let odd = 0;
  for (let k = 0, i = from, j = from + INTERPOLATION_TAPS - 1; k < HALF; k++, i++, j--) {
    const sum = x[i] + x[j];
    middle += MIDDLE[k] * sum;
    even += EVEN[k] * sum;
    odd += ODD[k] * (x[i] - x[j]);
  }
  // Of |even + odd| and |even − odd| the larger.
  return Math.max(Math.abs(middle), Math.abs(even) + Math.abs(odd));
}

/**
 * The largest absolute value of the signal between the samples too, at four times the rate (ITU-R
 * BS.1770-4 annex 2). One meter a channel; blocks of any length.
 */
export class TruePeakMeter {
  #peak = 0;
  /** The last samples of the block before, and the block. */
  #samples = new Float32Array(INTERPOLATION_TAPS - 1);

  /** Linear; 1 is full scale. */
  get peak(): number {
    return this.#peak;
  }

  push(block: Float32Array): void {
    const keep = INTERPOLATION_TAPS - 1;
    if (this.#samples.length < keep + block.length) {
      const larger = new Float32Array(keep + block.length);
      larger.set(this.#samples.subarray(0, keep));
      this.#samples = larger;
    }
    const x = this.#samples;
    x.set(block, keep);
    for (let from = 0; from < block.length; from += STRIDE) {
      this.#scan(x, from, Math.min(from + STRIDE, block.length));
    }
    x.copyWithin(0, block.length, block.length + keep);
  }

  #scan(x: Float32Array, from: number, to: number): void {
    let largest = 0;
    for (let i = from; i < to + INTERPOLATION_TAPS - 1; i++) {
      const size = Math.abs(x[i]);
      if (size > largest) largest = size;
    }
    if (largest > this.#peak) this.#peak = largest;
    // Most of a song cannot raise the peak; only what can is interpolated.
    if (largest * OVERSHOOT_BOUND <= this.#peak) return;
    for (let i = from; i < to; i++) {
      const between = peakBetween(x, i);
      if (between > this.#peak) this.#peak = between;
    }
  }
}

const STRIDE = 16;

function interpolator(offset: number): Float64Array {
  const beta = 4;
  const taps = Float64Array.from({ length: INTERPOLATION_TAPS }, (_, k) => {
    const x = k - (HALF - 1) - offset;
    const window = bessel0(beta * Math.sqrt(Math.max(0, 1 - (x / HALF) ** 2))) / bessel0(beta);
    return (Math.sin(Math.PI * x) / (Math.PI * x)) * window;
  });
  const sum = taps.reduce((total, h) => total + h, 0);
  return taps.map((h) => h / sum);
}

function sumOfSizes(taps: Float64Array): number {
  return taps.reduce((sum, h) => sum + Math.abs(h), 0);
}
