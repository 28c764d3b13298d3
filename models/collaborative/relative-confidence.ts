import { OUTCOME_WEIGHTS } from './confidence.ts';
import type { Interactions } from './interactions.ts';
import type { Interaction } from '../scorer.ts';

/**
 * How much of the confidence is kept: 0 makes every listen count 1, 1 keeps it in relation to the mean of the
 * listener, 2 sharpens it. Relative, because one listener's ten plays are another's hundred.
 */
export type ConfidenceExponent = 0 | 1 | 2;

/**
 * What speaks against a column weighs as much as a 👎 beside one listen, at most. In relation to likes that have faded
 * one fresh skip would otherwise weigh more than a whole taste.
 */
const MOST_NEGATIVE = OUTCOME_WEIGHTS.dislike / OUTCOME_WEIGHTS.completed;
/** A hundred half-lives old: what has faded further is not raised to the size of a listen. */
const FAINTEST = 2 ** -100;

/** (positive ÷ the row's mean positive) ^ exponent; what speaks against a column keeps its relation to that mean, within bounds. */
export function relativeConfidence(matrix: Interactions, exponent: ConfidenceExponent): Interactions {
  const positive = new Float32Array(matrix.positive.length);
  const negative = new Float32Array(matrix.negative.length);
  for (let row = 0; row < matrix.rows; row++) {
    const from = matrix.pointers[row];
    const to = matrix.pointers[row + 1];
    const mean = meanOfPositive(matrix.positive.subarray(from, to));
    for (let k = from; k < to; k++) {
      positive[k] = relative(matrix.positive[k], mean, exponent);
      negative[k] = relativeNegative(matrix.negative[k], mean);
    }
  }
  return { ...matrix, positive, negative };
}

/** The same for one listener's history. */
export function relativeHistory(history: readonly Interaction[], exponent: ConfidenceExponent): readonly Interaction[] {
  const mean = meanOfPositive(history.map((entry) => entry.positive));
  return history.map(({ column, positive, negative }) => ({
    column,
    positive: relative(positive, mean, exponent),
    negative: relativeNegative(negative, mean),
  }));
}

function relative(positive: number, mean: number, exponent: ConfidenceExponent): number {
  return positive > 0 ? (positive / mean) ** exponent : 0;
}

function relativeNegative(negative: number, mean: number): number {
  return Math.min(MOST_NEGATIVE, negative / mean);
}

/** Of the entries above 0, and no less than {@link FAINTEST}; 1 when there are none. */
function meanOfPositive(positive: ArrayLike<number>): number {
  let sum = 0;
  let count = 0;
  for (let i = 0; i < positive.length; i++) {
    if (positive[i] <= 0) continue;
    sum += positive[i];
    count++;
  }
  return count > 0 ? Math.max(FAINTEST, sum / count) : 1;
}
