import { type FactorModel, FactorScorer } from '../../collaborative/factor-model.ts';
import { entriesThat, type Interactions } from '../../collaborative/interactions.ts';
import type { Kernels } from '../../kernels/kernels.ts';
import { type Random, shuffled } from '../../random.ts';
import { auc } from '../../ranking/auc.ts';
import { isBetter, mean } from '../../ranking/better.ts';
import { share } from '../../ranking/blend.ts';
import { VectorScorer } from '../../ranking/vector-scorer.ts';
import type { Interaction } from '../../scorer.ts';
import { groupFolds } from './folds.ts';
import { predicted, RidgeSums } from './ridge.ts';

/** How the columns of a matrix of listens sound. */
export interface ColumnSounds {
  /** columns × dimensions; all NaN where a column was not heard */
  readonly values: Float32Array;
  readonly dimensions: number;
  /** By column: its artist, as a number, or −1. */
  readonly groups: Int32Array;
}

/**
 * Places a sound among the factors of a matrix of listens, so that what nobody has listened to yet can be recommended like
 * everything else (van den Oord, Dieleman, Schrauwen 2013). As plain data.
 */
export interface TasteHead {
  /** Of a sound … */
  readonly dimensions: number;
  /** … and of the factors. */
  readonly factors: number;
  /** factors × (dimensions + 1), see {@link predicted} */
  readonly coefficients: Float32Array;
  /** How often a track that a listener likes was placed above another, among tracks that were hidden as a whole … */
  readonly auc: number;
  /** … and how often it sounded more like what they had heard. */
  readonly soundAuc: number;
}

const FOLDS = 5;
/** Columns with a sound and listens … */
const LEAST_COLUMNS = 40;
/** … and listeners, before anything can be said. */
const LEAST_CASES = 5;
const MOST_CASES = 500;
/** Listens that a listener needs beside the hidden ones. */
const LEAST_KNOWN = 2;
/** A column's place is half as sure with so many listens. */
const HALF_SURE = 3;
const RIDGE = 0.1;
/** Of places that are worth anything; with few hidden tracks chance alone comes near it. */
const LEAST_AUC = 0.65;

export interface HeadParts {
  readonly listens: Interactions;
  readonly sounds: ColumnSounds;
  /** Learnt from all listens: what the head is to foretell. */
  readonly model: FactorModel;
  /** Learns the same from fewer listens. */
  readonly fit: (listens: Interactions) => Promise<FactorModel>;
  readonly kernels: Kernels;
  readonly random: Random;
}

/**
 * Learns the head, and whether it places tracks that were hidden as a whole – with all of their artist – better than the
 * sound alone would; null where it does not, or nobody can tell.
 */
export async function fitTasteHead({ listens, sounds, model, fit, kernels, random }: HeadParts): Promise<TasteHead | null> {
  const counts = listensOf(listens);
  const heard = Array.from({ length: listens.columns }, (_, column) => column).filter((column) => counts[column] > 0 && hasSound(sounds, column));
  if (heard.length < LEAST_COLUMNS) return null;
  const folds = groupFolds(Int32Array.from(heard, (column) => sounds.groups[column]), FOLDS, random);
  const hidden = heard.filter((_, i) => folds[i] === 0);
  const isHidden = new Uint8Array(listens.columns);
  for (const column of hidden) isHidden[column] = 1;
  const cases = shuffled(casesOf(listens, isHidden), random).slice(0, MOST_CASES);
  if (cases.length < LEAST_CASES) return null;

  const known = entriesThat(listens, (entry) => isHidden[listens.indices[entry]] === 0);
  const without = await fit(known);
  const head = headOf(without, sounds, heard.filter((column) => isHidden[column] === 0), counts);
  const { placed, sound } = kernels.memory.scope(() => judge(kernels, { cases, hidden, without, head, sounds }));
  if (mean(placed) < LEAST_AUC || !isBetter(placed, sound, 1)) return null;
  return { ...headOf(model, sounds, heard, counts), auc: mean(placed), soundAuc: mean(sound) };
}

