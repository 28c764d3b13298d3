import { seeded } from '../random.ts';
import { isBetter, mean } from '../ranking/better.ts';
import { chooseEnsemble, type RankingCase } from '../ranking/ensemble.ts';
import { standardise } from '../ranking/standard-score.ts';
import type { Fitting } from './fitting.ts';
import { type ValidationCase, type ValidationFold, validationFolds } from './inner-validation.ts';
import type { Interactions } from './interactions.ts';
import { alternativesTo, type Family, firstRecipe, type Recipe, roundsFor } from './recipe.ts';
import type { Scorer } from '../scorer.ts';
import { type Regime, type TasteModel, weightsFor } from './taste-model.ts';
import type { View } from './views.ts';
import { WorkEstimate } from './work.ts';

export interface TasteData {
  /** listeners × columns */
  readonly listens: Interactions;
  /** One an entry of the listens, in any unit, or null: what is predicted is then the latest, as in use. */
  readonly times: Float64Array | null;
  readonly views: readonly View[];
  /** Whatever else scores columns by itself; mixed in. */
  readonly contents: readonly Content[];
}

/** What scores columns by itself. */
export interface Content extends Scorer {
  /** The weight that it begins with, where that is not the usual one. */
  readonly prior?: number;
  /** Whether it has weight, once there are listens enough to tell, only where it clearly helps. */
  readonly mustHelp?: boolean;
}

export interface TasteOptions {
  /** What is learnt from the matrix; the choice and the mixture are made among these and the contents. */
  readonly families: readonly Family[];
  readonly seed: number;
  /** Length of the lists that will be asked for: the depth of the NDCG that is chosen by. */
  readonly depth: number;
  /** Sizes of the histories that will be asked for, or null when those asked for are in the matrix. */
  readonly unseen: Int32Array | null;
  readonly onProgress?: (progress: TasteProgress) => void;
}

export interface TasteProgress {
  /** 0 … 1, an estimate. */
  readonly share: number;
  readonly doing: 'choosing' | 'training';
}

/** Of the progress. */
const CHOOSING_SHARE = 0.9;
const SEARCH_EPOCHS = 8;
/** Of what is kept. */
export const FINAL_EPOCHS = 16;
/** Listeners that recipes are judged by … */
const MOST_CASES = 1_000;
/** … and those of them that the mixture is, for which all scores are kept: 24 MB a recipe. */
const MOST_SCORED = 300;
const LEAST_SCORED = 30;
const MOST_SCORES = 6_000_000;
/** With fewer cases there is nothing to choose by. */
const ENOUGH_CASES = 5;
/**
 * With fewer, n, other settings must be better by √(this / n) standard errors: a dozen are tried, and of a handful of cases
 * some always speak for one. With more the better mean decides: settings that are about level cost nothing.
 */
const FEW_CASES = 60;
/** Multiply-adds that choosing may cost beyond one training of each family. */
const SEARCH_WORK = 4e11;
/** Histories shorter than this are mixed by weights of their own, when there are enough of both kinds. */
const SHORT_HISTORY = 10;
const ENOUGH_FOR_REGIME = 20;

/** Where the mixture begins: what was best or level in most settings tried. */
const PRIOR: Readonly<Record<string, number>> = { factors: 1, ease: 0.2, rp3beta: 0.1, popularity: 0.1, tags: 0.5, mentions: 0.5 };
const PRIOR_OF_OTHERS = 0.3;

/** What the chosen mixture says of listens that were hidden from it: what anything further may be learnt from. */
export interface JudgedCase extends ValidationCase {
  /** What was not hidden, of everybody. */
  readonly listens: Interactions;
  /** One a column: what the chosen components alone say, each weighted as in the mixture; a scale of its own. */
  readonly collaborative: Float32Array;
}

export interface LearntTaste {
  readonly model: TasteModel;
  /** Empty when there was too little to choose by. */
  readonly judged: readonly JudgedCase[];
}

/** The model that {@link learnTaste} learns. */
export async function trainTaste(data: TasteData, options: TasteOptions, fitting: Fitting): Promise<TasteModel> {
  return (await learnTaste(data, options, fitting)).model;
}

