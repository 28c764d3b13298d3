import { ONSET_RATE } from './onset-strength.ts';
import { LAGS, type Periodicity } from './periodicity.ts';

/** Beats a minute that anybody taps. */
const SLOWEST = 48;
const FASTEST = 215;
/** Ratio of one tried tempo to the next. */
const FINENESS = 1.004;
/** Beats ahead that a beat is compared with. */
const TEETH = 4;
/** Octaves within which two tempi are one. */
const SAME = 0.04;
const MOST = 10;
/** How far off, as a share, a tempo told from one beat may be. */
const COARSENESS = 0.012;

export interface TempoCandidate {
  readonly bpm: number;
  /** How much onsets repeat themselves after one to four beats: 1 where they all do in every range. */
  readonly salience: number;
}

/** The periods at which onsets come again, the most salient first: the peaks of a comb over the autocorrelation. */
export function tempoCandidates({ together }: Periodicity): TempoCandidate[] {
  const tempi: number[] = [];
  for (let bpm = SLOWEST; bpm < FASTEST; bpm *= FINENESS) tempi.push(bpm);
  const saliences = tempi.map((bpm) => tempoSalience(together, bpm));
  const peaks: TempoCandidate[] = [];
  for (let i = 1; i + 1 < tempi.length; i++) {
    if (saliences[i] <= Math.max(0, saliences[i - 1]) || saliences[i] < saliences[i + 1]) continue;
    peaks.push({ bpm: refine(together, tempi[i]), salience: saliences[i] });
  }
  peaks.sort((a, b) => b.salience - a.salience);
  return peaks.filter(({ bpm }, i) => peaks.findIndex((other) => Math.abs(Math.log2(other.bpm / bpm)) < SAME) === i).slice(0, MOST);
}

/** How much a curve of {@link LAGS} correlations repeats itself after one to four beats, the nearer counting more. */
export function tempoSalience(correlation: Float32Array, bpm: number): number {
  let sum = 0;
  let weights = 0;
  for (let tooth = 1; tooth <= TEETH; tooth++) {
    const weight = 1 / Math.sqrt(tooth);
    sum += weight * valueAt(correlation, (tooth * 60 * ONSET_RATE) / bpm);
    weights += weight;
  }
  return sum / weights;
}

/** Between two lags; 0 beyond the last. */
export function valueAt(correlation: Float32Array, lag: number): number {
  const left = Math.floor(lag);
  if (left + 1 >= LAGS) return 0;
  const part = lag - left;
  return correlation[left] * (1 - part) + correlation[left + 1] * part;
}

/** Near the peak, the lag of two beats tells the tempo finer, then that of four, then that of eight. */
function refine(correlation: Float32Array, bpm: number): number {
  let refined = bpm;
  for (const beats of [2, 4, 8]) {
    const lag = (beats * 60 * ONSET_RATE) / refined;
    const reach = COARSENESS * lag;
    let peak = Math.round(lag);
    for (let tried = Math.ceil(lag - reach); tried <= lag + reach && tried + 1 < LAGS; tried++) if (correlation[tried] > correlation[peak]) peak = tried;
    if (peak + 1 >= LAGS) break;
    const [left, here, right] = [correlation[peak - 1], correlation[peak], correlation[peak + 1]];
    if (here <= 0 || here < left || here < right || left - 2 * here + right === 0) continue;
    refined = (beats * 60 * ONSET_RATE) / (peak + (0.5 * (left - right)) / (left - 2 * here + right));
  }
  return refined;
}
