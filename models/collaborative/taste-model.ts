import type { Kernels } from '../kernels/kernels.ts';
import { distributionOf, standardise } from '../ranking/standard-score.ts';
import { FactorScorer } from './factor-model.ts';
import { type Component, type ComponentScorer, openComponent } from './fitting.ts';
import type { Interaction, Scorer } from '../scorer.ts';

/** Weights for histories of about one size. */
export interface Regime {
  /** Listens of the history. */
  readonly size: number;
  /** By scorer: component or content; ≥ 0, summing to 1. */
  readonly weights: Readonly<Record<string, number>>;
  /** Mean NDCG of the mixture in the inner validation; null when there was too little to tell. */
  readonly quality: number | null;
}

/** What was learnt from the matrix, as plain data. */
export interface TasteModel {
  readonly columns: number;
  readonly components: readonly Component[];
  /** In increasing order of size; at least one. */
  readonly regimes: readonly Regime[];
}

/**
 * The mixture that can be asked: Σ weight · standardised score, the weights interpolated between the regimes by the
 * logarithm of the history's size. How far a component may be trusted depends on how much is known.
 */
export class TasteScorer implements Scorer {
  readonly name = 'mixture';
  readonly #model: TasteModel;
  readonly #components: readonly ComponentScorer[];
  readonly #contents: readonly Scorer[];
  readonly #scores: Float32Array;
  /** Of each component's scores of a history: the same history is asked about track by track. */
  readonly #deviations = new WeakMap<readonly Interaction[], readonly number[]>();

  /**
   * @param kernels keep what the components need for as long as they live
   * @param contents whatever else the model was mixed with, by name
   */
  constructor(kernels: Kernels, model: TasteModel, contents: readonly Scorer[] = []) {
    this.#model = model;
    this.#components = model.components.map((component) => openComponent(kernels, component));
    this.#contents = contents;
    this.#scores = new Float32Array(model.columns);
  }

  score(history: readonly Interaction[], out: Float32Array): void {
    const weights = weightsFor(this.#model.regimes, history.length);
    out.fill(0);
    for (const scorer of [...this.#components, ...this.#contents]) {
      this.#add(weights[scorer.name], (scores) => scorer.score(history, scores), out);
    }
  }

  /** The listener's place among the factors, length d; null when the mixture has none. */
  vector(history: readonly Interaction[]): Float32Array | null {
    return this.#components.find((component) => component instanceof FactorScorer)?.vector(history) ?? null;
  }

  /** How alike every column is to this one, to `out`; what a listener of this one column would be told. */
  likeness(column: number, out: Float32Array): void {
    const weights = weightsFor(this.#model.regimes, 1);
    out.fill(0);
    for (const scorer of this.#components) this.#add(weights[scorer.name], (scores) => scorer.likeness(column, scores), out);
  }

  /** How much each entry of the history speaks for the column, in standard deviations of the scores. */
  contributions(history: readonly Interaction[], column: number): Float64Array {
    const weights = weightsFor(this.#model.regimes, history.length);
    const sum = new Float64Array(history.length);
    const deviations = this.#deviationsOf(history);
    this.#components.forEach((scorer, i) => {
      const weight = weights[scorer.name] ?? 0;
      if (weight <= 0 || deviations[i] <= 0) return;
      scorer.contributions(history, column).forEach((x, entry) => (sum[entry] += (weight * x) / deviations[i]));
    });
    return sum;
  }

  #deviationsOf(history: readonly Interaction[]): readonly number[] {
    const known = this.#deviations.get(history);
    if (known) return known;
    const deviations = this.#components.map((scorer) => {
      scorer.score(history, this.#scores);
      return distributionOf(this.#scores).deviation;
    });
    this.#deviations.set(history, deviations);
    return deviations;
  }

  #add(weight: number | undefined, write: (scores: Float32Array) => void, out: Float32Array): void {
    if (weight === undefined || weight <= 0) return;
    write(this.#scores);
    standardise(this.#scores);
    for (let i = 0; i < out.length; i++) out[i] += weight * this.#scores[i];
  }
}

/** Weights for a history of this size, between those of the regimes around it. */
export function weightsFor(regimes: readonly Regime[], size: number): Readonly<Record<string, number>> {
  const above = regimes.findIndex((regime) => regime.size >= size);
  if (above <= 0) return regimes.at(above)?.weights ?? {};
  const [low, high] = [regimes[above - 1], regimes[above]];
  const share = Math.log(size / low.size) / Math.log(high.size / low.size);
  const names = new Set([...Object.keys(low.weights), ...Object.keys(high.weights)]);
  return Object.fromEntries(Array.from(names, (name) => [name, (1 - share) * (low.weights[name] ?? 0) + share * (high.weights[name] ?? 0)]));
}
