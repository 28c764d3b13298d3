import { INTERPOLATION_TAPS, OVERSHOOT_BOUND, peakBetween } from '../../models/acoustic/true-peak.ts';
import { linearOf, SAMPLE_RATE } from './pcm.ts';

/** The gain comes down over so many samples before a peak: 3 ms. */
const LOOK_AHEAD = 144;
/** The lowest gain is held over all samples that the estimate of a peak between samples rests on. */
const HOLD = LOOK_AHEAD + INTERPOLATION_TAPS;
const HALF_TAPS = INTERPOLATION_TAPS / 2;
/** How long a sample stays in here. */
const DELAY = LOOK_AHEAD + HALF_TAPS - 2 + HALF_TAPS;
/** The gain itself moves a little within the reach of an estimate. */
const MARGIN_DB = 0.1;
const RELEASE = 1 - Math.exp(-1 / (0.06 * SAMPLE_RATE));
/** Wants are kept in a ring that is longer than what is held. */
const RING = 256;

/**
 * A look-ahead limiter that holds a true-peak ceiling. The gain that each peak (of samples and, 4 ×
 * oversampled, between them) asks for is held by a sliding minimum and smoothed by a box of the same
 * length, so that it arrives exactly where the peak does, without a corner. 48 kHz stereo, both channels
 * with one gain.
 */
export class Limiter {
  readonly #ceiling: number;
  #left: Float32Array = new Float32Array(DELAY + INTERPOLATION_TAPS);
  #right: Float32Array = new Float32Array(DELAY + INTERPOLATION_TAPS);
  /** Rising gains asked for, and when: the first is the minimum of what is held. */
  readonly #want = new Float32Array(RING);
  readonly #wantAt = new Float64Array(RING);
  #wantHead = 0;
  #wantTail = 0;
  #time = 0;
  #released = 1;
  readonly #box = new Float32Array(LOOK_AHEAD).fill(1);
  #boxSum = LOOK_AHEAD;
  /** Samples for which the look-ahead has held nothing but full gain. */
  #quiet = Infinity;

  /** @param ceilingDbtp the highest true peak of the output */
  constructor(ceilingDbtp: number) {
    this.#ceiling = linearOf(ceilingDbtp - MARGIN_DB);
  }

  /** Replaces a block by what went in {@link DELAY} samples before, limited. Blocks of any length. */
  process(left: Float32Array, right: Float32Array): void {
    const length = left.length;
    const kept = DELAY + INTERPOLATION_TAPS;
    const l = (this.#left = extend(this.#left, kept, left));
    const r = (this.#right = extend(this.#right, kept, right));
    for (let i = 0; i < length; i++) {
      const gain = this.#gainFor(l, r, kept + i);
      left[i] = gain * l[kept + i - DELAY];
      right[i] = gain * r[kept + i - DELAY];
    }
  }

  /** The gain of the sample that leaves when the one at `at` comes in. */
  #gainFor(l: Float32Array, r: Float32Array, at: number): number {
    const time = this.#time++;
    const want = this.#wanted(l, r, at);
    if (want === 1 && this.#quiet > HOLD + LOOK_AHEAD) return 1;
    while (this.#wantTail > this.#wantHead && this.#want[(this.#wantTail - 1) % RING] >= want) this.#wantTail--;
    this.#want[this.#wantTail % RING] = want;
    this.#wantAt[this.#wantTail++ % RING] = time;
    while (this.#wantAt[this.#wantHead % RING] <= time - HOLD) this.#wantHead++;
    const held = this.#want[this.#wantHead % RING];
    this.#released = held < this.#released ? held : this.#released + RELEASE * (held - this.#released);
    // Close to full gain the tail of the release is cut, far below what can be heard.
    if (held === 1 && this.#released > 0.99999) this.#released = 1;
    const slot = time % LOOK_AHEAD;
    this.#boxSum += this.#released - this.#box[slot];
    this.#box[slot] = this.#released;
    if (this.#released < 1) {
      this.#quiet = 0;
    } else if (++this.#quiet > HOLD + LOOK_AHEAD) {
      this.#box.fill(1);
      this.#boxSum = LOOK_AHEAD;
      this.#wantHead = this.#wantTail = 0;
    }
    return Math.min(1, this.#boxSum / LOOK_AHEAD);
  }

  /** The gain that brings the peak in the middle of the last twelve samples under the ceiling. */
  #wanted(l: Float32Array, r: Float32Array, at: number): number {
    const from = at - INTERPOLATION_TAPS + 1;
    const middle = from + HALF_TAPS - 1;
    const sample = Math.max(Math.abs(l[middle]), Math.abs(r[middle]), Math.abs(l[middle + 1]), Math.abs(r[middle + 1]));
    let peak = sample;
    if (this.#mayPeak(l, r, at)) peak = Math.max(sample, peakBetween(l, from), peakBetween(r, from));
    return peak > this.#ceiling ? this.#ceiling / peak : 1;
  }

  /** Until when a sample that has come in may still push a peak between samples over the ceiling. */
  #mayPeakUntil = -Infinity;

  #mayPeak(l: Float32Array, r: Float32Array, at: number): boolean {
    if (Math.max(Math.abs(l[at]), Math.abs(r[at])) * OVERSHOOT_BOUND > this.#ceiling) this.#mayPeakUntil = this.#time + INTERPOLATION_TAPS;
    return this.#time <= this.#mayPeakUntil;
  }
}

/** The last `kept` samples of what was, then the block. */
function extend(before: Float32Array, kept: number, block: Float32Array): Float32Array {
  const size = kept + block.length;
  const after = before.length === size ? before : new Float32Array(size);
  after.set(before.subarray(before.length - kept));
  after.set(block, kept);
  return after;
}
