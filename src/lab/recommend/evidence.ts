import type { Interactions } from '../../../models/collaborative/interactions.ts';
import type { Interaction } from '../../../models/scorer.ts';
import type { CountMatrix } from './count-matrix.ts';

/**
 * Counts as evidence, log(1 + count) in favour of each entry: the tenth time tells less than the first. A count of 0
 * is no evidence.
 */
export function evidenceOf(matrix: CountMatrix): { readonly listens: Interactions; readonly times: Float64Array | null } {
  const counted = (_: number, k: number) => matrix.counts[k] > 0;
  const pointers = new Int32Array(matrix.rows + 1);
  for (let row = 0; row < matrix.rows; row++) {
    pointers[row + 1] = pointers[row];
    for (let k = matrix.pointers[row]; k < matrix.pointers[row + 1]; k++) if (matrix.counts[k] > 0) pointers[row + 1]++;
  }
  const positive = Float32Array.from(matrix.counts.filter(counted), Math.log1p);
  return {
    listens: {
      rows: matrix.rows,
      columns: matrix.columns,
      pointers,
      indices: matrix.indices.filter(counted),
      positive,
      negative: new Float32Array(positive.length),
    },
    times: matrix.times?.filter(counted) ?? null,
  };
}

/** The evidence that one row is. */
export function historyOf(matrix: CountMatrix, row: number): readonly Interaction[] {
  const history: Interaction[] = [];
  for (let k = matrix.pointers[row]; k < matrix.pointers[row + 1]; k++) {
    if (matrix.counts[k] > 0) history.push({ column: matrix.indices[k], positive: Math.log1p(matrix.counts[k]), negative: 0 });
  }
  return history;
}
