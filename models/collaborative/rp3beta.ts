import { type Interactions, transposed } from './interactions.ts';
import { type ItemItem, ItemItemBuilder } from './item-item.ts';

export interface Rp3BetaSettings {
  /** α: sharpens (> 1) or flattens the probability of a walk. */
  readonly walkExponent: number;
  /** β: how far the popularity of where the walk ends is taken out. */
  readonly popularityExponent: number;
  /** Neighbours kept a column. */
  readonly neighbours: number;
}

/**
 * RP³β (Paudel, Christoffel, Newell, Bernstein 2017): the probability that a random walk of three steps – from a
 * track to somebody who heard it, to another track of theirs – ends at that track, to the power of α, divided by its
 * popularity to the power of β. Evidence against a track is not walked. Costs one step for every two tracks of
 * every row.
 *
 * @param matrix rows × columns; a step is taken in proportion to positive weights
 */
export function rp3beta(matrix: Interactions, settings: Rp3BetaSettings): ItemItem {
  const { columns } = matrix;
  const byColumn = transposed(matrix);
  const rowMass = masses(matrix);
  const columnMass = masses(byColumn);
  const discount = columnMass.map((mass) => (mass > 0 ? mass ** -settings.popularityExponent : 0));
  const builder = new ItemItemBuilder(columns, settings.neighbours);
  const arriving = new Float64Array(columns);
  const reached = new Int32Array(columns);
  for (let column = 0; column < columns; column++) {
    let count = 0;
    for (let a = byColumn.pointers[column]; a < byColumn.pointers[column + 1]; a++) {
      const row = byColumn.indices[a];
      if (byColumn.positive[a] <= 0) continue;
      const step = byColumn.positive[a] / columnMass[column] / rowMass[row];
      for (let b = matrix.pointers[row]; b < matrix.pointers[row + 1]; b++) {
        const end = matrix.indices[b];
        if (end === column || matrix.positive[b] <= 0) continue;
        if (arriving[end] === 0) reached[count++] = end;
        arriving[end] += step * matrix.positive[b];
      }
    }
    const ends = reached.subarray(0, count);
    if (settings.walkExponent !== 1) for (const end of ends) arriving[end] **= settings.walkExponent;
    for (const end of ends) arriving[end] *= discount[end];
    builder.add(ends, arriving);
    for (const end of ends) arriving[end] = 0;
  }
  return builder.build();
}

/** Σ positive, by row. */
function masses({ rows, pointers, positive }: Interactions): Float64Array {
  const sums = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    for (let k = pointers[row]; k < pointers[row + 1]; k++) sums[row] += positive[k];
  }
  return sums;
}
