import { growingFloats } from '../../growing.ts';
import { hannWindow, RealFft } from '../fft.ts';
import { Framer } from '../framer.ts';
import { ANALYSIS_RATE } from '../track-analysis.ts';

const SIZE = 1024;
const HOP = 256;
/** Frames a band is compared over: as far apart as frames that share half their samples. */
const LAG = 2;

/** Frames of onset strength a second. */
export const ONSET_RATE = ANALYSIS_RATE / HOP;

/** Hz. Each range is heard on its own: kick and bass; chords and snare; melody and clap; cymbals. */
const RANGES: readonly (readonly [number, number])[] = [
  [43, 170],
  [170, 700],
  [700, 2800],
  [2800, 10_000],
];
export const ONSET_RANGES = RANGES.length;

const BANDS_PER_OCTAVE = 6;
/** What lies this far below the band's own recent peak is not heard: power ratio. */
const MASKED = 1e-3;
/** Or this far below the recent peak of all bands. */
const FAINT = 1e-6;
/** Power that counts as silence, whatever came before: −130 dB below a full-scale sine. */
const SILENCE = 1e-13 * (SIZE / 4) ** 2;
/** Seconds in which a recent peak halves. */
const FORGETTING = 5;

/**
 * How strongly something begins, frame by frame, in four ranges of pitch: the rise of log energy in narrow bands over
 * the loudest of the neighbouring bands shortly before, so that vibrato is no onset (SuperFlux; Böck & Widmer 2013),
 * against each band's recent peak, so that gain and equalising do not matter (adaptive whitening; Stowell & Plumbley
 * 2007). Frame n is centred on sample (n + ½) · 256.
 */
export class OnsetStrength {
  readonly #ranges = Array.from({ length: ONSET_RANGES }, growingFloats);
  readonly #framer = new Framer(SIZE, HOP, (samples, at) => this.#hear(samples, at));
  readonly #fft = new RealFft(SIZE);
  readonly #window = hannWindow(SIZE);
  readonly #power = new Float64Array(SIZE / 2 + 1);
  readonly #bands = bands();
  readonly #past: readonly Float64Array[];
  readonly #peaks: Float64Array;
  readonly #strengths = new Float64Array(ONSET_RANGES);
  #next = 0;

  constructor() {
    this.#past = Array.from({ length: LAG + 1 }, () => new Float64Array(this.#bands.length));
    this.#peaks = new Float64Array(this.#bands.length);
  }

  push(samples: Float32Array): void {
    this.#framer.push(samples);
  }

  finish(): void {
    this.#framer.finish();
  }

  /** A curve for each range, all of one length: nepers of energy a frame. Valid until more comes or is forgotten. */
  get ranges(): readonly Float32Array[] {
    return this.#ranges.map((range) => range.numbers);
  }

  /** Forgets the first so many frames. */
  forget(frames: number): void {
    for (const range of this.#ranges) range.shift(frames);
  }

  #hear(samples: Float32Array, at: number): void {
    this.#fft.power(samples, at, this.#window, this.#power);
    const now = this.#past[this.#next % (LAG + 1)];
    const before = this.#past[(this.#next + 1) % (LAG + 1)];
    this.#next++;
    const peaks = this.#peaks;
    let loudest = 0;
    for (let b = 0; b < now.length; b++) {
      const { from, to } = this.#bands[b];
      let sum = 0;
      for (let k = from; k < to; k++) sum += this.#power[k];
      now[b] = sum / (to - from);
      peaks[b] = Math.max(now[b], peaks[b] * FADE);
      loudest = Math.max(loudest, peaks[b]);
    }
    const strengths = this.#strengths.fill(0);
    for (let b = 0; b < now.length; b++) {
      const floor = Math.max(MASKED * peaks[b], FAINT * loudest, SILENCE);
      const then = Math.max(before[b], b > 0 ? before[b - 1] : 0, b + 1 < now.length ? before[b + 1] : 0);
      const { range, share } = this.#bands[b];
      if (now[b] > then) strengths[range] += share * Math.log((now[b] + floor) / (then + floor));
    }
    for (let r = 0; r < ONSET_RANGES; r++) this.#ranges[r].push(strengths[r]);
  }
}

const FADE = 0.5 ** (1 / (FORGETTING * ONSET_RATE));

interface Band {
  /** Bins, the last not included. */
  readonly from: number;
  readonly to: number;
  readonly range: number;
  /** One over the number of bands in the range. */
  readonly share: number;
}

/** A sixth of an octave each, but of one bin at least. */
function bands(): Band[] {
  const hzPerBin = ANALYSIS_RATE / SIZE;
  return RANGES.flatMap(([low, high], range) => {
    const count = Math.round(BANDS_PER_OCTAVE * Math.log2(high / low));
    const edges = new Set<number>();
    for (let i = 0; i <= count; i++) edges.add(Math.round((low * (high / low) ** (i / count)) / hzPerBin));
    const bins = [...edges];
    return bins.slice(1).map((to, i) => ({ from: bins[i], to, range, share: 1 / (bins.length - 1) }));
  });
}
