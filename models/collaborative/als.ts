import type { Random } from '../random.ts';
import { type Interactions, transposed } from './interactions.ts';
import { type AlsSettings, gram, rowRegularisation, RowSolver } from './row-solver.ts';

/** Row and column vectors whose products predict the matrix: rows × d and columns × d, row-major. */
export interface Factors {
  readonly rows: Float32Array;
  readonly columns: Float32Array;
}

/** α₀ and λ found robust on listening data of several densities; ν = 1 is Rendle's finding. */
export const DEFAULT_ALS = { unobservedWeight: 0.1, regularisation: 0.01, frequencyExponent: 1 } as const;
export const DEFAULT_EPOCHS = 16;

/** Multiply-adds between two yields: a few milliseconds of work. */
const SLICE = 4_000_000;

/** d for a data size: 8 for a young server to 64, growing with the root of what is known. */
export function dimensionsFor(entries: number): number {
  return 8 * Math.min(8, Math.max(1, Math.round(Math.sqrt(entries) / 32)));
}

/**
 * Implicit alternating least squares (Hu, Koren, Volinsky 2008) with a uniform negative weight and
 * frequency-scaled regularisation (Rendle, Krichene, Zhang, Koren 2022). A generator, so that its caller
 * can do other work in between: it yields the share done (0 to 1) every few milliseconds of work.
 */
export function* trainAls(
  matrix: Interactions,
  settings: AlsSettings,
  random: Random,
  epochs: number = DEFAULT_EPOCHS,
): Generator<number, Factors, void> {
  const d = settings.dimensions;
  const byColumn = transposed(matrix);
  const rows = new Float32Array(matrix.rows * d);
  const columns = initialised(matrix.columns, d, random);
  const solver = new RowSolver(settings);
  for (let epoch = 0; epoch < epochs; epoch++) {
    for (const share of halfEpoch(matrix, columns, rows, solver)) yield (epoch + share / 2) / epochs;
    for (const share of halfEpoch(byColumn, rows, columns, solver)) yield (epoch + (1 + share) / 2) / epochs;
  }
  for (const _ of halfEpoch(matrix, columns, rows, solver)) yield 1;
  return { rows, columns };
}

/** Solves every row of `matrix` against fixed column vectors. */
function* halfEpoch(matrix: Interactions, fixed: Float32Array, solved: Float32Array, solver: RowSolver): Generator<number, void, void> {
  const d = solver.settings.dimensions;
  const gramian = new Float64Array(d * d);
  const block = Math.ceil(SLICE / (d * d));
  for (let from = 0; from < matrix.columns; from += block) {
    gram(fixed, d, from, Math.min(matrix.columns, from + block), gramian);
    yield 0;
  }
  let work = 0;
  for (let row = 0; row < matrix.rows; row++) {
    solver.solve(matrix, row, fixed, gramian, solved, row * d);
    work += ((matrix.pointers[row + 1] - matrix.pointers[row]) * d * d) / 2 + (d * d * d) / 6;
    if (work > SLICE) {
      work = 0;
      yield (row + 1) / matrix.rows;
    }
  }
}

/** Normal with deviation 0.1 / √d, as in Rendle et al. (Box–Muller). */
function initialised(count: number, d: number, random: Random): Float32Array {
  const deviation = 0.1 / Math.sqrt(d);
  return Float32Array.from(
    { length: count * d },
    () => deviation * Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random()),
  );
}

/** The loss that {@link trainAls} lowers with every half epoch. */
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
  const [g, h] = [rows, columns].map((vectors) => {
    const into = new Float64Array(d * d);
    gram(vectors, d, 0, vectors.length / d, into);
    return into;
  });
  let sum = 0;
  for (let i = 0; i < d; i++) {
    for (let j = 0; j <= i; j++) sum += (i === j ? 1 : 2) * g[i * d + j] * h[i * d + j];
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
