/**
 * How scores stand to what they are scores of: `linear`, or `logarithmic` as sums of standardised signals are, by which the best
 * of thousands of tracks lie close together, however far apart they are in what they are to somebody.
 */
export type ScoreScale = 'linear' | 'logarithmic';

/** Relevance by logarithmic scores is unbent by a hyperbolic sine over so much of it; chosen on groups of `npm run quality -- groups`. */
const BEND = 4;
const MOST = Math.sinh(BEND);

/** Relevance (0 to 1) by scores of this scale as it would be by linear ones. */
export function unbent(relevance: number, scale: ScoreScale): number {
  return scale === 'linear' ? relevance : Math.sinh(BEND * relevance) / MOST;
}

/** What {@link unbent} takes back. */
export function bent(relevance: number, scale: ScoreScale): number {
  return scale === 'linear' ? relevance : Math.asinh(MOST * relevance) / BEND;
}
