import { distributionOf } from './standard-score.ts';

const DAY_MS = 24 * 3_600_000;
/** A heard track regains half of its freshness in this time. */
const RECOVERY_MS = 14 * DAY_MS;
/** A heard track never becomes as new as an unheard one. */
const HEARD_NOVELTY = 0.6;

/** 1 for an unheard track; 0 right after hearing it, recovering towards 0.6. Times are epoch ms. */
export function novelty(lastHeardAt: number | null, now: number): number {
  if (lastHeardAt === null) return 1;
  return HEARD_NOVELTY * (1 - 2 ** (-Math.max(0, now - lastHeardAt) / RECOVERY_MS));
}

/** Predictions near the mean lie so many standard deviations apart for each 1 of the scale. */
export const STANDARD_RANGE = 3;

/**
 * Puts predictions on a common scale, mostly −1 to 1: asinh(z) / {@link STANDARD_RANGE}, z being the distance from the mean of the
 * predictions in standard deviations. The best few of many lie ten and more of them above it: bent towards 1 they would be level, and any other
 * signal would decide among them. `NaN` marks tracks without a prediction; they become 0.
 */
export function standardised(predictions: Float32Array): Float32Array {
  const { mean, deviation } = distributionOf(predictions);
  const result = new Float32Array(predictions.length);
  if (!(deviation > 1e-9)) return result;
  for (let i = 0; i < result.length; i++) {
    if (!Number.isNaN(predictions[i])) result[i] = Math.asinh((predictions[i] - mean) / deviation) / STANDARD_RANGE;
  }
  return result;
}

/** Score differences below this are not blown up into a full range of relevance. */
const LEAST_RANGE = 0.25;

/** The scores that relevance is told by. */
export interface ScoreRange {
  readonly low: number;
  readonly width: number;
}

/**
 * A listener's score as relevance, 0 (worst candidate) to 1 (best), so that members of a group with
 * differently bold scores count alike. Somebody nothing is known of finds everything about equal.
 */
export function relevanceIn({ low, width }: ScoreRange, score: number): number {
  return (score - low) / width;
}

/** @param candidates what is chosen among; all when left out */
export function rangeOf(scores: Float64Array, candidates?: ArrayLike<number>): ScoreRange {
  let low = Infinity;
  let high = -Infinity;
  const count = candidates?.length ?? scores.length;
  for (let c = 0; c < count; c++) {
    const score = scores[candidates ? candidates[c] : c];
    if (score < low) low = score;
    if (score > high) high = score;
  }
  return { low, width: Math.max(high - low, LEAST_RANGE) };
}

