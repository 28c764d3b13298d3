import type { TermVectors } from './term-vectors.ts';

/** Weight of what a listener turned down against what they liked (γ / β; 0.2 to 1 in the literature). */
const NEGATIVE_WEIGHT = 0.75;

/** What is known of a listener and a track that has tags. */
export interface TagEvidence {
  readonly track: number;
  readonly positive: number;
  readonly negative: number;
}

/** How much a track of the history weighs in the profile. */
export function tagWeight({ positive, negative }: Pick<TagEvidence, 'positive' | 'negative'>): number {
  return positive - NEGATIVE_WEIGHT * negative;
}

/**
 * A listener's taste in tags (Rocchio 1971): the confidence-weighted sum of the tracks they liked minus
 * that of those they turned down, as a dense vector over terms of length 1 (0 if nothing is known). Both
 * sums are taken as they are, not as means, so that one 👎 does not weigh as much as many 👍.
 */
export function tagProfile(vectors: TermVectors, history: readonly TagEvidence[]): Float32Array {
  const profile = tagSum(vectors, history.map((heard) => ({ track: heard.track, weight: tagWeight(heard) })));
  const length = Math.sqrt(profile.reduce((sum, x) => sum + x * x, 0));
  return length > 0 ? profile.map((x) => x / length) : profile;
}

/** Σ weight · vector over tracks, dense over terms. */
export function tagSum(vectors: TermVectors, tracks: readonly { readonly track: number; readonly weight: number }[]): Float32Array {
  const sum = new Float32Array(vectors.terms);
  for (const { track, weight } of tracks) {
    for (let k = vectors.pointers[track]; k < vectors.pointers[track + 1]; k++) {
      sum[vectors.indices[k]] += weight * vectors.values[k];
    }
  }
  return sum;
}

/** Product of a track's vector and a dense one: their cosine, −1 to 1, when that has length 1. */
export function tagProduct(vectors: TermVectors, track: number, dense: Float32Array): number {
  let sum = 0;
  for (let k = vectors.pointers[track]; k < vectors.pointers[track + 1]; k++) {
    sum += vectors.values[k] * dense[vectors.indices[k]];
  }
  return sum;
}
