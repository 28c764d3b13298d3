import type { Interactions } from './interactions.ts';

/** What shapes the factorisation besides the data (Rendle et al. 2022). */
export interface AlsSettings {
  /** d, the length of a factor vector. */
  readonly dimensions: number;
  /** α₀: the weight with which every entry, known or not, is drawn to 0. */
  readonly unobservedWeight: number;
  /** λ */
  readonly regularisation: number;
  /** ν: how far regularisation grows with the frequency of a row. */
  readonly frequencyExponent: number;
}

/**
 * Σ v·vᵀ over `count` vectors of length d: the lower triangle of d × d, row-major.
 * `from`, `to` and `into` allow summing in slices.
 */
export function gram(vectors: Float32Array, d: number, from: number, to: number, into: Float64Array): void {
  for (let r = from; r < to; r++) {
    const at = r * d;
    for (let i = 0; i < d; i++) {
      const x = vectors[at + i];
      const row = i * d;
      for (let j = 0; j <= i; j++) into[row + j] += x * vectors[at + j];
    }
  }
}

/** λ · (weights of the row + α₀ · columns)^ν, the regularisation of one row. */
export function rowRegularisation(settings: AlsSettings, weightSum: number, columns: number): number {
  return settings.regularisation * (weightSum + settings.unobservedWeight * columns) ** settings.frequencyExponent;
}

/**
 * Solves single rows of the implicit factorisation exactly: the vector u that, with all column vectors
 * v fixed, minimises Σ p(1 − u·v)² + Σ n(u·v)² + α₀ Σ_all (u·v)² + λ_row |u|²
 * (Hu, Koren, Volinsky 2008; p and n are the row's positive and negative weights). Keeps its work space
 * between rows: d² doubles.
 */
export class RowSolver {
  readonly settings: AlsSettings;
  readonly #a: Float64Array;
  readonly #b: Float64Array;

  constructor(settings: AlsSettings) {
    this.settings = settings;
    this.#a = new Float64Array(settings.dimensions ** 2);
    this.#b = new Float64Array(settings.dimensions);
  }

  /**
   * Solves row `row` of `matrix` against the column vectors (columns × d) with their {@link gram}, and
   * writes it to `out` at `outAt`.
   */
  solve(matrix: Interactions, row: number, vectors: Float32Array, gramian: Float64Array, out: Float32Array, outAt: number): void {
    const { dimensions: d, unobservedWeight } = this.settings;
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
    const ridge = rowRegularisation(this.settings, weightSum, matrix.columns);
    for (let i = 0; i < d; i++) a[i * d + i] += ridge;
    solveInPlace(a, b, d);
    for (let i = 0; i < d; i++) out[outAt + i] = b[i];
  }
}

/**
 * Solves A x = b for a symmetric positive definite A (lower triangle, row-major, d × d) by Cholesky
 * decomposition. A is overwritten by its factor, b by x.
 */
export function solveInPlace(a: Float64Array, b: Float64Array, d: number): void {
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
