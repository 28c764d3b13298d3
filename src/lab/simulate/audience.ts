import { type Random, shuffled } from '../../../models/random.ts';
import type { Interaction } from '../../../models/scorer.ts';
import type { CountMatrix } from '../recommend/count-matrix.ts';
import { historyOf } from '../recommend/evidence.ts';

/** Somebody unseen in training, who likes what is held back of them and nothing else. */
export interface SimulatedListener {
  /** What is known of them at the start. */
  readonly known: readonly Interaction[];
  /** Items; never empty. */
  readonly likes: ReadonlySet<number>;
}

export interface Audience {
  /** Of all the others: what may be learnt from. */
  readonly listens: CountMatrix;
  readonly listeners: readonly SimulatedListener[];
}

/** Of whom less is held back, hardly anything can be right for them. */
const LEAST_HELD = 5;

/**
 * Holds listeners out, drawn by chance among those with enough listens.
 * @param most how many
 * @param known items of each that are known at the start, drawn by chance
 */
export function holdOut(listens: CountMatrix, { most, known }: { readonly most: number; readonly known: number }, random: Random): Audience {
  const histories = Array.from({ length: listens.rows }, (_, row) => historyOf(listens, row));
  const eligible = shuffled([...histories.keys()], random).filter((row) => histories[row].length >= known + LEAST_HELD);
  const held = new Set(eligible.slice(0, most));
  return { listens: without(listens, held), listeners: Array.from(held, (row) => simulated(histories[row], known, random)) };
}

/** @param known as in {@link holdOut} */
export function simulated(history: readonly Interaction[], known: number, random: Random): SimulatedListener {
  const order = shuffled(history, random);
  return { known: order.slice(0, known), likes: new Set(order.slice(known).map(({ column }) => column)) };
}

/** The matrix with nothing in the `held` rows. */
function without(matrix: CountMatrix, held: ReadonlySet<number>): CountMatrix {
  const stays = new Uint8Array(matrix.indices.length);
  const pointers = new Int32Array(matrix.rows + 1);
  for (let row = 0; row < matrix.rows; row++) {
    const from = matrix.pointers[row];
    const to = matrix.pointers[row + 1];
    if (!held.has(row)) stays.fill(1, from, to);
    pointers[row + 1] = pointers[row] + (held.has(row) ? 0 : to - from);
  }
  const staying = (_: number, k: number) => stays[k] === 1;
  return { ...matrix, pointers, indices: matrix.indices.filter(staying), counts: matrix.counts.filter(staying), times: matrix.times?.filter(staying) ?? null };
}
