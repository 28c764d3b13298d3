import type { Kernels } from '../kernels/kernels.ts';
import { allocateVectors, copyVectors, readVectors, type Vectors } from '../kernels/vectors.ts';
import type { Random } from '../random.ts';
import { type Interactions, transposed } from './interactions.ts';
import { type AlsSettings, type LoadedRows, loadRows, RowSolver } from './row-solver.ts';

/** Row and column vectors whose products predict the matrix: rows × d and columns × d, row-major. */
export interface Factors {
  readonly rows: Float32Array;
  readonly columns: Float32Array;
}

export interface Training {
  readonly epochs?: number;
  /** After every epoch, counted from 1; `factors` copies them as they are then. */
  readonly onEpoch?: (epoch: number, factors: () => Factors) => void;
}

/** α₀; and ν = 1, the finding of Rendle et al. */
const UNOBSERVED_WEIGHT = 0.2;
const FREQUENCY_EXPONENT = 1;
/** What λ · α₀ · √(rows · columns), the part of regularisation that everybody has, is kept at. */
const COMMON_REGULARISATION = 4;
const MOST_REGULARISATION = 0.1;
export const DEFAULT_EPOCHS = 16;

/** Multiply-adds between two yields: a few milliseconds of work. */
const SLICE = 20_000_000;

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
 * frequency-scaled regularisation (Rendle, Krichene, Zhang, Koren 2022). Blocks its thread for as long as it
 * takes: see {@link alsTraining} for a thread that has other work.
 */
export function trainAls(kernels: Kernels, matrix: Interactions, settings: AlsSettings, random: Random, training: Training = {}): Factors {
  const steps = alsTraining(kernels, matrix, settings, random, training);
  let step = steps.next();
  while (!step.done) step = steps.next();
  return step.value;
}

/**
 * {@link trainAls} in steps of a few milliseconds; preparing one side for the other, O(count · d²), is one step. Until it has returned, nothing else may allocate in these kernels;
 * then, or when it is given up by `return()`, their memory is as it was.
 */
export function* alsTraining(
  kernels: Kernels,
  matrix: Interactions,
  settings: AlsSettings,
  random: Random,
  { epochs = DEFAULT_EPOCHS, onEpoch }: Training = {},
): Generator<void, Factors, void> {
  const { memory } = kernels;
  const mark = memory.mark();
  try {
    const d = settings.dimensions;
    const byColumn = transposed(matrix);
    const entriesOfRow = loadRows(kernels, matrix, settings);
    const entriesOfColumn = loadRows(kernels, byColumn, settings);
    const rows = allocateVectors(memory, matrix.rows, d);
    const columns = copyVectors(memory, yield* initialVectors(matrix.columns, d, random), d);
    const solver = new RowSolver(kernels, settings);
    const factors = (): Factors => ({ rows: readVectors(memory, rows), columns: readVectors(memory, columns) });
    yield* solveRows(solver, matrix, entriesOfRow, columns, rows);
    for (let epoch = 1; epoch <= epochs; epoch++) {
      yield* solveRows(solver, byColumn, entriesOfColumn, rows, columns);
      yield* solveRows(solver, matrix, entriesOfRow, columns, rows);
      onEpoch?.(epoch, factors);
    }
    return factors();
  } finally {
    memory.release(mark);
  }
}

/** Solves every row against fixed column vectors. */
function* solveRows(solver: RowSolver, { rows, pointers }: Interactions, entries: LoadedRows, fixed: Vectors, solved: Vectors): Generator<void> {
  solver.prepare(fixed);
  yield;
  const d = fixed.dimensions;
  let work = 0;
  let from = 0;
  for (let row = 0; row < rows; row++) {
    const count = pointers[row + 1] - pointers[row];
    const most = Math.max(count, d);
    const least = Math.min(count, d);
    work += (least * least * (most + least / 3)) / 2 + count * d;
    if (work < SLICE && row + 1 < rows) continue;
    solver.solve(entries, fixed, solved, from, row + 1);
    from = row + 1;
    work = 0;
    yield;
  }
}

/** count × d, normal with deviation 0.1 / √d, as in Rendle et al. (Box–Muller). */
function* initialVectors(count: number, d: number, random: Random): Generator<void, Float32Array, void> {
  const vectors = new Float32Array(count * d);
  const deviation = 0.1 / Math.sqrt(d);
  for (let i = 0; i < vectors.length; i++) {
    vectors[i] = deviation * Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    if (i % 100_000 === 99_999) yield;
  }
  return vectors;
}
