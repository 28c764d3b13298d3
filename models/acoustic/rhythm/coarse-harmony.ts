import { growingFloats } from '../../growing.ts';
import { hannWindow, RealFft } from '../fft.ts';
import { Framer } from '../framer.ts';
import { ANALYSIS_RATE } from '../track-analysis.ts';

const SIZE = 4096;
const HOP = 2048;
const CLASSES = 12;
/** Hz. Below it semitones lie closer together than the transform tells apart. */
const LOWEST = 110;
const HIGHEST = 1760;
/** Hz. What lies below is the bass, and has classes of its own. */
const BASS = 260;

/** Frames of harmony a second. */
export const HARMONY_RATE = ANALYSIS_RATE / HOP;

/** Which pitch classes sound, coarsely: enough to hear that a chord changes. Frame n is centred on sample (n + ½) · 2048. */
export class CoarseHarmony {
  /** 2 · 12 values a frame. */
  readonly #frames = growingFloats();
  readonly #framer = new Framer(SIZE, HOP, (samples, at) => this.#hear(samples, at));
  readonly #fft = new RealFft(SIZE);
  readonly #window = hannWindow(SIZE);
  readonly #power = new Float64Array(SIZE / 2 + 1);
  readonly #classes = classes();
  readonly #chroma = new Float64Array(2 * CLASSES);

  push(samples: Float32Array): void {
    this.#framer.push(samples);
  }

  finish(): void {
    this.#framer.finish();
  }

  #hear(samples: Float32Array, at: number): void {
    this.#fft.power(samples, at, this.#window, this.#power);
    const chroma = this.#chroma.fill(0);
    for (const { bin, index } of this.#classes) chroma[index] += Math.sqrt(this.#power[bin]);
    for (const value of chroma) this.#frames.push(value);
  }

  /** Frames that are kept. */
  get length(): number {
    return this.#frames.length / (2 * CLASSES);
  }

  /** Forgets the first so many frames; times count from the first that is kept. */
  forget(frames: number): void {
    this.#frames.shift(Math.min(this.#frames.length, frames * 2 * CLASSES));
  }

  /**
   * How much the harmony between each time and the next differs from that before it: 0 … 1, and 0 at both ends.
   * @param times seconds, ascending
   */
  changes(times: Float64Array): Float64Array {
    const spans = Array.from({ length: Math.max(0, times.length - 1) }, (_, i) => this.#mean(times[i], times[i + 1]));
    return Float64Array.from(times, (_, i) => (i > 0 && i < spans.length ? 1 - cosine(spans[i - 1], spans[i]) : 0));
  }

  #mean(start: number, end: number): Float64Array {
    const mean = new Float64Array(2 * CLASSES);
    const frames = this.#frames.numbers;
    // The frame at a change hears both chords: those wholly in between tell more, where there are any.
    const from = Math.max(0, Math.ceil(start * HARMONY_RATE));
    const to = Math.min(frames.length / mean.length, Math.max(from + 1, Math.floor(end * HARMONY_RATE)));
    for (let f = from; f < to; f++) for (let i = 0; i < mean.length; i++) mean[i] += frames[f * mean.length + i];
    return mean;
  }
}

function cosine(a: Float64Array, b: Float64Array): number {
  let [ab, aa, bb] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    ab += a[i] * b[i];
    aa += a[i] * a[i];
    bb += b[i] * b[i];
  }
  return aa > 0 && bb > 0 ? ab / Math.sqrt(aa * bb) : 1;
}

/** The pitch class of every bin that has one; bass classes come after the others. */
function classes(): { readonly bin: number; readonly index: number }[] {
  const hzPerBin = ANALYSIS_RATE / SIZE;
  const list = [];
  for (let bin = Math.ceil(LOWEST / hzPerBin); bin * hzPerBin < HIGHEST; bin++) {
    const pitch = Math.round(12 * Math.log2((bin * hzPerBin) / 440));
    list.push({ bin, index: (((pitch % CLASSES) + CLASSES) % CLASSES) + (bin * hzPerBin < BASS ? CLASSES : 0) });
  }
  return list;
}
