import { bessel0 } from '../../models/acoustic/bessel.ts';
import { SAMPLE_RATE, type Pcm } from './pcm.ts';

/** Taps where the rate rises; where it falls, as many more as it was higher, for the same steepness. */
const TAPS = 32;
/** Of the narrower band's half, what passes: to 20 kHz of a CD's 22.05. */
const CUTOFF = 0.95;
const KAISER_BETA = 8;
/** Common rates need up to 640 phases to be exact; odd ones are rounded to the nearest of so many. */
const MOST_PHASES = 2048;

interface Bank {
  readonly taps: number;
  readonly phases: number;
  /** Filter of each phase after the other. */
  readonly filters: Float32Array;
}

const banks = new Map<string, Bank>();

/**
 * Brings stereo of any rate to another, 48 kHz unless told: a polyphase bank of Kaiser-windowed sincs
 * (J. O. Smith, "Digital Audio Resampling"). Streaming: feed the next track of an album to the same
 * resampler and the join is as if they were one. Where both channels are one array, so are those that
 * come out, at half the work.
 */
export class Resampler {
  readonly #bank: Bank;
  /** Phases to advance per output sample. */
  readonly #step: number;
  #left: Float32Array;
  #right: Float32Array;
  /** Time of the next output: input sample `#index` of the history, and phase. */
  #index: number;
  #phase = 0;

  constructor(from: number, to: number = SAMPLE_RATE) {
    this.#bank = bankFor(from, to);
    this.#step = (from * this.#bank.phases) / to;
    this.#index = this.#bank.taps / 2 - 1;
    this.#left = new Float32Array(this.#index);
    this.#right = this.#left;
  }

  /** The sound up to some samples before the end of the block; the rest comes with the next. */
  process(block: Pcm): Pcm {
    const isMono = block.left === block.right && this.#left === this.#right;
    const left = append(this.#left, block.left);
    const right = isMono ? left : append(this.#right, block.right);
    const { taps, phases } = this.#bank;
    const last = left.length - taps / 2 - 1;
    const most = Math.max(0, Math.ceil(((last - this.#index + 1) * phases) / this.#step) + 1);
    const outLeft = new Float32Array(most);
    const outRight = isMono ? outLeft : new Float32Array(most);
    const count = isMono ? this.#one(left, outLeft, last) : this.#both(left, right, outLeft, outRight, last);
    const drop = Math.min(left.length, this.#index - taps / 2 + 1);
    this.#left = left.slice(drop);
    this.#right = isMono ? this.#left : right.slice(drop);
    this.#index -= drop;
    const heard = outLeft.subarray(0, count);
    return { left: heard, right: isMono ? heard : outRight.subarray(0, count) };
  }

  /** What is left at the end of the sound. */
  flush(): Pcm {
    const silence = new Float32Array(this.#bank.taps / 2);
    return this.process({ left: silence, right: silence });
  }

  /** Writes what can be told up to the input sample `last`, and says how many samples that is. */
  #both(left: Float32Array, right: Float32Array, outLeft: Float32Array, outRight: Float32Array, last: number): number {
    const { taps, filters } = this.#bank;
    let count = 0;
    for (; this.#index <= last; this.#advance()) {
      const filter = Math.floor(this.#phase) * taps;
      const from = this.#index - taps / 2 + 1;
      let l = 0;
      let r = 0;
      // Four taps a turn: this is the voice's hottest loop, and a fifth faster so.
      for (let k = 0; k < taps; k += 4) {
        const at = filter + k;
        const i = from + k;
        const h0 = filters[at];
        const h1 = filters[at + 1];
        const h2 = filters[at + 2];
        const h3 = filters[at + 3];
        l += h0 * left[i] + h1 * left[i + 1] + (h2 * left[i + 2] + h3 * left[i + 3]);
        r += h0 * right[i] + h1 * right[i + 1] + (h2 * right[i + 2] + h3 * right[i + 3]);
      }
      outLeft[count] = l;
      outRight[count++] = r;
    }
    return count;
  }

  #one(input: Float32Array, out: Float32Array, last: number): number {
    const { taps, filters } = this.#bank;
    let count = 0;
    for (; this.#index <= last; this.#advance()) {
      const filter = Math.floor(this.#phase) * taps;
      const from = this.#index - taps / 2 + 1;
      let sum = 0;
      for (let k = 0; k < taps; k += 4) {
        const at = filter + k;
        const i = from + k;
        sum += filters[at] * input[i] + filters[at + 1] * input[i + 1] + (filters[at + 2] * input[i + 2] + filters[at + 3] * input[i + 3]);
      }
      out[count++] = sum;
    }
    return count;
  }

  #advance(): void {
    const { phases } = this.#bank;
    this.#phase += this.#step;
    const whole = Math.floor(this.#phase / phases);
    this.#index += whole;
    this.#phase -= whole * phases;
  }
}

function bankFor(from: number, to: number): Bank {
  const name = `${from}:${to}`;
  const known = banks.get(name);
  if (known !== undefined) return known;
  const phases = Math.min(MOST_PHASES, to / greatestCommonDivisor(from, to));
  const ratio = Math.max(1, from / to);
  const taps = 4 * Math.ceil((TAPS * ratio) / 4);
  const cutoff = CUTOFF / ratio;
  const filters = new Float32Array(phases * taps);
  for (let phase = 0; phase < phases; phase++) {
    const filter = filters.subarray(phase * taps, (phase + 1) * taps);
    let sum = 0;
    for (let k = 0; k < taps; k++) {
      const x = k - taps / 2 + 1 - phase / phases;
      filter[k] = sinc(cutoff * x) * kaiser((2 * x) / taps);
      sum += filter[k];
    }
    for (let k = 0; k < taps; k++) filter[k] /= sum;
  }
  const bank = { taps, phases, filters };
  banks.set(name, bank);
  return bank;
}

function sinc(x: number): number {
  return x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
}

/** @param x −1 to 1 over the window */
function kaiser(x: number): number {
  return Math.abs(x) >= 1 ? 0 : bessel0(KAISER_BETA * Math.sqrt(1 - x * x)) / bessel0(KAISER_BETA);
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}

function append(history: Float32Array, block: Float32Array): Float32Array {
  const whole = new Float32Array(history.length + block.length);
  whole.set(history);
  whole.set(block, history.length);
  return whole;
}
