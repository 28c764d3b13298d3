import type { Interaction } from '../scorer.ts';

/**
 * Evidence of rows about columns (listeners about tracks, or transposed), compressed by rows (CSR):
 * the entries of row r lie at `pointers[r]` … `pointers[r + 1] − 1`.
 */
export interface Interactions {
  readonly rows: number;
  readonly columns: number;
  /** rows + 1 */
  readonly pointers: Int32Array;
  readonly indices: Int32Array;
  /** Weight with which the entry is wanted to be 1. */
  readonly positive: Float32Array;
  /** Weight with which the entry is wanted to be 0, beyond what every unknown entry has. */
  readonly negative: Float32Array;
}

/** Compresses one list of entries a row; entries without any weight are left out. */
export function interactionsOf(columns: number, entriesOfRow: readonly (readonly Interaction[])[]): Interactions {
  const rows = entriesOfRow.map((entries) => entries.filter((entry) => entry.positive > 0 || entry.negative > 0));
  const pointers = new Int32Array(rows.length + 1);
  rows.forEach((entries, row) => (pointers[row + 1] = pointers[row] + entries.length));
  const entries = rows.flat();
  return {
    rows: rows.length,
    columns,
    pointers,
    indices: Int32Array.from(entries, (entry) => entry.column),
    positive: Float32Array.from(entries, (entry) => entry.positive),
    negative: Float32Array.from(entries, (entry) => entry.negative),
  };
}

/** The entries that stay, by their number, over the same rows and columns. */
export function entriesThat(matrix: Interactions, stay: (entry: number) => boolean): Interactions {
  const { rows, columns, indices, positive, negative } = matrix;
  const stays = Uint8Array.from(indices, (_, k) => (stay(k) ? 1 : 0));
  const pointers = new Int32Array(rows + 1);
  for (let row = 0; row < rows; row++) {
    pointers[row + 1] = pointers[row];
    for (let k = matrix.pointers[row]; k < matrix.pointers[row + 1]; k++) pointers[row + 1] += stays[k];
  }
  const staying = (_: number, k: number) => stays[k] === 1;
  return { rows, columns, pointers, indices: indices.filter(staying), positive: positive.filter(staying), negative: negative.filter(staying) };
}

/** The same evidence by columns (counting sort, O(entries)). */
export function transposed(matrix: Interactions): Interactions {
  const { rows, columns, indices } = matrix;
  const pointers = new Int32Array(columns + 1);
  for (const column of indices) pointers[column + 1]++;
  for (let c = 0; c < columns; c++) pointers[c + 1] += pointers[c];
  const next = pointers.slice();
  const result = {
    rows: columns,
    columns: rows,
    pointers,
    indices: new Int32Array(indices.length),
    positive: new Float32Array(indices.length),
    negative: new Float32Array(indices.length),
  };
  for (let row = 0; row < rows; row++) {
    for (let k = matrix.pointers[row]; k < matrix.pointers[row + 1]; k++) {
      const to = next[indices[k]]++;
      result.indices[to] = row;
      result.positive[to] = matrix.positive[k];
      result.negative[to] = matrix.negative[k];
    }
  }
  return result;
}
