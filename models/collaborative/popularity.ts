import type { Interactions } from './interactions.ts';
import type { Scorer } from './scorer.ts';

/** Scores every column by how many listeners it has, logarithmically; the same for everybody. */
export function popularityScorer({ columns, indices, positive, negative }: Interactions): Scorer {
  const listeners = new Float32Array(columns);
  indices.forEach((column, k) => (listeners[column] += positive[k] > negative[k] ? 1 : 0));
  const popularity = listeners.map(Math.log1p);
  return { name: 'popularity', score: (_, out) => out.set(popularity) };
}