/**
 * Learns from who hears what in several ways, chooses the settings of each and the mixture of all by what they say
 * about listens that were hidden from them, and trains what was chosen on everything. The same data, options and seed
 * give the same model.
 */
export async function learnTaste(data: TasteData, options: TasteOptions, fitting: Fitting): Promise<LearntTaste> {
  const { listens, times } = data;
  const { families, seed, unseen } = options;
  const folds = validationFolds(listens, { times, unseen, most: MOST_CASES, random: seeded(seed) });
  const cases = folds.flatMap((fold) => fold.cases);
  const search = new Search(data, options, folds, fitting);
  const found = cases.length >= ENOUGH_CASES ? await Promise.all(families.map((family) => search.best(family))) : [];
  const regimes = found.length > 0 ? mixtures(data, options, found) : [{ size: 1, weights: priorWeights(families, data.contents), quality: null }];
  const used = families.filter((family) => regimes.some(({ weights }) => (weights[family] ?? 0) > 0));
  const recipes = used.map((family) => found.find(({ recipe }) => recipe.family === family)?.recipe ?? firstRecipe(family, listens));
  let trained = 0;
  const tell = () => options.onProgress?.({ share: CHOOSING_SHARE + ((1 - CHOOSING_SHARE) * trained) / Math.max(1, recipes.length), doing: 'training' });
  tell();
  const components = await Promise.all(
    recipes.map(async (recipe) => {
      const component = await fitting.fit({ recipe, listens, views: data.views, seed, epochs: FINAL_EPOCHS });
      trained++;
      tell();
      return component;
    }),
  );
  return { model: { columns: listens.columns, components, regimes }, judged: judgedBy(found, regimes) };
}

/** A recipe and how well it did: NDCG by case. */
interface Found {
  readonly recipe: Recipe;
  /** The cases that the mixture is chosen by, the first of each fold, with one score a column. */
  readonly scored: readonly ScoredCase[];
  readonly quality: Float64Array;
}

interface ScoredCase {
  readonly one: ValidationCase;
  readonly listens: Interactions;
  readonly scores: Float32Array;
}

/** Climbs from the first recipe of a family to better ones. */
class Search {
  readonly #data: TasteData;
  readonly #options: TasteOptions;
  readonly #folds: readonly ValidationFold[];
  readonly #fitting: Fitting;
  readonly #work: WorkEstimate;
  #done = 0;

  constructor(data: TasteData, options: TasteOptions, folds: readonly ValidationFold[], fitting: Fitting) {
    this.#data = data;
    this.#options = options;
    this.#folds = folds;
    this.#fitting = fitting;
    this.#work = new WorkEstimate(data.listens, data.views);
  }

  async best(family: Family): Promise<Found> {
    const { listens, views } = this.#data;
    const costOf = (recipe: Recipe) => this.#work.of(recipe, SEARCH_EPOCHS) * this.#folds.length;
    let best = await this.#try(firstRecipe(family, listens));
    let left = SEARCH_WORK / this.#options.families.length;
    for (let round = 0; round < roundsFor(family); round++) {
      const others = alternativesTo(best.recipe, round, { views: views.length > 0 });
      left -= others.reduce((sum, recipe) => sum + costOf(recipe), 0);
      if (left < 0) break;
      const found = await Promise.all(others.map((recipe) => this.#try(recipe)));
      const cases = best.quality.length;
      const evidence = cases < FEW_CASES ? Math.sqrt(FEW_CASES / cases) : 0;
      const better = found.filter(({ quality }) => isBetter(quality, best.quality, evidence));
      best = better.reduce((most, one) => (mean(one.quality) > mean(most.quality) ? one : most), best);
    }
    return best;
  }

  async #try(recipe: Recipe): Promise<Found> {
    const { views, listens: whole } = this.#data;
    const { seed, depth } = this.#options;
    const affordable = Math.floor(MOST_SCORES / Math.max(1, whole.columns) / this.#folds.length);
    const most = Math.min(MOST_SCORED, Math.max(LEAST_SCORED, affordable));
    const judged = await Promise.all(
      this.#folds.map(async ({ listens, cases }) => {
        const scored = Math.min(most, cases.length);
        const judgement = await this.#fitting.judge({ recipe, listens, views, seed, epochs: SEARCH_EPOCHS, cases, depth, scored });
        return { ...judgement, listens, cases: cases.slice(0, scored) };
      }),
    );
    this.#progressed();
    return {
      recipe,
      scored: judged.flatMap(({ cases, listens, scores }) => cases.map((one, i) => ({ one, listens, scores: scores.subarray(i * whole.columns, (i + 1) * whole.columns) }))),
      quality: Float64Array.from(judged.flatMap(({ quality }) => [...quality])),
    };
  }

