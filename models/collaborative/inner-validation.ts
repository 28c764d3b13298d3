import { type Random, shuffled } from '../random.ts';
import { entriesThat, type Interactions } from './interactions.ts';
import type { Interaction } from '../scorer.ts';

/** A listener of whom a part is hidden, to see who finds it. */
export interface ValidationCase {
  /** Of the matrix that it was hidden from. */
  readonly row: number;
  readonly history: readonly Interaction[];
  /** Columns they heard and liked that are not in the history; never empty. */
  readonly held: ReadonlySet<number>;
}

export interface ValidationFold {
  /** What may be learnt from. */
  readonly listens: Interactions;
  readonly cases: readonly ValidationCase[];
}

export interface ValidationPlan {
  /** Entry by entry of the listens, or null: then what is hidden is drawn by chance, otherwise it is the latest. */
  readonly times: Float64Array | null;
  /**
   * null: the listeners to be served are in the matrix, so the hidden part is a fifth of a listener's own row.
   * Otherwise they are not, and only so many listens are known of each: then listeners are hidden as a whole.
   */
  readonly unseen: Int32Array | null;
  /** At most so many cases. */
  readonly most: number;
  readonly random: Random;
}

const HELD_SHARE = 0.2;
const UNSEEN_SHARE = 0.25;
/** With fewer listeners than this, each third of them is hidden in turn: of a hundred a quarter is too few to choose by. */
const FEW_LISTENERS = 400;
const LEAST_KNOWN = 2;

/**
 * Hides listens in the way in which the model will be asked for them, so that whatever is chosen by the result is
 * chosen for that.
 */
export function validationFolds(listens: Interactions, plan: ValidationPlan): readonly ValidationFold[] {
  const { unseen, random, most } = plan;
  const eligible = shuffled(
    Array.from({ length: listens.rows }, (_, row) => row).filter((row) => positiveEntries(listens, row).length > LEAST_KNOWN),
    random,
  );
  if (eligible.length === 0) return [];
  if (!unseen) return [hide(listens, eligible.slice(0, most), plan)];
  const folds = eligible.length < FEW_LISTENERS ? 3 : 1;
  const size = folds > 1 ? Math.ceil(eligible.length / folds) : Math.min(most, Math.ceil(UNSEEN_SHARE * eligible.length));
  return Array.from({ length: folds }, (_, fold) => eligible.slice(fold * size, (fold + 1) * size))
    .filter((hidden) => hidden.length > 0)
    .map((hidden) => hide(listens, hidden, plan));
}

function hide(listens: Interactions, hidden: readonly number[], { times, unseen, random }: ValidationPlan): ValidationFold {
  const { pointers, indices, positive, negative } = listens;
  const hiddenEntries = new Set<number>();
  const cases = hidden.map((row) => {
    const entries = shuffled(positiveEntries(listens, row), random);
    if (times) entries.sort((a, b) => times[a] - times[b]);
    const most = Math.floor((1 - HELD_SHARE) * entries.length);
    const known = unseen && unseen.length > 0 ? Math.min(most, Math.max(1, unseen[Math.floor(random() * unseen.length)])) : most;
    const held = new Set(entries.slice(known));
    const history: Interaction[] = [];
    for (let k = pointers[row]; k < pointers[row + 1]; k++) {
      if (!held.has(k)) history.push({ column: indices[k], positive: positive[k], negative: negative[k] });
      if (held.has(k) || unseen) hiddenEntries.add(k);
    }
    return { row, history, held: new Set(Array.from(held, (k) => indices[k])) };
  });
  return { listens: entriesThat(listens, (k) => !hiddenEntries.has(k)), cases };
}

function positiveEntries({ pointers, positive, negative }: Interactions, row: number): number[] {
  const entries: number[] = [];
  for (let k = pointers[row]; k < pointers[row + 1]; k++) if (positive[k] > negative[k]) entries.push(k);
  return entries;
}
