import { CholeskyDecomposition, Matrix } from 'ml-matrix';
import type { Kernels } from '../kernels/kernels.ts';
import { FoldIn } from './fold-in.ts';
import type { Interaction } from './interactions.ts';
import { type ConfidenceExponent, relativeHistory } from './relative-confidence.ts';
import { type AlsSettings, rowRegularisation } from './row-solver.ts';
import type { Scorer } from './scorer.ts';

/** A factorisation as it is kept: listeners are folded in. */
export interface FactorModel {
  readonly settings: AlsSettings;
  readonly confidence: ConfidenceExponent;
  /** columns × d */
  readonly vectors: Float32Array;
  /** The mean of all listeners' vectors, length d: the taste of somebody nothing is known of. */
  readonly mean: Float32Array;
}

/** Scores by u·v, with u solved from the history. */
export class FactorScorer implements Scorer {
  readonly name: string;
  readonly #model: FactorModel;
  readonly #foldIn: FoldIn;

  constructor(name: string, kernels: Kernels, model: FactorModel) {
    this.name = name;
    this.#model = model;
    this.#foldIn = new FoldIn(kernels, model.vectors, model.settings);
  }

  score(history: readonly Interaction[], out: Float32Array): void {
    this.#foldIn.scores(this.vector(history), out);
  }

  /** u, length d. */
  vector(history: readonly Interaction[]): Float32Array {
    const evidence = this.#evidence(history);
    return evidence.length > 0 ? this.#foldIn.solve(evidence) : this.#model.mean;
  }

  /**
   * How much each entry of the history adds to u·v of the column (Hu, Koren, Volinsky 2008, section 5): with
   * u = A⁻¹ Σ p·vᵢ, the score is Σ p · vᵀA⁻¹vᵢ. What speaks against a column adds nothing, but is in A.
   */
  contributions(history: readonly Interaction[], column: number): Float64Array {
    const evidence = this.#evidence(history);
    if (evidence.length === 0) return new Float64Array(history.length);
    const { settings, vectors } = this.#model;
    const d = settings.dimensions;
    const columns = vectors.length / d;
    const vector = (of: number) => vectors.subarray(of * d, (of + 1) * d);
    const a = Matrix.zeros(d, d);
    const add = (v: Float32Array, weight: number) => {
      for (let i = 0; i < d; i++) for (let j = 0; j < d; j++) a.set(i, j, a.get(i, j) + weight * v[i] * v[j]);
    };
    this.#gramInto(a, settings.unobservedWeight);
    let weights = 0;
    for (const { column: heard, positive, negative } of evidence) {
      add(vector(heard), positive + negative);
      weights += positive + negative;
    }
    const ridge = rowRegularisation(settings, weights, columns);
    for (let i = 0; i < d; i++) a.set(i, i, a.get(i, i) + ridge);
    const toward = new CholeskyDecomposition(a).solve(Matrix.columnVector(Float64Array.from(vector(column)))).to1DArray();
    const known = relativeHistory(history, this.#model.confidence);
    return Float64Array.from(known, ({ column: heard, positive }) => {
      const v = vector(heard);
      return positive * toward.reduce((sum, x, i) => sum + x * v[i], 0);
    });
  }

  /** Cosine of the column's vector and every other's, to `out`; 0 where there is none. */
  likeness(column: number, out: Float32Array): void {
    const { vectors, settings } = this.#model;
    const d = settings.dimensions;
    this.#foldIn.scores(vectors.slice(column * d, (column + 1) * d), out);
    const own = lengthOf(vectors, column, d);
    for (let other = 0; other < out.length; other++) {
      const lengths = own * lengthOf(vectors, other, d);
      out[other] = lengths > 1e-12 ? out[other] / lengths : 0;
    }
  }

  #evidence(history: readonly Interaction[]): readonly Interaction[] {
    return relativeHistory(history, this.#model.confidence).filter(({ positive, negative }) => positive > 0 || negative > 0);
  }
}
