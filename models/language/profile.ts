import type { TagVectors } from './tags.ts';

/** Weight of what a listener turned down against what they liked (γ / β; 0.2 to 1 in the literature). */
const NEGATIVE_WEIGHT = 0.75;

/** What is known of a listener and a track that has tags. */
export interface TagEvidence {
  readonly track: number;
  readonly positive: number;
  readonly negative: number;
}

/**
 * A listener's taste in tags (Rocchio 1971): the confidence-weighted sum of the tracks they liked minus
 * that of those they turned down, as a dense vector over terms of length 1 (0 if nothing is known). Both
 * sums are taken as they are, not as means, so that one 👎 does not weigh as much as many 👍.
 */
export function tagProfile(vectors: TagVectors, history: readonly TagEvidence[]): Float32Array {
  const profile = tagSum(vectors, history, ({ positive, negative }) => positive - NEGATIVE_WEIGHT * negative);
  const length = Math.sqrt(profile.reduce((sum, x) => sum + x * x, 0));
  return length > 0 ? profile.map((x) => x / length) : profile;
}

/** Σ weight · vector over a history, dense over terms. */
export function tagSum(vectors: TagVectors, history: readonly TagEvidence[], weightOf: (evidence: TagEvidence) => number): Float32Array {
  const sum = new Float32Array(vectors.terms);
  for (const evidence of history) {
    const weight = weightOf(evidence);
    for (let k = vectors.pointers[evidence.track]; k < vectors.pointers[evidence.track + 1]; k++) {
      sum[vectors.indices[k]] += weight * vectors.values[k];
    }
  }
  return sum;
}

/** Product of a track and a dense vector: with a profile their cosine, −1 to 1. */
export function profileSimilarity(vectors: TagVectors, track: number, profile: Float32Array): number {
  let sum = 0;
  for (let k = vectors.pointers[track]; k < vectors.pointers[track + 1]; k++) {
    sum += vectors.values[k] * profile[vectors.indices[k]];
  }
  return sum;
}
