import type { Interaction, Scorer } from '../scorer.ts';
import type { Kernels } from '../kernels/kernels.ts';
import type { Block } from '../kernels/memory.ts';
import { copyVectors, type Vectors } from '../kernels/vectors.ts';

/**
 * The cosine of every column's vector with the evidence-weighted mean of the history's. What all vectors have in
 * common is taken off first: only differences tell columns apart, and a column without a vector, 0, is then
 * neither near nor far.
 */
export class VectorScorer implements Scorer {
  readonly name: string;
  readonly #kernels: Kernels;
  readonly #unit: Float32Array;
  readonly #vectors: Vectors;
  readonly #query: Block<'f32'>;
  readonly #scores: Block<'f32'>;

  /**
   * @param kernels hold a copy of the vectors as long as they live
   * @param vectors columns × d, row-major; all zero where there is none
   */
  constructor(name: string, kernels: Kernels, vectors: Float32Array, dimensions: number) {
    this.name = name;
    this.#kernels = kernels;
    this.#unit = centredUnit(vectors, dimensions);
    this.#vectors = copyVectors(kernels.memory, this.#unit, dimensions);
    this.#query = kernels.memory.allocate('f32', this.#vectors.stride);
    this.#scores = kernels.memory.allocate('f32', this.#vectors.count);
  }

  score(history: readonly Interaction[], out: Float32Array): void {
    const query = this.#kernels.memory.view(this.#query);
    query.fill(0);
    const { dimensions } = this.#vectors;
    for (const { column, positive, negative } of history) {
      for (let i = 0; i < dimensions; i++) query[i] += (positive - negative) * this.#unit[column * dimensions + i];
    }
    scale(query);
    this.#kernels.scores(this.#query, this.#vectors, this.#scores);
    out.set(this.#kernels.memory.view(this.#scores));
  }
}

/** Each vector less their mean, at length 1; 0 where there is none. */
function centredUnit(vectors: Float32Array, dimensions: number): Float32Array {
  const count = vectors.length / dimensions;
  const given = Array.from({ length: count }, (_, c) => vectors.subarray(c * dimensions, (c + 1) * dimensions)).map((vector) =>
    vector.some((x) => x !== 0) ? vector : null,
  );
  const mean = new Float64Array(dimensions);
  let known = 0;
  for (const vector of given) {
    if (vector === null) continue;
    known++;
    for (let i = 0; i < dimensions; i++) mean[i] += vector[i];
  }
  const unit = new Float32Array(vectors.length);
  given.forEach((vector, c) => {
    if (vector === null) return;
    const own = unit.subarray(c * dimensions, (c + 1) * dimensions);
    for (let i = 0; i < dimensions; i++) own[i] = vector[i] - mean[i] / known;
    scale(own);
  });
  return unit;
}

/** To length 1, in place; 0 stays 0. */
function scale(vector: Float32Array): void {
  const length = Math.sqrt(vector.reduce((sum, x) => sum + x * x, 0));
  if (length > 0) for (let i = 0; i < vector.length; i++) vector[i] /= length;
}
