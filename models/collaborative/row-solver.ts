import type { Kernels, WeightedRows } from '../kernels/kernels.ts';
import type { Block } from '../kernels/memory.ts';
import { type PrincipalAxes, turnToPrincipalAxes } from '../kernels/principal-axes.ts';
import { strideOf, type Vectors } from '../kernels/vectors.ts';
import type { Interactions } from './interactions.ts';

/** What shapes the factorisation besides the data (Rendle et al. 2022). */
export interface AlsSettings {
  /** d, the length of a factor vector. */
  readonly dimensions: number;
  /** α₀: the weight with which every entry, known or not, is drawn to 0. */
  readonly unobservedWeight: number;
  /** λ, greater than 0 */
  readonly regularisation: number;
  /** ν: how far regularisation grows with the frequency of a row. */
  readonly frequencyExponent: number;
}

/** λ · (weights of the row + α₀ · columns)^ν, the regularisation of one row. */
export function rowRegularisation(settings: AlsSettings, weightSum: number, columns: number): number {
  return settings.regularisation * (weightSum + settings.unobservedWeight * columns) ** settings.frequencyExponent;
}

/** Evidence in the memory of kernels. */
export interface LoadedRows extends WeightedRows {
  /** {@link rowRegularisation} of each row. */
  readonly ridge: Block<'f32'>;
}

/** Copies evidence to the kernels, with each row's regularisation. */
export function loadRows({ memory }: Kernels, matrix: Interactions, settings: AlsSettings): LoadedRows {
  const ridge = new Float32Array(matrix.rows);
  for (let row = 0; row < matrix.rows; row++) {
    let weights = 0;
    for (let k = matrix.pointers[row]; k < matrix.pointers[row + 1]; k++) weights += matrix.positive[k] + matrix.negative[k];
    ridge[row] = rowRegularisation(settings, weights, matrix.columns);
  }
  return {
    pointers: memory.copy('i32', matrix.pointers),
    indices: memory.copy('i32', matrix.indices),
    positive: memory.copy('f32', matrix.positive),
    negative: memory.copy('f32', matrix.negative),
    ridge: memory.copy('f32', ridge),
  };
}

/**
 * Solves rows of the implicit factorisation exactly: the vector u that, with all column vectors v fixed, minimises
 * Σ p(1 − u·v)² + Σ n(u·v)² + α₀ Σ_all (u·v)² + λ_row |u|² (Hu, Koren, Volinsky 2008; p and n are the row's positive
 * and negative weights). The column vectors are turned to their principal axes first, which changes no product but
 * makes what all rows have in common, α₀ Σ_all v·vᵀ, diagonal: only then has a row with few entries a small system.
 */
export class RowSolver {
  readonly #kernels: Kernels;
  readonly #settings: AlsSettings;
  readonly #diagonal: Block<'f32'>;

  /** @throws RangeError unless λ is greater than 0 */
  constructor(kernels: Kernels, settings: AlsSettings) {
    if (!(settings.regularisation > 0)) throw new RangeError('Factors need a regularisation greater than 0.');
    this.#kernels = kernels;
    this.#settings = settings;
    this.#diagonal = kernels.memory.allocate('f32', strideOf(settings.dimensions));
  }

  /** Turns the column vectors, in place; call it whenever they have changed. */
  prepare(columns: Vectors): PrincipalAxes {
    const axes = turnToPrincipalAxes(this.#kernels, columns);
    const diagonal = this.#kernels.memory.view(this.#diagonal);
    axes.spread.forEach((spread, i) => (diagonal[i] = this.#settings.unobservedWeight * spread));
    return axes;
  }

  /** Solves rows `from` … `to` − 1 into `solved`, against columns that are prepared. */
  solve(rows: LoadedRows, columns: Vectors, solved: Vectors, from: number, to: number): void {
    this.#kernels.solveRows({ rows, vectors: columns, diagonal: this.#diagonal, ridge: rows.ridge, solved }, from, to);
  }
}
