import { ONSET_RANGES, ONSET_RATE } from './onset-strength.ts';
import type { OnsetRates } from './onsets.ts';
import type { Periodicity } from './periodicity.ts';
import { type TempoCandidate, valueAt } from './tempo-candidates.ts';

/** Fractions and multiples of a beat at which the periodicity says which level of the metre the beat is. */
const MULTIPLES = [1 / 4, 1 / 3, 1 / 2, 2 / 3, 1, 4 / 3, 3 / 2, 2, 3, 4, 6, 8] as const;

export const DESCRIPTION_SIZE = 9 + ONSET_RANGES + (ONSET_RANGES + 2) * MULTIPLES.length;

/**
 * What is to be known of a tempo to say whether it is the beat: how fast it is, how many onsets it has a beat, and how
 * much comes back after a part of a beat, a beat, a bar, in each range and between kick and snare.
 * @param mostSalient the salience of the most salient candidate
 * @returns {@link DESCRIPTION_SIZE} values of about one size
 */
export function describeTempo({ bpm, salience }: TempoCandidate, mostSalient: number, { together, ranges, answers }: Periodicity, rates: OnsetRates): Float64Array {
  const octaves = Math.log2(bpm / 120);
  const aBeat = (rate: number): number => Math.log2((60 * rate) / bpm + 0.1);
  const density = aBeat(rates.together);
  const values = [octaves, octaves * octaves, Math.max(0, -octaves), Math.max(0, octaves - 0.5), density, density * density, octaves * density, salience, salience / mostSalient];
  for (const rate of rates.ranges) values.push(aBeat(rate));
  const beat = (60 * ONSET_RATE) / bpm;
  for (const curve of [together, ...ranges, answers]) {
    const levels = MULTIPLES.map((multiple) => peakNear(curve, multiple * beat));
    const highest = Math.max(1e-6, ...levels.map(Math.abs));
    for (const level of levels) values.push(level / highest);
  }
  return Float64Array.from(values);
}

/** The largest value within a frame of a lag. */
function peakNear(curve: Float32Array, lag: number): number {
  return Math.max(valueAt(curve, lag - 1), valueAt(curve, lag), valueAt(curve, lag + 1));
}
