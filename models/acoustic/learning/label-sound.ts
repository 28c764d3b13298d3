import { type Random, shuffled } from '../../random.ts';
import { auc } from '../../ranking/auc.ts';
import { groupFolds } from './folds.ts';
import { predicted, RidgeSums } from './ridge.ts';

/** How rows sound, and what they are called. */
export interface LabelledSounds {
  /** rows × dimensions */
  readonly values: Float32Array;
  readonly dimensions: number;
  /** How many labels there are. */
  readonly labels: number;
  /** Labels of each row, compressed by rows; rows + 1. A row without any says nothing. */
  readonly pointers: Int32Array;
  readonly indices: Int32Array;
  /** By row: its artist, as a number, or −1. An artist's tracks are recorded alike: they never vouch for each other. */
  readonly groups: Int32Array;
}

/** The labels that can be heard, as plain data. */
export interface LabelSound {
  readonly dimensions: number;
  /** Numbers of the labels. */
  readonly labels: Int32Array;
  /** By label of these: how often a row that has it, and was hidden, scored above one that has not, 0.5 to 1. */
  readonly auc: Float32Array;
  /** Labels × (dimensions + 1): the log odds that a row has the label, were half of all to have it. */
  readonly coefficients: Float32Array;
}

const FOLDS = 4;
const RIDGES = [0.03, 0.3, 3] as const;
/** A label of fewer rows, or groups, cannot be told from those rows' other peculiarities. */
const LEAST_ROWS = 8;
const LEAST_GROUPS = 3;
/** What is heard must be heard this well, also if luck helped by so many standard errors. */
const LEAST_AUC = 0.65;
const LUCK = 1.64;
/** Rows that labels are judged by. */
const MOST_JUDGED = 8_000;

/**
 * Learns from labelled rows which labels can be heard, and how: a ridge regression for each, of all on the same rows, kept
 * where it tells hidden rows apart. Its outcome becomes odds by those hidden rows (Platt 1999).
 */
export function learnLabels(sounds: LabelledSounds, random: Random): LabelSound {
  const { dimensions: d, values, pointers, indices, groups } = sounds;
  const rows = Array.from({ length: groups.length }, (_, row) => row).filter((row) => pointers[row + 1] > pointers[row]);
  const candidates = frequentLabels(sounds, rows);
  const nothing: LabelSound = { dimensions: d, labels: new Int32Array(0), auc: new Float32Array(0), coefficients: new Float32Array(0) };
  if (candidates.length === 0) return nothing;

  const foldOf = groupFolds(Int32Array.from(rows, (row) => groups[row]), FOLDS, random);
  const targets = new Map(candidates.map((label, target) => [label, target]));
  const has = rows.map((row) => new Set([...indices.subarray(pointers[row], pointers[row + 1])].flatMap((label) => targets.get(label) ?? [])));
  const folds = Array.from({ length: FOLDS }, () => new FoldSums(d, candidates.length));
  rows.forEach((row, i) => folds[foldOf[i]].add(values, row * d, has[i]));
  const all = folds.reduce((sum, fold) => sum.merge(fold), new FoldSums(d, candidates.length));

  const judged = shuffled([...rows.keys()], random).slice(0, MOST_JUDGED);
  const judgedHas = candidates.map((_, target) => Uint8Array.from(judged, (i) => (has[i].has(target) ? 1 : 0)));
  const tries = RIDGES.map((ridge) => {
    const without = folds.map((fold) => new FoldSums(d, candidates.length).merge(all).merge(fold, -1).solve(ridge));
    const scores = candidates.map((_, target) => {
      const ofTarget = new Float64Array(judged.length);
      for (let k = 0; k < judged.length; k++) ofTarget[k] = predicted(without[foldOf[judged[k]]], target, d, values, rows[judged[k]] * d);
      return ofTarget;
    });
    const areas = scores.map((ofTarget, target) => auc(ofTarget, (k) => judgedHas[target][k] === 1));
    return { ridge, scores, areas, mean: areas.reduce((sum, area) => sum + (Number.isNaN(area) ? 0.5 : area), 0) };
  });
  const best = tries.reduce((most, one) => (one.mean > most.mean ? one : most));

  const kept = candidates.flatMap((label, target) => {
    const wanted = judgedHas[target].reduce((sum, y) => sum + y, 0);
    return best.areas[target] - LUCK * aucError(best.areas[target], wanted, judged.length - wanted) >= LEAST_AUC ? [{ label, target }] : [];
  });
  const solved = all.solve(best.ridge);
  const coefficients = new Float32Array(kept.length * (d + 1));
  kept.forEach(({ target }, k) => {
    const { slope, offset } = evenOdds(best.scores[target], judgedHas[target]);
    for (let i = 0; i <= d; i++) coefficients[k * (d + 1) + i] = slope * solved[target * (d + 1) + i] + (i === d ? offset : 0);
  });
  return { dimensions: d, labels: Int32Array.from(kept, ({ label }) => label), auc: Float32Array.from(kept, ({ target }) => best.areas[target]), coefficients };
}

