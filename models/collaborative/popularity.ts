import type { Interactions } from './interactions.ts';

/** How many listeners liked each column, logarithmically: what everybody is told. */
export function popularity({ columns, indices, positive, negative }: Interactions): Float32Array {
  const listeners = new Float32Array(columns);
  indices.forEach((column, k) => (listeners[column] += positive[k] > negative[k] ? 1 : 0));
  return listeners.map(Math.log1p);
}