/** The place of the sound in the row that begins at `at`, to `out`, which has room for the factors. */
export function placeSound({ coefficients, dimensions, factors }: Pick<TasteHead, 'coefficients' | 'dimensions' | 'factors'>, values: Float32Array, at: number, out: Float32Array): void {
  for (let factor = 0; factor < factors; factor++) out[factor] = predicted(coefficients, factor, dimensions, values, at);
}

interface HeadCase {
  readonly history: readonly Interaction[];
  /** Hidden columns that they liked; never empty. */
  readonly liked: ReadonlySet<number>;
}

function casesOf({ rows, pointers, indices, positive, negative }: Interactions, isHidden: Uint8Array): readonly HeadCase[] {
  return Array.from({ length: rows }, (_, row) => {
    const history: Interaction[] = [];
    const liked = new Set<number>();
    for (let k = pointers[row]; k < pointers[row + 1]; k++) {
      if (isHidden[indices[k]] === 0) history.push({ column: indices[k], positive: positive[k], negative: negative[k] });
      else if (positive[k] > negative[k]) liked.add(indices[k]);
    }
    return { history, liked };
  }).filter(({ history, liked }) => liked.size > 0 && history.filter(({ positive: p, negative: n }) => p > n).length >= LEAST_KNOWN);
}

type Coefficients = Pick<TasteHead, 'dimensions' | 'factors' | 'coefficients'>;

function headOf({ vectors, settings: { dimensions: factors } }: FactorModel, { values, dimensions }: ColumnSounds, columns: readonly number[], counts: Int32Array): Coefficients {
  const sums = new RidgeSums(dimensions);
  const moments = Array.from({ length: factors }, () => new Float64Array(dimensions));
  const totals = Array.from({ length: factors }, () => 0);
  for (const column of columns) {
    const weight = share(counts[column], HALF_SURE);
    const at = column * dimensions;
    sums.add(values, at, weight);
    for (let factor = 0; factor < factors; factor++) {
      const y = weight * vectors[column * factors + factor];
      totals[factor] += y;
      for (let i = 0; i < dimensions; i++) moments[factor][i] += y * values[at + i];
    }
  }
  return { dimensions, factors, coefficients: sums.regression(RIDGE).solve(moments, totals) };
}

/** By case, how well the hidden columns are told apart: by their places, and by their sound alone. */
function judge(kernels: Kernels, { cases, hidden, without, head, sounds }: { cases: readonly HeadCase[]; hidden: readonly number[]; without: FactorModel; head: Coefficients; sounds: ColumnSounds }) {
  const { factors, dimensions } = head;
  const places = new Float32Array(hidden.length * factors);
  hidden.forEach((column, i) => placeSound(head, sounds.values, column * dimensions, places.subarray(i * factors, (i + 1) * factors)));
  const listeners = new FactorScorer('factors', kernels, without);
  const alone = new VectorScorer('sound', kernels, sounds.values.map((x) => (Number.isNaN(x) ? 0 : x)), dimensions);
  const likeness = new Float32Array(sounds.groups.length);
  const placed = new Float64Array(cases.length);
  const sound = new Float64Array(cases.length);
  cases.forEach(({ history, liked }, i) => {
    const listener = listeners.vector(history);
    const isLiked = (index: number) => liked.has(hidden[index]);
    placed[i] = orHalf(auc(Float64Array.from(hidden, (_, index) => product(listener, places, index * factors)), isLiked));
    alone.score(history, likeness);
    sound[i] = orHalf(auc(Float64Array.from(hidden, (column) => likeness[column]), isLiked));
  });
  return { placed, sound };
}

/** Who likes everything that is hidden tells nothing. */
function orHalf(area: number): number {
  return Number.isNaN(area) ? 0.5 : area;
}

function product(a: Float32Array, b: Float32Array, at: number): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[at + i];
  return sum;
}

function hasSound({ values, dimensions }: ColumnSounds, column: number): boolean {
  return !Number.isNaN(values[column * dimensions]);
}

/** By column: how many like it. */
function listensOf({ columns, indices, positive, negative }: Interactions): Int32Array {
  const counts = new Int32Array(columns);
  indices.forEach((column, k) => {
    if (positive[k] > negative[k]) counts[column]++;
  });
  return counts;
}
