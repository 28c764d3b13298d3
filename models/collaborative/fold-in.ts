import type { Kernels } from '../kernels/kernels.ts';
import type { Block } from '../kernels/memory.ts';
import { allocateVectors, copyVectors, strideOf, type Vectors } from '../kernels/vectors.ts';
import { type Interaction, interactionsOf } from './interactions.ts';
import { type AlsSettings, loadRows, RowSolver } from './row-solver.ts';

/**
 * Places listeners in a trained factorisation from their history alone: with the track vectors fixed, a
 * listener's vector has an exact solution, the same as the row that training would end with. Costs
 * O(min(entries, d)² · max(entries, d)), so it can follow every event.
 */
export class FoldIn {
  readonly #kernels: Kernels;
  readonly #settings: AlsSettings;
  readonly #vectors: Vectors;
  readonly #solver: RowSolver;
  /** d × d, one a row. The kernels' vectors are turned to these; the caller's are not. */
  readonly #axes: Float32Array;
  readonly #solved: Vectors;
  readonly #query: Block<'f32'>;
  readonly #scores: Block<'f32'>;

  /**
   * @param kernels keep a turned copy of the vectors as long as they live
   * @param vectors the trained columns × d
   */
  constructor(kernels: Kernels, vectors: Float32Array, settings: AlsSettings) {
    const { memory } = kernels;
    this.#kernels = kernels;
    this.#settings = settings;
    this.#vectors = copyVectors(memory, vectors, settings.dimensions);
    this.#solver = new RowSolver(kernels, settings);
    this.#axes = this.#solver.prepare(this.#vectors).axes;
    this.#solved = allocateVectors(memory, 1, settings.dimensions);
    this.#query = memory.allocate('f32', strideOf(settings.dimensions));
    this.#scores = memory.allocate('f32', this.#vectors.count);
  }

  /** The listener's vector, length d; all zero when nothing is known. */
  solve(history: readonly Interaction[]): Float32Array {
    const { memory } = this.#kernels;
    const turned = memory.scope(() => {
      const rows = loadRows(this.#kernels, interactionsOf(this.#vectors.count, [history]), this.#settings);
      this.#solver.solve(rows, this.#vectors, this.#solved, 0, 1);
      return memory.view(this.#solved.block);
    });
    const d = this.#settings.dimensions;
    const vector = new Float32Array(d);
    for (let axis = 0; axis < d; axis++) {
      for (let i = 0; i < d; i++) vector[i] += turned[axis] * this.#axes[axis * d + i];
    }
    return vector;
  }

  /** u·v for all columns, to `out`. */
  scores(vector: Float32Array, out: Float32Array): void {
    this.#score(vector);
    out.set(this.#kernels.memory.view(this.#scores));
  }

  /** The k columns of the highest u·v, best first, without the `excluded`. */
  topK(vector: Float32Array, k: number, excluded: Iterable<number> = []): Int32Array {
    this.#score(vector);
    const scores = this.#kernels.memory.view(this.#scores);
    for (const column of excluded) scores[column] = -Infinity;
    return this.#kernels.topK(this.#scores, k);
  }

  #score(vector: Float32Array): void {
    const d = this.#settings.dimensions;
    const query = this.#kernels.memory.view(this.#query);
    for (let axis = 0; axis < d; axis++) {
      let sum = 0;
      for (let i = 0; i < d; i++) sum += vector[i] * this.#axes[axis * d + i];
      query[axis] = sum;
    }
    this.#kernels.scores(this.#query, this.#vectors, this.#scores);
  }
}
