import type { Random } from '../random.ts';
import { type Interactions, transposed } from './interactions.ts';
import { type AlsSettings, gram, RowSolver } from './row-solver.ts';

/** Row and column vectors whose products predict the matrix: rows × d and columns × d, row-major. */
export interface Factors {
  readonly rows: Float32Array;
  readonly columns: Float32Array;
}

export interface TrainedFactors extends Factors {
  /** {@link gram} of the column vectors, for folding rows in. */
  readonly gramian: Float64Array;
}

/** α₀; and ν = 1, the finding of Rendle et al. */
const UNOBSERVED_WEIGHT = 0.2;
const FREQUENCY_EXPONENT = 1;
/** What λ · α₀ · √(rows · columns), the part of regularisation that everybody has, is kept at. */
const COMMON_REGULARISATION = 4;
const MOST_REGULARISATION = 0.1;
export const DEFAULT_EPOCHS = 16;

/** Multiply-adds between two yields: a few milliseconds of work. */
const SLICE = 4_000_000;

/**
 * Settings for data of this size. A constant λ that is right for a thousand listeners overfits ten, and the
 * other way round: these rules were best or level at 10, 30, 100, 300 and 1,900 listeners of one data set.
 */
export function alsSettingsFor({ rows, columns, indices }: Interactions): AlsSettings {
  return {
    dimensions: dimensionsFor(indices.length),
    unobservedWeight: UNOBSERVED_WEIGHT,
    regularisation: Math.min(MOST_REGULARISATION, COMMON_REGULARISATION / (UNOBSERVED_WEIGHT * Math.sqrt(rows * columns))),
    frequencyExponent: FREQUENCY_EXPONENT,
  };
}

/** d: 8 for a young server to 64, growing with the root of the known entries. */
export function dimensionsFor(entries: number): number {
  return 8 * Math.min(8, Math.max(1, Math.round(Math.sqrt(entries) / 24)));
}

/**
 * Implicit alternating least squares (Hu, Koren, Volinsky 2008) with a uniform negative weight and
 * frequency-scaled regularisation (Rendle, Krichene, Zhang, Koren 2022). A generator, so that its caller
 * can do other work in between: it yields every few milliseconds of work.
 */
export function* trainAls(
  matrix: Interactions,
  settings: AlsSettings,
  random: Random,
  epochs: number = DEFAULT_EPOCHS,
): Generator<void, TrainedFactors, void> {
  const d = settings.dimensions;
  const byColumn = transposed(matrix);
  const rows = new Float32Array(matrix.rows * d);
  const columns = new Float32Array(matrix.columns * d);
  yield* initialise(columns, d, random);
  const solver = new RowSolver(settings);
  for (let epoch = 0; epoch < epochs; epoch++) {
    yield* solveRows(matrix, columns, rows, solver);
    yield* solveRows(byColumn, rows, columns, solver);
  }
  const gramian = yield* solveRows(matrix, columns, rows, solver);
  return { rows, columns, gramian };
}

/** Solves every row of `matrix` against fixed column vectors; returns their Gram matrix. */
function* solveRows(matrix: Interactions, fixed: Float32Array, solved: Float32Array, solver: RowSolver): Generator<void, Float64Array, void> {
  const d = solver.settings.dimensions;
  const gramian = new Float64Array(d * d);
  const block = Math.ceil(SLICE / (d * d));
  for (let from = 0; from < matrix.columns; from += block) {
    gram(fixed, d, from, Math.min(matrix.columns, from + block), gramian);
    yield;
  }
  let work = 0;
  for (let row = 0; row < matrix.rows; row++) {
    solver.solve(matrix, row, fixed, gramian, solved, row * d);
    work += ((matrix.pointers[row + 1] - matrix.pointers[row]) * d * d) / 2 + (d * d * d) / 6;
    if (work > SLICE) {
      work = 0;
      yield;
    }
  }
  return gramian;
}

/** Normal with deviation 0.1 / √d, as in Rendle et al. (Box–Muller). */
function* initialise(vectors: Float32Array, d: number, random: Random): Generator<void, void, void> {
  const deviation = 0.1 / Math.sqrt(d);
  for (let i = 0; i < vectors.length; i++) {
    vectors[i] = deviation * Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    if (i % 100_000 === 99_999) yield;
  }
}
