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

const DEFAULT_EPOCHS = 16;

/**
 * Implicit alternating least squares (Hu, Koren, Volinsky 2008) with a uniform negative weight and
 * frequency-scaled regularisation (Rendle, Krichene, Zhang, Koren 2022). Blocks its thread for as long as it takes;
 * afterwards the memory of the kernels is as it was.
 */
export function trainAls(kernels: Kernels, matrix: Interactions, settings: AlsSettings, random: Random, training: Training = {}): Factors {
  const { epochs = DEFAULT_EPOCHS, onEpoch } = training;
  const { memory } = kernels;
  return memory.scope(() => {
    const d = settings.dimensions;
    const entriesOfRow = loadRows(kernels, matrix, settings);
    const entriesOfColumn = loadRows(kernels, transposed(matrix), settings);
    const rows = allocateVectors(memory, matrix.rows, d);
    const columns = copyVectors(memory, initialVectors(matrix.columns, d, random), d);
    const solver = new RowSolver(kernels, settings);
    const solve = (entries: LoadedRows, fixed: Vectors, solved: Vectors): void => {
      solver.prepare(fixed);
      solver.solve(entries, fixed, solved, 0, solved.count);
    };
    const factors = (): Factors => ({ rows: readVectors(memory, rows), columns: readVectors(memory, columns) });
    solve(entriesOfRow, columns, rows);
    for (let epoch = 1; epoch <= epochs; epoch++) {
      solve(entriesOfColumn, rows, columns);
      solve(entriesOfRow, columns, rows);
      onEpoch?.(epoch, factors);
    }
    return factors();
  });
}

/** count × d, normal with deviation 0.1 / √d, as in Rendle et al. (Box–Muller). */
function initialVectors(count: number, d: number, random: Random): Float32Array {
  const deviation = 0.1 / Math.sqrt(d);
  return new Float32Array(count * d).map(() => deviation * Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random()));
}
