import type { Kernels } from '../kernels/kernels.ts';
import type { Block } from '../kernels/memory.ts';
import { allocateSymmetric, allocateVectors, copyVectors, readVectors, type Vectors } from '../kernels/vectors.ts';
import { interactionsOf } from './interactions.ts';
import type { Interaction } from '../scorer.ts';
import { type AlsSettings, loadRows, rowRegularisation, RowSolver } from './row-solver.ts';

/** What a listener's vector was solved from, ready to be asked about any column. */
export interface FactoredSystem {
  readonly history: readonly Interaction[];
  /** The Cholesky factor of A, in the vectors' principal axes; stride × stride. */
  readonly factor: Float32Array;
}

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
  /** One a row. The kernels' copy of the vectors is turned to these; the caller's are not. */
  readonly #axes: Vectors;
  /** What every listener's system has on its diagonal before their own evidence, length d. */
  readonly #common: Float64Array;
  readonly #query: Block<'f32'>;
  readonly #turned: Block<'f32'>;
  readonly #scores: Block<'f32'>;

  /**
   * @param kernels hold a copy of the vectors as long as they live
   * @param vectors the trained columns × d
   */
  constructor(kernels: Kernels, vectors: Float32Array, settings: AlsSettings) {
    const { memory } = kernels;
    const d = settings.dimensions;
    this.#kernels = kernels;
    this.#settings = settings;
    this.#vectors = copyVectors(memory, vectors, d);
    this.#solver = new RowSolver(kernels, settings);
    const { stride, count } = this.#vectors;
    this.#axes = allocateVectors(memory, stride, d);
    const { axes, spread } = this.#solver.prepare(this.#vectors);
    this.#common = spread.map((x) => settings.unobservedWeight * x);
    for (let axis = 0; axis < d; axis++) memory.view(this.#axes.block).set(axes.subarray(axis * d, (axis + 1) * d), axis * stride);
    this.#query = memory.allocate('f32', stride);
    this.#turned = memory.allocate('f32', stride);
    this.#scores = memory.allocate('f32', count);
  }

  /** The listener's vector, length d; all zero when nothing is known. */
  solve(history: readonly Interaction[]): Float32Array {
    const { memory } = this.#kernels;
    return memory.scope(() => {
      const rows = loadRows(this.#kernels, interactionsOf(this.#vectors.count, [history]), this.#settings);
      const solved = allocateVectors(memory, 1, this.#settings.dimensions);
      this.#solver.solve(rows, this.#vectors, solved, 0, 1);
      this.#kernels.rotate(solved, this.#axes.block);
      return readVectors(memory, solved);
    });
  }

  /** u·v for all columns, to `out`. */
  scores(vector: Float32Array, out: Float32Array): void {
    out.set(this.#score(vector));
  }

  /** The k columns of the highest u·v, best first, without the `excluded`. */
  topK(vector: Float32Array, k: number, excluded: Iterable<number> = []): Int32Array {
    const scores = this.#score(vector);
    for (const column of excluded) scores[column] = -Infinity;
    return this.#kernels.topK(this.#scores, k);
  }

  /** The system A u = Σ p·vᵢ that {@link solve} solves, factored once for many questions. */
  factored(history: readonly Interaction[]): FactoredSystem {
    const { memory } = this.#kernels;
    return memory.scope(() => {
      const { stride, dimensions, count } = this.#vectors;
      const heard = allocateVectors(memory, history.length, dimensions);
      const system = allocateSymmetric(memory, dimensions);
      const vectors = memory.view(this.#vectors.block);
      const rows = memory.view(heard.block);
      let weights = 0;
      history.forEach(({ column, positive, negative }, entry) => {
        const root = Math.sqrt(positive + negative);
        for (let i = 0; i < dimensions; i++) rows[entry * stride + i] = root * vectors[column * stride + i];
        weights += positive + negative;
      });
      const ridge = rowRegularisation(this.#settings, weights, count);
      const gram = memory.view(this.#kernels.gram(heard));
      const matrix = memory.view(system.block);
      for (let k = 0; k < matrix.length; k++) matrix[k] += gram[k];
      for (let i = 0; i < dimensions; i++) matrix[i * stride + i] += this.#common[i] + ridge;
      this.#kernels.cholesky(system, ridge);
      return { history, factor: memory.view(system.block).slice() };
    });
  }

  /**
   * How much each entry of the history adds to u·v of the column (Hu, Koren, Volinsky 2008, section 5): with
   * u = A⁻¹ Σ p·vᵢ, the product is Σ p · vᵀA⁻¹vᵢ. What speaks against a column adds nothing itself, but is in A.
   */
  contributions({ history, factor }: FactoredSystem, column: number): Float64Array {
    const { memory } = this.#kernels;
    return memory.scope(() => {
      const { stride, dimensions } = this.#vectors;
      const system = allocateSymmetric(memory, dimensions);
      const toward = memory.allocate('f32', stride);
      const vectors = memory.view(this.#vectors.block);
      memory.view(system.block).set(factor);
      memory.view(toward).set(vectors.subarray(column * stride, (column + 1) * stride));
      this.#kernels.solve(system, toward);
      const solved = memory.view(toward);
      return Float64Array.from(history, ({ column: heard, positive }) => {
        let sum = 0;
        for (let i = 0; i < dimensions; i++) sum += solved[i] * vectors[heard * stride + i];
        return positive * sum;
      });
    });
  }

  #score(vector: Float32Array): Float32Array {
    const { memory } = this.#kernels;
    memory.view(this.#query).set(vector);
    this.#kernels.scores(this.#query, this.#axes, this.#turned);
    this.#kernels.scores(this.#turned, this.#vectors, this.#scores);
    return memory.view(this.#scores);
  }
}
