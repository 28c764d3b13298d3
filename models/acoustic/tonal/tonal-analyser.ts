import { hannWindow, RealFft } from '../fft.ts';
import { Framer } from '../framer.ts';
import { Timeline } from '../timeline.ts';
import { ANALYSIS_RATE, type Key } from '../track-analysis.ts';
import { addFineChroma, FINE_BINS, foldChroma, tuningOf } from './fine-chroma.ts';
import { keyFeatures } from './key-features.ts';
import { bestKey, keyLikelihoods, keyOf } from './key-likelihood.ts';
import { KEY_PROFILES } from './key-profiles.ts';
import { TriadCounter } from './triads.ts';

/** 0.37 s: long enough to tell neighbouring semitones of a bass apart. */
const SIZE = 8192;
const HOP = 4096;
/** Steps after which a frame overlaps the one before no more, and a bar or two. */
const SHORTEST_LAG = SIZE / HOP;
const LONGEST_LAG = 20;
/**
 * With so much in common, by persistence and tuning together, noise and drums seem tonal by chance (they have up to .05
 * in ten seconds, dance music .09 and more); short sounds more easily.
 */
const LEAST_TONALITY = 0.085;

export interface Tonality {
  /** null where nothing tonal is heard. */
  readonly key: Key | null;
  /** Twelve pitch classes a step, which add up to 1 where anything is heard. */
  readonly chroma: Timeline;
  /** What the key is told from, by `keyFeatures`. */
  readonly features: Float64Array;
}

/** Notes, chords and key of a sound as it streams by. */
export class TonalAnalyser {
  readonly #fft = new RealFft(SIZE);
  readonly #window = hannWindow(SIZE);
  readonly #magnitudes = new Float64Array(this.#fft.bins);
  readonly #framer = new Framer(SIZE, HOP, (samples, at) => this.#frame(samples, at));
  readonly #chroma = new Timeline(12, HOP / ANALYSIS_RATE);
  readonly #persistence = new Persistence();
  readonly #triads = new TriadCounter();
  readonly #bass = new Float64Array(FINE_BINS);
  readonly #treble = new Float64Array(FINE_BINS);
  readonly #frameBass = new Float64Array(FINE_BINS);
  readonly #frameTreble = new Float64Array(FINE_BINS);
  readonly #folded = new Float64Array(12);

  /** @param mono samples at {@link ANALYSIS_RATE} */
  push(mono: Float32Array): void {
    this.#framer.push(mono);
  }

  finish(): Tonality {
    this.#framer.finish();
    const { offset, agreement } = tuningOf(this.#bass, this.#treble);
    const bass = foldChroma(this.#bass, offset);
    const treble = foldChroma(this.#treble, offset);
    const features = keyFeatures(treble, bass, this.#triads.shares);
    const likelihoods = keyLikelihoods(features, KEY_PROFILES);
    const best = bestKey(likelihoods);
    const tonality = this.#persistence.correlation + 2 * agreement;
    const isTonal = tonality > LEAST_TONALITY + 1 / this.#chroma.length;
    return { key: isTonal ? keyOf(best, likelihoods[best]) : null, chroma: this.#chroma, features };
  }

  #frame(samples: Float32Array, at: number): void {
    this.#fft.power(samples, at, this.#window, this.#magnitudes);
    for (let bin = 0; bin < this.#magnitudes.length; bin++) this.#magnitudes[bin] = Math.sqrt(this.#magnitudes[bin]) * (4 / SIZE);
    this.#frameBass.fill(0);
    this.#frameTreble.fill(0);
    const total = addFineChroma(this.#magnitudes, ANALYSIS_RATE / SIZE, this.#frameBass, this.#frameTreble);
    if (total === 0) return this.#chroma.push(this.#folded.fill(0));
    for (let bin = 0; bin < FINE_BINS; bin++) {
      this.#bass[bin] += this.#frameBass[bin] /= total;
      this.#treble[bin] += this.#frameTreble[bin] /= total;
      this.#frameTreble[bin] += this.#frameBass[bin];
    }
    this.#persistence.push(this.#frameTreble);
    const { offset } = tuningOf(this.#bass, this.#treble);
    foldChroma(this.#frameTreble, offset, this.#folded);
    this.#triads.push(this.#folded);
    this.#chroma.push(this.#folded);
  }
}

/**
 * How much of a fine chroma is there again when not one of its samples is heard any more: the correlation over all pairs
 * of frames so many steps apart, for the distance at which it is highest. Notes last and come again; noise is another
 * every time.
 */
class Persistence {
  readonly #before: Float64Array[] = [];
  readonly #together = new Float64Array(LONGEST_LAG + 1);
  readonly #alone = new Float64Array(LONGEST_LAG + 1);

  push(chroma: Float64Array): void {
    const now = chroma.map((value) => value - 1 / FINE_BINS);
    this.#before.unshift(now);
    if (this.#before.length > LONGEST_LAG + 1) this.#before.pop();
    for (let lag = SHORTEST_LAG; lag < this.#before.length; lag++) {
      const then = this.#before[lag];
      for (let bin = 0; bin < FINE_BINS; bin++) {
        this.#together[lag] += then[bin] * now[bin];
        this.#alone[lag] += (then[bin] * then[bin] + now[bin] * now[bin]) / 2;
      }
    }
  }

  /** −1 … 1, and 0 of what is too short to tell. */
  get correlation(): number {
    return Math.max(...this.#together.map((together, lag) => (this.#alone[lag] > 0 ? together / this.#alone[lag] : 0)));
  }
}
