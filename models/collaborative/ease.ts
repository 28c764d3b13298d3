import type { Kernels } from '../kernels/kernels.ts';
import { allocateSymmetric } from '../kernels/vectors.ts';
import { entriesThat, type Interactions, transposed } from './interactions.ts';
import { type ItemItem, ItemItemBuilder } from './item-item.ts';

export interface EaseSettings {
  /** λ, greater than 0 */
  readonly ridge: number;
  /** Neighbours kept a column. */
  readonly neighbours: number;
}

/** Of the matrix to invert: 64 MiB, and a few seconds. */
export const MOST_ORDER = 4_096;
/** Multiply-adds that reading all weights out of the dual may cost. */
const MOST_READING = 4e9;

/**
 * EASEᴿ (Steck 2019): the item–item weights B with zero diagonal that minimise |X − X·B|² + λ|B|², in closed form
 * B = I − P·diag(P)⁻¹ with P = (XᵀX + λI)⁻¹. X are the positive weights. With fewer rows than columns the same P comes
 * from the inverse of XXᵀ + λI, by Woodbury's identity, so that the work is cubic in the smaller side. It is solved over
 * the columns of at least two rows, and beyond what can be afforded over those of most rows; the others have no
 * neighbours.
 */
export function ease(kernels: Kernels, matrix: Interactions, settings: EaseSettings): ItemItem {
  const kept = columnsOfMostRows(matrix);
  const part = restricted(matrix, kept);
  const weights = kernels.memory.scope(() => (part.rows < part.columns ? dual(kernels, part, settings) : primal(kernels, part, settings)));
  return spread(weights, kept, matrix.columns);
}

function primal(kernels: Kernels, matrix: Interactions, { ridge, neighbours }: EaseSettings): ItemItem {
  const { columns } = matrix;
  const inverse = invertedGram(kernels, transposed(matrix), matrix, ridge);
  const builder = new ItemItemBuilder(columns, neighbours);
  const row = new Float64Array(columns);
  const all = Int32Array.from(row.keys());
  for (let i = 0; i < columns; i++) {
    for (let j = 0; j < columns; j++) row[j] = i === j ? 0 : -inverse.values[i * inverse.stride + j] / inverse.values[j * inverse.stride + j];
    builder.add(all, row);
  }
  return builder.build();
}

function dual(kernels: Kernels, matrix: Interactions, { ridge, neighbours }: EaseSettings): ItemItem {
  const { rows, columns, pointers, indices, positive } = matrix;
  const byColumn = transposed(matrix);
  const { values: inverse, stride } = invertedGram(kernels, matrix, byColumn, ridge);
  const scale = new Float64Array(columns);
  for (let j = 0; j < columns; j++) {
    let inside = 0;
    for (let a = byColumn.pointers[j]; a < byColumn.pointers[j + 1]; a++) {
      const at = byColumn.indices[a] * stride;
      for (let b = byColumn.pointers[j]; b < byColumn.pointers[j + 1]; b++) {
        inside += byColumn.positive[a] * byColumn.positive[b] * inverse[at + byColumn.indices[b]];
      }
    }
    // λ · P_jj, which is positive; rounding may say otherwise of a column that everybody has.
    scale[j] = 1 / Math.max(1e-6, 1 - inside);
  }
  const builder = new ItemItemBuilder(columns, neighbours);
  const all = Int32Array.from(scale.keys());
  const speaking = new Float32Array(rows);
  const row = new Float32Array(columns);
  for (let i = 0; i < columns; i++) {
    speaking.fill(0);
    for (let a = byColumn.pointers[i]; a < byColumn.pointers[i + 1]; a++) {
      const at = byColumn.indices[a] * stride;
      const x = byColumn.positive[a];
      for (let u = 0; u < rows; u++) speaking[u] += x * inverse[at + u];
    }
    row.fill(0);
    for (let u = 0; u < rows; u++) {
      for (let k = pointers[u]; k < pointers[u + 1]; k++) row[indices[k]] += speaking[u] * positive[k];
    }
    for (let j = 0; j < columns; j++) row[j] = i === j ? 0 : row[j] * scale[j];
    builder.add(all, row);
  }
  return builder.build();
}

/** (A·Aᵀ + ridge · I)⁻¹ over the rows of `matrix`; `byColumn` is its transpose. A view of the kernels' memory. */
function invertedGram(kernels: Kernels, matrix: Interactions, byColumn: Interactions, ridge: number) {
  const gram = allocateSymmetric(kernels.memory, matrix.rows);
  const { stride } = gram;
  const values = kernels.memory.view(gram.block);
  for (let column = 0; column < byColumn.rows; column++) {
    const from = byColumn.pointers[column];
    const to = byColumn.pointers[column + 1];
    for (let a = from; a < to; a++) {
      const at = byColumn.indices[a] * stride;
      for (let b = from; b < to; b++) values[at + byColumn.indices[b]] += byColumn.positive[a] * byColumn.positive[b];
    }
  }
  for (let i = 0; i < matrix.rows; i++) values[i * stride + i] += ridge;
  kernels.invert(gram, ridge);
  return { values: kernels.memory.view(gram.block), stride };
}

/** The columns to solve over, in increasing order. */
function columnsOfMostRows({ rows, columns, indices }: Interactions): Int32Array {
  const entries = new Int32Array(columns);
  for (const column of indices) entries[column]++;
  const shared = Int32Array.from(entries.keys()).filter((column) => entries[column] > 1);
  if (rows <= MOST_ORDER && shared.length * indices.length <= MOST_READING) return shared;
  return shared.sort((a, b) => entries[b] - entries[a] || a - b).slice(0, MOST_ORDER).sort();
}

/** The same rows over the `kept` columns alone, numbered anew. */
function restricted(matrix: Interactions, kept: Int32Array): Interactions {
  const renumbered = new Int32Array(matrix.columns).fill(-1);
  kept.forEach((column, i) => (renumbered[column] = i));
  const part = entriesThat(matrix, (k) => renumbered[matrix.indices[k]] >= 0);
  return { ...part, columns: kept.length, indices: part.indices.map((column) => renumbered[column]) };
}

/** Weights over the `kept` columns as weights over all. */
function spread(weights: ItemItem, kept: Int32Array, columns: number): ItemItem {
  const pointers = new Int32Array(columns + 1);
  kept.forEach((column, i) => (pointers[column + 1] = weights.pointers[i + 1] - weights.pointers[i]));
  for (let column = 0; column < columns; column++) pointers[column + 1] += pointers[column];
  return { columns, pointers, indices: weights.indices.map((column) => kept[column]), values: weights.values };
}
