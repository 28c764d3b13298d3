import type { Kernels } from '../kernels/kernels.ts';
import { seeded } from '../random.ts';
import { ndcg } from '../ranking/ndcg.ts';
import { type Factors, trainAls } from './als.ts';
import { ease } from './ease.ts';
import { type FactorModel, FactorScorer } from './factor-model.ts';
import type { ValidationCase } from './inner-validation.ts';
import type { Interactions } from './interactions.ts';
import { type ItemItem, ItemItemScorer } from './item-item.ts';
import { popularity } from './popularity.ts';
import type { EaseRecipe, FactorRecipe, PopularityRecipe, Recipe, Rp3BetaRecipe } from './recipe.ts';
import { relativeConfidence, relativeHistory } from './relative-confidence.ts';
import type { AlsSettings } from './row-solver.ts';
import { rp3beta } from './rp3beta.ts';
import type { Interaction, Scorer } from '../scorer.ts';
import { type View, withViews } from './views.ts';

/** What one way has learnt from the matrix. */
export type Component =
  | { readonly family: 'factors'; readonly recipe: FactorRecipe; readonly model: FactorModel }
  | { readonly family: 'ease'; readonly recipe: EaseRecipe; readonly model: ItemItem }
  | { readonly family: 'rp3beta'; readonly recipe: Rp3BetaRecipe; readonly model: ItemItem }
  | { readonly family: 'popularity'; readonly recipe: PopularityRecipe; readonly model: Float32Array };

/** One training, to be run anywhere: plain data. */
export interface FitJob {
  readonly recipe: Recipe;
  readonly listens: Interactions;
  readonly views: readonly View[];
  readonly seed: number;
  readonly epochs: number;
}

/** A training to be judged by what it says about hidden listens, and then let go. */
export interface JudgeJob extends FitJob {
  readonly cases: readonly ValidationCase[];
  /** Of the NDCG. */
  readonly depth: number;
  /** Of so many cases, the first ones, all scores are wanted. */
  readonly scored: number;
}

export interface Judgement {
  /** NDCG, by case. */
  readonly quality: Float64Array;
  /** scored × columns */
  readonly scores: Float32Array;
}

/** Where jobs are run, several at a time if it can. */
export interface Fitting {
  fit(job: FitJob): Promise<Component>;
  judge(job: JudgeJob): Promise<Judgement>;
}

const MOST_REGULARISATION = 0.1;
/** Neighbours kept a column: more change no list that anybody sees … */
const MOST_NEIGHBOURS = 200;
/** … and of all columns together: 32 MB. */
const MOST_PAIRS = 4_000_000;

/** Trains, and judges. Blocks its thread for as long as it takes. */
export function judge(kernels: Kernels, job: JudgeJob): Judgement {
  const component = fit(kernels, job);
  const { cases, depth, scored } = job;
  const { columns } = job.listens;
  const quality = new Float64Array(cases.length);
  const scores = new Float32Array(scored * columns);
  kernels.memory.scope(() => {
    const scorer = openComponent(kernels, component);
    const row = new Float32Array(columns);
    cases.forEach(({ history, held }, i) => {
      scorer.score(history, row);
      if (i < scored) scores.set(row, i * columns);
      for (const { column } of history) row[column] = -Infinity;
      quality[i] = ndcg(row, held, depth);
    });
  });
  return { quality, scores };
}

/** Trains. Blocks its thread for as long as it takes. */
export function fit(kernels: Kernels, job: FitJob): Component {
  return kernels.memory.scope(() => train(kernels, job));
}

function train(kernels: Kernels, { recipe, listens, views, seed, epochs }: FitJob): Component {
  const neighbours = Math.min(MOST_NEIGHBOURS, Math.ceil(MOST_PAIRS / Math.max(1, listens.columns)));
  const matrix = withViews(relativeConfidence(listens, recipe.confidence), views, recipe.viewWeight);
  switch (recipe.family) {
    case 'factors': {
      const settings = settingsOf(recipe, matrix);
      if (matrix.rows === 0) return { family: 'factors', recipe, model: unknowing(settings, recipe, matrix.columns) };
      const { rows, columns: vectors } = trainAls(kernels, matrix, settings, seeded(seed), { epochs });
      const mean = meanVector({ rows, columns: vectors }, settings.dimensions, listens);
      return { family: 'factors', recipe, model: { settings, confidence: recipe.confidence, vectors, mean } };
    }
    case 'ease':
      return { family: 'ease', recipe, model: ease(kernels, matrix, { ridge: recipe.ridge, neighbours }) };
    case 'rp3beta':
      return { family: 'rp3beta', recipe, model: rp3beta(matrix, { ...recipe, neighbours }) };
    case 'popularity':
      return { family: 'popularity', recipe, model: popularity(listens) };
  }
}

/** The factors of nobody's listens: all zero. */
function unknowing(settings: AlsSettings, { confidence }: FactorRecipe, columns: number): FactorModel {
  return { settings, confidence, vectors: new Float32Array(columns * settings.dimensions), mean: new Float32Array(settings.dimensions) };
}

function settingsOf(recipe: FactorRecipe, { rows, columns }: Interactions): AlsSettings {
  const { dimensions, unobservedWeight, commonRegularisation } = recipe;
  const regularisation = Math.min(MOST_REGULARISATION, commonRegularisation / (unobservedWeight * Math.sqrt(Math.max(1, rows * columns))));
  return { dimensions, unobservedWeight, regularisation, frequencyExponent: 1 };
}

/** Of the listeners anything is known of; attributes are none. */
function meanVector({ rows }: Factors, d: number, { rows: listeners, pointers }: Interactions): Float32Array {
  const mean = new Float32Array(d);
  let known = 0;
  for (let row = 0; row < listeners; row++) {
    if (pointers[row + 1] === pointers[row]) continue;
    known++;
    for (let i = 0; i < d; i++) mean[i] += rows[row * d + i];
  }
  return known > 0 ? mean.map((sum) => sum / known) : mean;
}

/** A component that can be asked. */
export interface ComponentScorer extends Scorer {
  /** How much each entry of the history speaks for the column, in the unit of the scores. */
  contributions(history: readonly Interaction[], column: number): Float64Array;
  /** How alike every column is to this one, to `out`. */
  likeness(column: number, out: Float32Array): void;
}

/** @param kernels keep what factors need for as long as they live */
export function openComponent(kernels: Kernels, component: Component): ComponentScorer {
  if (component.family === 'factors') return new FactorScorer(component.family, kernels, component.model);
  if (component.family === 'popularity') return openPopularity(component.model);
  const { confidence } = component.recipe;
  const items = new ItemItemScorer(component.family, component.model);
  return {
    name: component.family,
    score: (history, out) => items.score(relativeHistory(history, confidence), out),
    contributions: (history, column) => items.contributions(relativeHistory(history, confidence), column),
    likeness: (column, out) => items.score([{ column, positive: 1, negative: 0 }], out),
  };
}

/** The same for everybody: it speaks of no history, and no track is like another. */
function openPopularity(popularity: Float32Array): ComponentScorer {
  return {
    name: 'popularity',
    score: (_, out) => out.set(popularity),
    contributions: (history) => new Float64Array(history.length),
    likeness: (_, out) => void out.fill(0),
  };
}
