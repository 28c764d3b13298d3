import type { Interaction } from '../../models/scorer.ts';
import { TasteScorer } from '../../models/collaborative/taste-model.ts';
import type { ListenerId, TrackId } from '../domain.ts';
import { createKernels } from '../kernels.ts';
import type { TrainedTaste } from './trained-taste.ts';

/** Who asks again soon need not be solved again: the members of a few sessions, and little memory. */
const KEPT_LISTENERS = 64;

/** A listener as the model sees them. */
export interface SolvedListener {
  /** Their evidence about columns; empty for somebody nothing is known of. */
  readonly history: readonly Interaction[];
  /** One a column; higher is better. */
  readonly scores: Float32Array;
}

/** A trained model that can be asked, with kernels of its own: both go when it does. */
export class OpenTaste {
  readonly #scorer: TasteScorer;
  readonly #columns: ReadonlyMap<TrackId, number>;
  readonly #solved = new Map<ListenerId, SolvedListener>();

  constructor({ ids, model }: TrainedTaste) {
    this.#scorer = new TasteScorer(createKernels(), model);
    this.#columns = new Map(ids.map((id, column) => [id, column]));
  }

  /** The column of a track, or −1. */
  column(id: TrackId): number {
    return this.#columns.get(id) ?? -1;
  }

  /**
   * Scores every column for a listener, from their history alone; somebody without one gets what suits everybody.
   * Kept until {@link forget}.
   */
  solve(id: ListenerId, historyOf: () => readonly Interaction[]): SolvedListener {
    const known = this.#solved.get(id);
    if (known) return known;
    const history = historyOf();
    const scores = new Float32Array(this.#columns.size);
    this.#scorer.score(history, scores);
    const solved = { history, scores };
    this.#solved.set(id, solved);
    const [oldest] = this.#solved.keys();
    if (this.#solved.size > KEPT_LISTENERS && oldest !== undefined) this.#solved.delete(oldest);
    return solved;
  }

  /** The listener's history has changed, or must not be kept. */
  forget(id: ListenerId): void {
    this.#solved.delete(id);
  }

  /** How much each entry of the listener's history speaks for a column, in standard deviations of the scores. */
  contributions({ history }: SolvedListener, column: number): Float64Array {
    return this.#scorer.contributions(history, column);
  }

  /** The listener's place in the model, one number a dimension; null when it has none for listeners. */
  vector({ history }: SolvedListener): Float32Array | null {
    return this.#scorer.vector(history);
  }

  /** How alike every column is to this one. */
  likeness(column: number): Float32Array {
    const scores = new Float32Array(this.#columns.size);
    this.#scorer.likeness(column, scores);
    return scores;
  }
}
