import { RealFft } from '../fft.ts';
import { ONSET_RANGES } from './onset-strength.ts';

/** Frames of a window: 23.8 s, so that two of the slowest bars fit in it twice. */
const WINDOW = 2048;
/** Frames between windows. */
export const WINDOW_STEP = 512;
/** Lags looked at, frames: 14.9 s. */
export const LAGS = 1280;
/** Frames to both sides over which a curve's level is taken away before it is compared with itself. */
const LEVELLING = 32;

/** How much onset strength repeats itself after every lag of 0 … {@link LAGS} frames. */
export interface Periodicity {
  /** Of the whole track, one curve for each range of pitch; 1 at lag 0. */
  readonly ranges: readonly Float32Array[];
  /** How much what begins low is followed by what begins higher (kick and snare), and the other way round. */
  readonly answers: Float32Array;
  /** The mean of the ranges. */
  readonly together: Float32Array;
  /** The same, window by window, {@link WINDOW_STEP} frames apart. */
  readonly windows: readonly Float32Array[];
}

/**
 * Auto- and cross-correlation by Fourier transform, window by window, without the bias of the shorter overlap.
 * @param curves onset strength in {@link ONSET_RANGES} ranges, all of one length
 */
export function measurePeriodicity(curves: readonly Float32Array[]): Periodicity {
  const levelled = curves.map(withoutLevel);
  const correlator = new Correlator();
  const frames = curves[0].length;
  const ranges = curves.map(() => new Float32Array(LAGS));
  const answers = new Float32Array(LAGS);
  const windows: Float32Array[] = [];
  const spectra = curves.map((): Spectrum => ({ re: new Float64Array(WINDOW + 1), im: new Float64Array(WINDOW + 1), energy: 0 }));
  const weights = curves.map(() => 0);
  let answerWeight = 0;
  for (let start = 0; start === 0 || start + WINDOW < frames + WINDOW_STEP; start += WINDOW_STEP) {
    const from = Math.max(0, Math.min(start, frames - WINDOW));
    levelled.forEach((curve, r) => correlator.transform(curve.subarray(from, from + WINDOW), spectra[r]));
    const window = new Float32Array(LAGS);
    const length = Math.min(WINDOW, frames);
    for (let r = 0; r < ONSET_RANGES; r++) weights[r] += correlator.addCorrelation(spectra[r], spectra[r], length, ranges[r], window);
    answerWeight += correlator.addCorrelation(spectra[0], spectra[2], length, answers, null);
    windows.push(window);
  }
  for (let lag = 0; lag < LAGS; lag++) {
    for (const [r, range] of ranges.entries()) range[lag] /= weights[r] + 1e-6;
    answers[lag] /= answerWeight + 1e-6;
  }
  const together = new Float32Array(LAGS);
  for (let lag = 0; lag < LAGS; lag++) for (const range of ranges) together[lag] += range[lag] / ranges.length;
  return { ranges, answers, together, windows };
}

interface Spectrum {
  readonly re: Float64Array;
  readonly im: Float64Array;
  energy: number;
}

class Correlator {
  readonly #fft = new RealFft(2 * WINDOW);
  readonly #whole = new Float64Array(2 * WINDOW).fill(1);
  readonly #padded = new Float64Array(2 * WINDOW);
  readonly #re = new Float64Array(WINDOW + 1);
  readonly #im = new Float64Array(WINDOW + 1);

  transform(samples: Float32Array, into: Spectrum): void {
    this.#padded.fill(0);
    this.#padded.set(samples);
    this.#fft.transform(this.#padded, 0, this.#whole, into.re, into.im);
    into.energy = samples.reduce((sum, value) => sum + value * value, 0);
  }

  /** Adds the correlation of two curves in both directions to `sum` (and `also`). */
  addCorrelation(a: Spectrum, b: Spectrum, length: number, sum: Float32Array, also: Float32Array | null): number {
    const energy = Math.sqrt(a.energy * b.energy);
    if (energy < 1e-6) return 0;
    const product = this.#padded;
    for (let k = 0; k <= WINDOW; k++) product[k] = a.re[k] * b.re[k] + a.im[k] * b.im[k];
    for (let k = 1; k < WINDOW; k++) product[2 * WINDOW - k] = product[k];
    this.#fft.transform(product, 0, this.#whole, this.#re, this.#im);
    const scale = length / (2 * WINDOW);
    for (let lag = 0; lag < LAGS && lag < length; lag++) {
      const value = (this.#re[lag] * scale) / (length - lag);
      sum[lag] += value;
      if (also) also[lag] += value / (energy * ONSET_RANGES);
    }
    return energy;
  }
}

/** What stands out of the level around it, with mean 0. */
function withoutLevel(curve: Float32Array): Float32Array {
  const frames = curve.length;
  const sums = new Float64Array(frames + 1);
  for (let i = 0; i < frames; i++) sums[i + 1] = sums[i] + curve[i];
  const out = new Float32Array(frames);
  let total = 0;
  for (let i = 0; i < frames; i++) {
    const from = Math.max(0, i - LEVELLING);
    const to = Math.min(frames, i + LEVELLING + 1);
    out[i] = Math.max(0, curve[i] - (sums[to] - sums[from]) / (to - from));
    total += out[i];
  }
  for (let i = 0; i < frames; i++) out[i] -= total / frames;
  return out;
}
