import { growingFloats } from '../growing.ts';
import { MOST_POINTS } from './track-analysis.ts';

/** Steps kept at most: an hour and a half at 0.19 s. */
const MOST_STEPS = 1 << 15;

/**
 * What is measured along a track, in steps of one length: so many numbers a step. However long the track, no more than
 * {@link MOST_STEPS} are kept: when they are full, each two become one, their mean, and steps last twice as long.
 */
export class Timeline {
  readonly width: number;
  readonly #most: number;
  #stepSeconds: number;
  readonly #values = growingFloats();
  #length = 0;
  /** Of the step that is being filled: sums, and of how many. */
  readonly #sum: Float64Array;
  #summed = 0;
  #perStep = 1;

  /**
   * @param width numbers a step
   * @param stepSeconds from one push to the next
   */
  constructor(width: number, stepSeconds: number, most = MOST_STEPS) {
    this.width = width;
    this.#most = most;
    this.#stepSeconds = stepSeconds;
    this.#sum = new Float64Array(width);
  }

  get length(): number {
    return this.#length;
  }

  get stepSeconds(): number {
    return this.#stepSeconds;
  }

  /** Row-major, {@link length} × {@link width}; valid until the next push. */
  get values(): Float32Array {
    return this.#values.numbers;
  }

  /** @param values of `width`; read at once */
  push(values: ArrayLike<number>): void {
    for (let i = 0; i < this.width; i++) this.#sum[i] += values[i];
    if (++this.#summed < this.#perStep) return;
    if (this.#length === this.#most) {
      this.#halve();
      if (this.#summed < this.#perStep) return;
    }
    this.#append();
  }

  /** The mean of each number between two times, of at least one step. An empty timeline gives zeros. */
  mean(from: number, to: number, into = new Float64Array(this.width)): Float64Array {
    const last = this.#length - 1;
    if (last < 0) return into.fill(0);
    const first = Math.min(last, Math.max(0, Math.round(from / this.#stepSeconds)));
    const end = Math.min(last + 1, Math.max(first + 1, Math.round(to / this.#stepSeconds)));
    into.fill(0);
    const { values } = this;
    for (let step = first; step < end; step++) {
      for (let i = 0; i < this.width; i++) into[i] += values[step * this.width + i] / (end - first);
    }
    return into;
  }

  #append(): void {
    for (let i = 0; i < this.width; i++) this.#values.push(this.#sum[i] / this.#summed);
    this.#length++;
    this.#sum.fill(0);
    this.#summed = 0;
  }

  #halve(): void {
    const { width, values } = this;
    this.#length /= 2;
    for (let step = 0; step < this.#length; step++) {
      for (let i = 0; i < width; i++) {
        values[step * width + i] = (values[2 * step * width + i] + values[(2 * step + 1) * width + i]) / 2;
      }
    }
    this.#values.truncate(this.#length * width);
    this.#perStep *= 2;
    this.#stepSeconds *= 2;
  }
}

/** How one number goes along a track in at most {@link MOST_POINTS} equal steps. */
export function curveOf(timeline: Timeline, valueOf: (step: Float64Array) => number): { readonly stepSeconds: number; readonly curve: Float64Array } {
  const perPoint = Math.max(1, Math.ceil(timeline.length / MOST_POINTS));
  const stepSeconds = perPoint * timeline.stepSeconds;
  const curve = Float64Array.from({ length: Math.ceil(timeline.length / perPoint) }, (_, i) => valueOf(timeline.mean(i * stepSeconds, (i + 1) * stepSeconds)));
  return { stepSeconds, curve };
}
