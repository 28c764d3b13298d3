import type { Interactions } from './interactions.ts';

/**
 * Another view of the columns than who heard them: attributes × columns. A tag, an artist or an album is an
 * attribute of its tracks.
 */
export interface View {
  readonly name: string;
  readonly matrix: Interactions;
}

/** An attribute that only one column has tells nothing about others. */
const LEAST_COLUMNS = 2;

/**
 * The listens, and below them every attribute as if it were one more listener, its entries times `weight`. What is
 * trained on this matrix gives a column that nobody has heard a place among those it shares attributes with, and
 * one that few have heard is drawn there: the back-off from track to artist, album and tag. (Collective matrix
 * factorisation, Singh & Gordon 2008; for item–item models, Jeunen et al. 2020.)
 *
 * @param weight 0 leaves the views out
 */
export function withViews(listens: Interactions, views: readonly View[], weight: number): Interactions {
  if (weight <= 0) return listens;
  const attributes = views.flatMap(({ matrix }) =>
    Array.from({ length: matrix.rows }, (_, row) => [matrix, matrix.pointers[row], matrix.pointers[row + 1]] as const).filter(
      ([, from, to]) => to - from >= LEAST_COLUMNS,
    ),
  );
  const known = listens.indices.length;
  const size = attributes.reduce((sum, [, from, to]) => sum + to - from, known);
  const pointers = new Int32Array(listens.rows + attributes.length + 1);
  const indices = new Int32Array(size);
  const positive = new Float32Array(size);
  const negative = new Float32Array(size);
  pointers.set(listens.pointers);
  indices.set(listens.indices);
  positive.set(listens.positive);
  negative.set(listens.negative);
  let at = known;
  attributes.forEach(([matrix, from, to], i) => {
    indices.set(matrix.indices.subarray(from, to), at);
    for (let k = from; k < to; k++) positive[at++] = weight * matrix.positive[k];
    pointers[listens.rows + i + 1] = at;
  });
  return { rows: listens.rows + attributes.length, columns: listens.columns, pointers, indices, positive, negative };
}
