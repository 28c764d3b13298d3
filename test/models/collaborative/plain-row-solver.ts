import type { Interactions } from '../../../models/collaborative/interactions.ts';
import { type AlsSettings, rowRegularisation } from '../../../models/collaborative/row-solver.ts';

/** Σ v·vᵀ over vectors of length d: the lower triangle of d × d, row-major. */
export function plainGram(vectors: Float32Array, d: number): Float64Array {
  const sum = new Float64Array(d * d);
  for (let at = 0; at < vectors.length; at += d) {
    for (let i = 0; i < d; i++) {
      const x = vectors[at + i];
      const row = i * d;
      for (let j = 0; j <= i; j++) sum[row + j] += x * vectors[at + j];
    }
  }
  return sum;
}

/** The textbook's way of solving rows, over plain typed arrays in double precision: what the kernels are held against. */
export class PlainRowSolver {
  readonly #settings: AlsSettings;
  readonly #a: Float64Array;
  readonly #b: Float64Array;

  constructor(settings: AlsSettings) {
    this.#settings = settings;
    this.#a = new Float64Array(settings.dimensions ** 2);
    this.#b = new Float64Array(settings.dimensions);
  }

  /** The vector of a row, which is overwritten by the next; `gramian` as {@link plainGram} makes it. */
  solve(matrix: Interactions, row: number, vectors: Float32Array, gramian: Float64Array): Float64Array {
    const { dimensions: d, unobservedWeight } = this.#settings;
    const a = this.#a;
    const b = this.#b;
    for (let i = 0; i < a.length; i++) a[i] = unobservedWeight * gramian[i];
    b.fill(0);
    let weightSum = 0;
    for (let k = matrix.pointers[row]; k < matrix.pointers[row + 1]; k++) {
      const positive = matrix.positive[k];
      const weight = positive + matrix.negative[k];
      weightSum += weight;
      const at = matrix.indices[k] * d;
      for (let i = 0; i < d; i++) {
        const x = vectors[at + i];
        b[i] += positive * x;
        const wx = weight * x;
        const ai = i * d;
        for (let j = 0; j <= i; j++) a[ai + j] += wx * vectors[at + j];
      }
    }
    const ridge = rowRegularisation(this.#settings, weightSum, matrix.columns);
    for (let i = 0; i < d; i++) a[i * d + i] += ridge;
    solvePlainly(a, b, d);
    return b;
  }
}

/**
 * Solves A x = b for a symmetric positive definite A (lower triangle, row-major, d × d) by Cholesky
 * decomposition. A is overwritten by its factor, b by x.
 */
export function solvePlainly(a: Float64Array, b: Float64Array, d: number): void {
  for (let i = 0; i < d; i++) {
    const ai = i * d;
    for (let j = 0; j <= i; j++) {
      const aj = j * d;
      let sum = a[ai + j];
      for (let k = 0; k < j; k++) sum -= a[ai + k] * a[aj + k];
      a[ai + j] = i === j ? Math.sqrt(sum) : sum / a[aj + j];
    }
  }
  for (let i = 0; i < d; i++) {
    let sum = b[i];
    for (let k = 0; k < i; k++) sum -= a[i * d + k] * b[k];
    b[i] = sum / a[i * d + i];
  }
  for (let i = d - 1; i >= 0; i--) {
    const x = (b[i] /= a[i * d + i]);
    for (let k = 0; k < i; k++) b[k] -= a[i * d + k] * x;
  }
}
