import { type Interaction, interactionsOf } from './interactions.ts';
import { type AlsSettings, RowSolver } from './row-solver.ts';

/**
 * Places listeners in a trained factorisation from their history alone: with the track vectors fixed, a
 * listener's vector has an exact solution, the same as the row that training would end with. Costs
 * O(entries · d² + d³), so it can follow every event.
 */
export class FoldIn {
  readonly #vectors: Float32Array;
  readonly #columns: number;
  readonly #gramian: Float64Array;
  readonly #solver: RowSolver;

  /**
   * @param vectors the trained columns × d
   * @param gramian their Gram matrix, as `gram` makes it
   */
  constructor(vectors: Float32Array, settings: AlsSettings, gramian: Float64Array) {
    this.#vectors = vectors;
    this.#columns = vectors.length / settings.dimensions;
    this.#gramian = gramian;
    this.#solver = new RowSolver(settings);
  }

  /** The listener's vector, length d; all zero when nothing is known. */
  solve(history: readonly Interaction[]): Float32Array {
    const vector = new Float32Array(this.#solver.settings.dimensions);
    this.#solver.solve(interactionsOf(this.#columns, [history]), 0, this.#vectors, this.#gramian, vector, 0);
    return vector;
  }
}
