import { type Fitting, openComponent } from '../../../models/collaborative/fitting.ts';
import { transposed } from '../../../models/collaborative/interactions.ts';
import { popularity } from '../../../models/collaborative/popularity.ts';
import type { Family } from '../../../models/collaborative/recipe.ts';
import type { Scorer } from '../../../models/scorer.ts';
import { TasteScorer, weightsFor } from '../../../models/collaborative/taste-model.ts';
import { type TasteProgress, trainTaste } from '../../../models/collaborative/train-taste.ts';
import { createKernels } from '../../kernels.ts';
import { contentScorers } from './contents.ts';
import { askedFor, type Dataset } from './dataset.ts';
import { evidenceOf } from './evidence.ts';

export const METHODS = ['blend', 'factors', 'neighbours', 'popular'] as const;
export type Method = (typeof METHODS)[number];

/** What each method learns from the matrix; the blend also asks whatever else scores items. */
const FAMILIES: Readonly<Record<Method, readonly Family[]>> = {
  blend: ['factors', 'ease', 'rp3beta', 'popularity'],
  factors: ['factors'],
  neighbours: ['ease', 'rp3beta'],
  popular: ['popularity'],
};

export interface RecommenderOptions {
  readonly method: Method;
  readonly seed: number;
  /** Length of the lists that will be asked for. */
  readonly top: number;
  /** Sizes of the histories that will be asked about, of listeners unseen in training; left out, those of whom to recommend for. */
  readonly sizes?: Int32Array;
}

export interface Recommender {
  readonly scorer: Scorer;
  /** What scores, and with which weight for a history of the usual size. */
  readonly parts: Readonly<Record<string, number>>;
  /** Opens each of these by itself. */
  readonly signals: () => readonly Scorer[];
}

/** A validation by shorter lists than this is too much of a lottery to choose by. */
const LEAST_DEPTH = 10;
/** By longer ones it is no better, but takes time in proportion: what stands further down hardly counts. */
const MOST_DEPTH = 100;

/** Learns from a dataset to score its items for those to recommend for. The same data, options and seed give the same. */
export async function trainRecommender(
  dataset: Dataset,
  { method, seed, top, sizes: given }: RecommenderOptions,
  fitting: Fitting,
  onProgress: (progress: TasteProgress) => void,
): Promise<Recommender> {
  const { listens, times } = evidenceOf(dataset.listens);
  const asked = evidenceOf(askedFor(dataset)).listens;
  const sizes = given ?? Int32Array.from({ length: asked.rows }, (_, row) => asked.pointers[row + 1] - asked.pointers[row]);
  const views = dataset.tags ? [{ name: 'tags', matrix: transposed(evidenceOf(dataset.tags).listens) }] : [];
  const contents = method === 'blend' ? contentScorers(dataset) : [];
  const unseen = given ?? (dataset.histories ? sizes : null);
  const options = { families: FAMILIES[method], seed, depth: Math.min(MOST_DEPTH, Math.max(LEAST_DEPTH, top)), unseen, onProgress };
  const model = await trainTaste({ listens, times, views, contents }, options, fitting);
  const weights = Object.entries(weightsFor(model.regimes, median(sizes)));
  const taste = new TasteScorer(createKernels(), model, contents);
  const popular = popularity(listens);
  return {
    // Of whom nothing is known there is nothing to learn from.
    scorer: { name: method, score: (history, out) => (history.length > 0 ? taste.score(history, out) : out.set(popular)) },
    parts: Object.fromEntries(weights.filter(([, weight]) => weight > 0)),
    signals: () => [...model.components.map((component) => openComponent(createKernels(), component)), ...contents],
  };
}

function median(sizes: Int32Array): number {
  return sizes.toSorted()[sizes.length >> 1];
}
