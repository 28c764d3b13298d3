import type { Factors } from '../../../models/collaborative/als.ts';
import { type Interactions, transposed } from '../../../models/collaborative/interactions.ts';
import { type AlsSettings, rowRegularisation } from '../../../models/collaborative/row-solver.ts';

/**
 * What training lowers with every half epoch: Σ p(1 − u·v)² + Σ n(u·v)² + α₀ Σ_all (u·v)² + Σ λ_row |u|²
 * + Σ λ_column |v|² (Rendle et al. 2022). In double precision and without haste: for checks.
 */
export function alsLoss(matrix: Interactions, factors: Factors, settings: AlsSettings): number {
  const d = settings.dimensions;
  let loss = 0;
  for (let row = 0; row < matrix.rows; row++) {
    for (let k = matrix.pointers[row]; k < matrix.pointers[row + 1]; k++) {
      const x = product(factors, row, matrix.indices[k], d);
      loss += matrix.positive[k] * (1 - x) ** 2 + matrix.negative[k] * x ** 2;
    }
  }
  return (
    loss +
    settings.unobservedWeight * sumOfSquaredProducts(factors, d) +
    regularisation(matrix, factors.rows, settings) +
    regularisation(transposed(matrix), factors.columns, settings)
  );
}

function product(factors: Factors, row: number, column: number, d: number): number {
  let sum = 0;
  for (let i = 0; i < d; i++) sum += factors.rows[row * d + i] * factors.columns[column * d + i];
  return sum;
}

/** Σ over all pairs of (u·v)², by the two Gram matrices. */
function sumOfSquaredProducts({ rows, columns }: Factors, d: number): number {
  const g = gram(rows, d);
  const h = gram(columns, d);
  return g.reduce((sum, x, i) => sum + x * h[i], 0);
}

/** Σ v·vᵀ, d × d. */
function gram(vectors: Float32Array, d: number): Float64Array {
  const sum = new Float64Array(d * d);
  for (let at = 0; at < vectors.length; at += d) {
    for (let i = 0; i < d; i++) {
      for (let j = 0; j < d; j++) sum[i * d + j] += vectors[at + i] * vectors[at + j];
    }
  }
  return sum;
}

function regularisation(matrix: Interactions, vectors: Float32Array, settings: AlsSettings): number {
  const d = settings.dimensions;
  let sum = 0;
  for (let row = 0; row < matrix.rows; row++) {
    let weights = 0;
    for (let k = matrix.pointers[row]; k < matrix.pointers[row + 1]; k++) weights += matrix.positive[k] + matrix.negative[k];
    let squares = 0;
    for (let i = row * d; i < (row + 1) * d; i++) squares += vectors[i] ** 2;
    sum += rowRegularisation(settings, weights, matrix.columns) * squares;
  }
  return sum;
}
