import { hannWindow, RealFft } from '../fft.ts';
import { MelBank } from '../mel-bank.ts';
import { ANALYSIS_RATE } from '../track-analysis.ts';
import { MEL_BANDS, type MelPicture, pixelOf, WINDOW_FRAMES, WINDOW_POINTS } from './mel-picture.ts';

/** Samples of a frame, and between the beginnings of two. */
const FRAME = 2048;
const HOP = 1920;
const LOWEST_HZ = 30;
/** A track is heard in at most so many windows: 80 seconds of it. */
const MOST_WINDOWS = 16;
/** Power of a bin that is nothing but rounding: 170 dB below a full tone. */
const NOTHING = 1e-12;
/** A window so far below the track's loudest is a pause, or has faded out. */
const PAUSE_DB = 50;

interface Window {
  /** dB, bands × frames. */
  readonly levels: Float32Array;
  readonly loudest: number;
}

/**
 * Makes the picture of a track from its samples as they come, however long it is: every window while the track is
 * short, then every second, every fourth … from its beginning on. What is left out is not transformed either. Sound of
 * less than a window is repeated until it fills one.
 */
export class MelPictureBuilder {
  readonly #fft = new RealFft(FRAME);
  readonly #hann = hannWindow(FRAME);
  readonly #bank = new MelBank(MEL_BANDS, LOWEST_HZ, ANALYSIS_RATE / 2, this.#fft.bins, ANALYSIS_RATE);
  readonly #power = new Float64Array(this.#fft.bins);
  readonly #frame = new Float32Array(FRAME);
  /** Samples waiting in the frame. */
  #filled = 0;
  /** Frames passed, looked at or not. */
  #frames = 0;
  /** Every so manyth window is kept. */
  #stride = 1;
  #kept: Window[] = [];
  #levels = new Float32Array(WINDOW_POINTS);

  /** @param samples mono at {@link ANALYSIS_RATE}, as many as there are */
  push(samples: Float32Array): void {
    for (let from = 0; from < samples.length; ) {
      const count = Math.min(samples.length - from, FRAME - this.#filled);
      this.#frame.set(samples.subarray(from, from + count), this.#filled);
      this.#filled += count;
      from += count;
      if (this.#filled === FRAME) this.#look();
    }
  }

  /** The picture of what was pushed; the builder is used up. */
  finish(): MelPicture {
    if (this.#frames === 0 && this.#filled > 0) {
      this.#frame.fill(0, this.#filled);
      this.#look();
    }
    if (this.#frames < WINDOW_FRAMES && this.#frames > 0) this.#keep(repeated(this.#levels, this.#frames));
    const loudest = Math.max(...this.#kept.map((window) => window.loudest));
    const heard = this.#kept.filter((window) => window.loudest > Math.max(loudest - PAUSE_DB, decibels(NOTHING)));
    const pixels = new Uint8Array(heard.length * WINDOW_POINTS);
    heard.forEach((window, index) => {
      window.levels.forEach((level, point) => {
        pixels[index * WINDOW_POINTS + point] = pixelOf(window.loudest - level);
      });
    });
    return { windows: heard.length, pixels };
  }

  #look(): void {
    const within = this.#frames % WINDOW_FRAMES;
    const window = (this.#frames - within) / WINDOW_FRAMES;
    if (window % this.#stride === 0) {
      this.#fft.power(this.#frame, 0, this.#hann, this.#power);
      for (let bin = 0; bin < this.#power.length; bin++) this.#power[bin] = decibels(this.#power[bin] + NOTHING);
      this.#bank.apply(this.#power, this.#levels, within, WINDOW_FRAMES);
      if (within === WINDOW_FRAMES - 1) {
        this.#keep(this.#levels);
        this.#levels = new Float32Array(WINDOW_POINTS);
      }
    }
    this.#frames++;
    this.#frame.copyWithin(0, HOP);
    this.#filled = FRAME - HOP;
  }

  #keep(levels: Float32Array): void {
    if (this.#kept.length === MOST_WINDOWS) {
      this.#kept = this.#kept.filter((_, index) => index % 2 === 0);
      this.#stride *= 2;
    }
    this.#kept.push({ levels, loudest: levels.reduce((most, level) => Math.max(most, level), -Infinity) });
  }
}

/** A window from its first frames alone, over and over. */
function repeated(levels: Float32Array, frames: number): Float32Array {
  return levels.map((_, point) => {
    const frame = point % WINDOW_FRAMES;
    return levels[point - frame + (frame % frames)];
  });
}

function decibels(power: number): number {
  return 10 * Math.log10(power);
}
