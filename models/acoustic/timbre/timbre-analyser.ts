import { hannWindow, RealFft } from '../fft.ts';
import { Framer } from '../framer.ts';
import { MelBank, OSHAUGHNESSY } from '../mel-bank.ts';
import { Timeline } from '../timeline.ts';
import { ANALYSIS_RATE } from '../track-analysis.ts';

const SIZE = 2048;
const HOP = 1024;
/** Frames that are one step of the timeline: 0.19 s. */
const FRAMES = 4;

export const BANDS = 24;
const LOW_HZ = 40;
const HIGH_HZ = 10_000;
/** Below this a band counts as empty: −90 dB of a full-scale sine. */
const FLOOR = 1e-9;

/** What a step of {@link Timbre.timeline} holds, by its place. */
export const STEP = {
  /** From here {@link BANDS} mel bands, ln of their mean power. */
  bands: 0,
  /** Mean square of the samples. */
  power: BANDS,
  /** Where the middle of the spectrum’s magnitudes lies, mel, times the frame’s level: a sum to be divided by `weight`. */
  centroid: BANDS + 1,
  weight: BANDS + 2,
  /** How much the bands rise from one frame to the next, ln: what is struck, plucked or spoken. */
  flux: BANDS + 3,
  /** The same below 200 Hz: the kick and the bass. */
  lowFlux: BANDS + 4,
  /** Geometric by arithmetic mean of the bins’ power, times `weight`: 1 is noise, 0 a tone. */
  flatness: BANDS + 5,
  width: BANDS + 6,
} as const;

export interface Timbre {
  readonly timeline: Timeline;
  /** Seconds where anything louder than −60 dBFS is heard first and last; null when nothing is. */
  readonly sounding: { readonly from: number; readonly to: number } | null;
}

/** Peak under which a sound counts as silence: −60 dBFS, as DJ programs trim. */
const SILENCE = 0.001;
const LOW_BANDS = 3;

/** The colour and strength of a sound as it streams by: one short-time spectrum, all that is read off it. */
export class TimbreAnalyser {
  readonly #fft = new RealFft(SIZE);
  readonly #window = hannWindow(SIZE);
  readonly #power = new Float64Array(this.#fft.bins);
  readonly #mel = new MelBank(BANDS, LOW_HZ, HIGH_HZ, this.#fft.bins, ANALYSIS_RATE, OSHAUGHNESSY);
  readonly #melOfBin = Float64Array.from({ length: this.#fft.bins }, (_, bin) => OSHAUGHNESSY.melOf((bin * ANALYSIS_RATE) / SIZE));
  readonly #framer = new Framer(SIZE, HOP, (samples, at) => this.#frame(samples, at));
  readonly #timeline = new Timeline(STEP.width, (FRAMES * HOP) / ANALYSIS_RATE);
  readonly #bands = new Float64Array(BANDS);
  readonly #before = new Float64Array(BANDS).fill(Math.log(FLOOR));
  readonly #step = new Float64Array(STEP.width);
  #frames = 0;
  #samples = 0;
  #firstSound = -1;
  #lastSound = -1;

  /** @param mono samples at {@link ANALYSIS_RATE} */
  push(mono: Float32Array): void {
    for (let i = 0; i < mono.length; i++) {
      if (Math.abs(mono[i]) < SILENCE) continue;
      if (this.#firstSound < 0) this.#firstSound = this.#samples + i;
      this.#lastSound = this.#samples + i;
    }
    this.#samples += mono.length;
    this.#framer.push(mono);
  }

  finish(): Timbre {
    this.#framer.finish();
    if (this.#frames % FRAMES > 0) this.#close();
    const sounding = this.#firstSound < 0 ? null : { from: this.#firstSound / ANALYSIS_RATE, to: (this.#lastSound + 1) / ANALYSIS_RATE };
    return { timeline: this.#timeline, sounding };
  }

  #frame(samples: Float32Array, at: number): void {
    const step = this.#step;
    const power = this.#power;
    let squares = 0;
    for (let i = at + (SIZE - HOP) / 2; i < at + (SIZE + HOP) / 2; i++) squares += samples[i] * samples[i];
    step[STEP.power] += squares / HOP;
    this.#fft.power(samples, at, this.#window, power);
    let sum = 0;
    let mels = 0;
    let powers = 0;
    let logs = 0;
    for (let bin = 1; bin < power.length; bin++) {
      // Of a full-scale sine, whose bin is (SIZE / 4)² high, 1.
      const p = power[bin] * (16 / SIZE / SIZE);
      power[bin] = p;
      const magnitude = Math.sqrt(p);
      sum += magnitude;
      mels += magnitude * this.#melOfBin[bin];
      powers += p;
      logs += Math.log(p + 1e-15);
    }
    const bins = power.length - 1;
    const level = Math.sqrt(powers);
    if (sum > 0) step[STEP.centroid] += (level * mels) / sum;
    if (powers > 0) step[STEP.flatness] += (level * Math.exp(logs / bins) * bins) / powers;
    step[STEP.weight] += level;
    this.#mel.apply(power, this.#bands, 0, 1);
    let flux = 0;
    let lowFlux = 0;
    for (let band = 0; band < BANDS; band++) {
      const log = Math.log(this.#bands[band] + FLOOR);
      const rise = Math.max(0, log - this.#before[band]);
      flux += rise;
      if (band < LOW_BANDS) lowFlux += rise;
      this.#before[band] = log;
      step[STEP.bands + band] += log;
    }
    step[STEP.flux] += flux / BANDS;
    step[STEP.lowFlux] += lowFlux / LOW_BANDS;
    if (++this.#frames % FRAMES === 0) this.#close();
  }

  #close(): void {
    const frames = ((this.#frames - 1) % FRAMES) + 1;
    for (let i = 0; i < STEP.width; i++) this.#step[i] /= frames;
    this.#timeline.push(this.#step);
    this.#step.fill(0);
  }
}