  #progressed(): void {
    this.#done++;
    // Each step is worth less than the one before: how many there will be is known only at the end.
    this.#options.onProgress?.({ share: CHOOSING_SHARE * (1 - 0.95 ** this.#done), doing: 'choosing' });
  }
}

/** Weights for short and long histories, from the cases of each. */
function mixtures({ listens, contents }: TasteData, { depth }: TasteOptions, found: readonly Found[]): readonly Regime[] {
  const names = [...found.map(({ recipe }) => recipe.family), ...contents.map(({ name }) => name)];
  const prior = priorWeights(found.map(({ recipe }) => recipe.family), contents);
  const mustHelp = contents.flatMap((content, i) => (content.mustHelp === true ? [found.length + i] : []));
  const all = found[0].scored.map(({ one }, i) => ({ one, i }));
  const short = all.filter(({ one }) => one.history.length < SHORT_HISTORY);
  const long = all.filter(({ one }) => one.history.length >= SHORT_HISTORY);
  const groups = short.length >= ENOUGH_FOR_REGIME && long.length >= ENOUGH_FOR_REGIME ? [short, long] : [all];
  return groups.map((group) => {
    const ranking = group.map(({ one, i }): RankingCase => {
      const scores = [...found.map(({ scored }) => scored[i].scores.slice()), ...contents.map((content) => scoresOf(content, one, listens.columns))];
      for (const row of scores) {
        standardise(row);
        for (const { column } of one.history) row[column] = -Infinity;
      }
      return { scores, wanted: one.held };
    });
    const { weights, quality } = chooseEnsemble(ranking, names.map((name) => prior[name]), depth, mustHelp);
    return {
      size: median(group.map(({ one }) => one.history.length)),
      weights: Object.fromEntries(names.map((name, i) => [name, weights[i]])),
      quality,
    };
  });
}

/** What the components that were chosen say together of the cases that the mixture was chosen by. */
function judgedBy(found: readonly Found[], regimes: readonly Regime[]): readonly JudgedCase[] {
  return (found.at(0)?.scored ?? []).map(({ one, listens }, i) => {
    const weights = weightsFor(regimes, one.history.length);
    const collaborative = new Float32Array(listens.columns);
    for (const { recipe, scored } of found) {
      const weight = weights[recipe.family] ?? 0;
      if (weight <= 0) continue;
      const scores = scored[i].scores.slice();
      standardise(scores);
      for (let column = 0; column < scores.length; column++) collaborative[column] += weight * scores[column];
    }
    return { ...one, listens, collaborative };
  });
}

function priorWeights(families: readonly Family[], contents: readonly Content[]): Readonly<Record<string, number>> {
  const usual = (name: string) => PRIOR[name] ?? PRIOR_OF_OTHERS;
  const weights = [...families.map((family) => [family, usual(family)] as const), ...contents.map(({ name, prior }) => [name, prior ?? usual(name)] as const)];
  const sum = weights.reduce((all, [, weight]) => all + weight, 0);
  return Object.fromEntries(weights.map(([name, weight]) => [name, weight / sum]));
}

function scoresOf(scorer: Scorer, { history }: ValidationCase, columns: number): Float32Array {
  const scores = new Float32Array(columns);
  scorer.score(history, scores);
  return scores;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1];
}
