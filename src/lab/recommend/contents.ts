import type { Scorer } from '../../../models/scorer.ts';
import { termScorer } from '../../../models/language/term-scorer.ts';
import { termVectors } from '../../../models/language/term-vectors.ts';
import { TEXT_WEIGHTING } from '../../../models/language/text-terms.ts';
import { VectorScorer } from '../../../models/ranking/vector-scorer.ts';
import { createKernels } from '../../kernels.ts';
import type { CountMatrix } from './count-matrix.ts';
import type { Dataset } from './dataset.ts';

/** A tag counts by the root of how often it was given, and connects from two items on. */
export const TAG_WEIGHTING = { damped: Math.sqrt, least: 2, mostShare: 1 };

/** Everything that scores items by what they are, not by who heard them. */
export function contentScorers({ tags, texts, vectors }: Dataset): readonly Scorer[] {
  const scorers: Scorer[] = [];
  if (tags) {
    const counts = { terms: tags.columns, pointers: tags.pointers, indices: tags.indices, counts: Float32Array.from(tags.counts) };
    scorers.push(termScorer('tags', termVectors(counts, TAG_WEIGHTING)), mentionsScorer(tags));
  }
  if (texts) scorers.push(termScorer('texts', termVectors(texts, TEXT_WEIGHTING)));
  if (vectors) scorers.push(new VectorScorer('vectors', createKernels(), vectors.values, vectors.dimensions));
  return scorers;
}

/** Scores every item by how often anybody tagged it, logarithmically: how well known it is beyond the listens. */
function mentionsScorer(tags: CountMatrix): Scorer {
  const mentions = Float32Array.from({ length: tags.rows }, (_, item) => {
    let sum = 0;
    for (let k = tags.pointers[item]; k < tags.pointers[item + 1]; k++) sum += tags.counts[k];
    return Math.log1p(sum);
  });
  return { name: 'mentions', score: (_, out) => out.set(mentions) };
}
