import type { Kernels } from '../kernels/kernels.ts';
import { type FactoredSystem, FoldIn } from './fold-in.ts';
import { type ConfidenceExponent, relativeHistory } from './relative-confidence.ts';
import type { AlsSettings } from './row-solver.ts';
import type { Interaction, Scorer } from '../scorer.ts';

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
  /** Of every column's vector; found when first asked for. */
  #lengths: Float32Array | null = null;
  /** By history: the same one is asked about track by track. */
  readonly #factored = new WeakMap<readonly Interaction[], FactoredSystem>();

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
    if (evidence.length === 0) return this.#model.mean;
    return evidence.some(({ positive }) => positive > 0) ? this.#foldIn.solve(evidence) : this.#meanBut(evidence);
  }

  /** How much each entry of the history speaks for the column, see {@link FoldIn.contributions}. */
  contributions(history: readonly Interaction[], column: number): Float64Array {
    return this.#foldIn.contributions(this.#system(history), column);
  }

  /** Cosine of the column's vector and every other's, to `out`; 0 where there is none. */
  likeness(column: number, out: Float32Array): void {
    const { vectors, settings } = this.#model;
    const d = settings.dimensions;
    this.#foldIn.scores(vectors.slice(column * d, (column + 1) * d), out);
    const lengths = (this.#lengths ??= lengthsOf(vectors, d));
    for (let other = 0; other < out.length; other++) {
      const both = lengths[column] * lengths[other];
      out[other] = both > 1e-12 ? out[other] / both : 0;
    }
  }

  /**
   * Who has only turned tracks down is like the others, but for these: the exact minimum of the same sum when unknown tracks are
   * drawn to what the mean of all tastes expects, m·v, and not to 0. It is m less the solution for a history of which m·v is wanted.
   */
  #meanBut(turnedDown: readonly Interaction[]): Float32Array {
    const { mean, vectors } = this.#model;
    const excess = turnedDown.map(({ column, negative }) => {
      const expected = mean.reduce((sum, x, i) => sum + x * vectors[column * mean.length + i], 0);
      const positive = negative * Math.min(1, Math.max(0, expected));
      return { column, positive, negative: negative - positive };
    });
    const solved = this.#foldIn.solve(excess);
    return mean.map((x, i) => x - solved[i]);
  }

  #system(history: readonly Interaction[]): FactoredSystem {
    const known = this.#factored.get(history);
    if (known) return known;
    const system = this.#foldIn.factored(relativeHistory(history, this.#model.confidence));
    this.#factored.set(history, system);
    return system;
  }

  #evidence(history: readonly Interaction[]): readonly Interaction[] {
    return relativeHistory(history, this.#model.confidence).filter(({ positive, negative }) => positive > 0 || negative > 0);
  }
}

function lengthsOf(vectors: Float32Array, d: number): Float32Array {
  const lengths = new Float32Array(vectors.length / d);
  for (let column = 0; column < lengths.length; column++) {
    let squares = 0;
    for (let at = column * d; at < (column + 1) * d; at++) squares += vectors[at] * vectors[at];
    lengths[column] = Math.sqrt(squares);
  }
  return lengths;
}