/** How much a row sounds like the label at `index` of the model's, 0 to 1: one half where neither more nor less than others. */
export function labelStrength({ coefficients, dimensions }: Pick<LabelSound, 'coefficients' | 'dimensions'>, index: number, values: Float32Array, at: number): number {
  return 1 / (1 + Math.exp(-predicted(coefficients, index, dimensions, values, at)));
}

function frequentLabels({ labels, pointers, indices, groups }: LabelledSounds, rows: readonly number[]): readonly number[] {
  const count = new Int32Array(labels);
  const groupsOf = Array.from({ length: labels }, () => new Set<number>());
  for (const row of rows) {
    for (let k = pointers[row]; k < pointers[row + 1]; k++) {
      count[indices[k]]++;
      if (groupsOf[indices[k]].size < LEAST_GROUPS) groupsOf[indices[k]].add(groups[row] < 0 ? -1 - row : groups[row]);
    }
  }
  return [...count.keys()].filter((label) => count[label] >= LEAST_ROWS && rows.length - count[label] >= LEAST_ROWS && groupsOf[label].size >= LEAST_GROUPS);
}

/** The sums over the rows of a fold, and over those with each label. */
class FoldSums {
  readonly #all: RidgeSums;
  readonly #moments: readonly Float64Array[];
  readonly #counts: number[];

  constructor(dimensions: number, targets: number) {
    this.#all = new RidgeSums(dimensions);
    this.#moments = Array.from({ length: targets }, () => new Float64Array(dimensions));
    this.#counts = Array.from({ length: targets }, () => 0);
  }

  add(values: Float32Array, at: number, has: ReadonlySet<number>): void {
    this.#all.add(values, at);
    for (const target of has) {
      const moment = this.#moments[target];
      for (let i = 0; i < moment.length; i++) moment[i] += values[at + i];
      this.#counts[target]++;
    }
  }

  merge(other: FoldSums, sign: 1 | -1 = 1): this {
    this.#all.merge(other.#all, sign);
    this.#moments.forEach((moment, target) => other.#moments[target].forEach((x, i) => (moment[i] += sign * x)));
    other.#counts.forEach((count, target) => (this.#counts[target] += sign * count));
    return this;
  }

  solve(ridge: number): Float32Array {
    return this.#all.regression(ridge).solve(this.#moments, this.#counts);
  }
}

/** The standard error of an area under the curve (Hanley & McNeil 1982). */
function aucError(area: number, wanted: number, others: number): number {
  const q1 = area / (2 - area);
  const q2 = (2 * area * area) / (1 + area);
  return Math.sqrt((area * (1 - area) + (wanted - 1) * (q1 - area * area) + (others - 1) * (q2 - area * area)) / (wanted * others));
}

const NEWTON_STEPS = 25;
/** Keeps the odds finite where hidden rows are told apart without fault. */
const SHRINKAGE = 0.02;

/** The logistic curve over scores, of those that have the label and those that have not as if they were equally many (Newton). */
function evenOdds(scores: Float64Array, has: Uint8Array): { readonly slope: number; readonly offset: number } {
  const mean = scores.reduce((sum, x) => sum + x, 0) / scores.length;
  const deviation = Math.sqrt(scores.reduce((sum, x) => sum + (x - mean) ** 2, 0) / scores.length) || 1;
  const wanted = has.reduce((sum, y) => sum + y, 0);
  const share = [0.5 / (scores.length - wanted), 0.5 / wanted];
  let slope = 0;
  let offset = 0;
  for (let step = 0; step < NEWTON_STEPS; step++) {
    let [g0, g1, h00, h01, h11] = [SHRINKAGE * offset, SHRINKAGE * slope, SHRINKAGE, 0, SHRINKAGE];
    for (let i = 0; i < scores.length; i++) {
      const x = (scores[i] - mean) / deviation;
      const y = has[i];
      const p = 1 / (1 + Math.exp(-(slope * x + offset)));
      const weight = share[y];
      g0 += weight * (p - y);
      g1 += weight * (p - y) * x;
      const curvature = weight * p * (1 - p);
      h00 += curvature;
      h01 += curvature * x;
      h11 += curvature * x * x;
    }
    const determinant = h00 * h11 - h01 * h01;
    const [moveOffset, moveSlope] = [(h11 * g0 - h01 * g1) / determinant, (h00 * g1 - h01 * g0) / determinant];
    offset -= moveOffset;
    slope -= moveSlope;
    if (Math.abs(moveOffset) + Math.abs(moveSlope) < 1e-9) break;
  }
  return { slope: slope / deviation, offset: offset - (slope * mean) / deviation };
}
