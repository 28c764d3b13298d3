import type { TagVectors } from './tags.ts';

/** Weight of what a listener turned down against what they liked; 0.15 to 1 in the literature. */
const NEGATIVE_WEIGHT = 0.75;

/**
 * A listener's taste in tags (Rocchio 1971): the confidence-weighted centroid of the tracks they liked
 * minus that of those they turned down, as a dense vector over terms of length 1 (0 if nothing is known).
 */
export function tagProfile(
  vectors: TagVectors,
  history: readonly { readonly track: number; readonly positive: number; readonly negative: number }[],
): Float32Array {
  const profile = new Float32Array(vectors.terms);
  let positiveSum = 0;
  let negativeSum = 0;
  for (const entry of history) {
    positiveSum += entry.positive;
    negativeSum += entry.negative;
  }
  for (const { track, positive, negative } of history) {
    const share =
      (positiveSum > 0 ? positive / positiveSum : 0) - (negativeSum > 0 ? (NEGATIVE_WEIGHT * negative) / negativeSum : 0);
    if (share === 0) continue;
    for (let k = vectors.pointers[track]; k < vectors.pointers[track + 1]; k++) {
      profile[vectors.indices[k]] += share * vectors.values[k];
    }
  }
  const length = Math.sqrt(profile.reduce((sum, x) => sum + x * x, 0));
  if (length > 0) for (let i = 0; i < profile.length; i++) profile[i] /= length;
  return profile;
}

/** Cosine of a track and a profile, −1 to 1. */
export function profileSimilarity(vectors: TagVectors, track: number, profile: Float32Array): number {
  let sum = 0;
  for (let k = vectors.pointers[track]; k < vectors.pointers[track + 1]; k++) {
    sum += vectors.values[k] * profile[vectors.indices[k]];
  }
  return sum;
}
