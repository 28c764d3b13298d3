import { evidenceOf } from '../../models/collaborative/confidence.ts';
import { FoldIn } from '../../models/collaborative/fold-in.ts';
import type { AlsSettings } from '../../models/collaborative/row-solver.ts';
import type { Affinity, ListenerId, TrackId } from '../domain.ts';
import { createKernels } from '../kernels.ts';

/** A trained factorisation of the tracks. Listeners are folded in from their history when needed. */
export interface TrackFactors {
  readonly settings: AlsSettings;
  /** Counts trainings, for the model's version. */
  readonly generation: number;
  readonly trainedAt: number;
  /** Affinities it was trained on. */
  readonly trainedOn: number;
  readonly ids: readonly TrackId[];
  /** ids × dimensions */
  readonly vectors: Float32Array;
}

/** What is known of a track from everybody together. */
interface Reception {
  listens: number;
  /** Completions, requests and reactions, in units of a completion. */
  appeal: number;
}

const NOTHING: readonly Affinity[] = [];

/** Everything the recommender has learnt, in memory: affinities by listener, and the track factors. */
export class Knowledge {
  readonly #affinities = new Map<ListenerId, readonly Affinity[]>();
  readonly #receptions = new Map<TrackId, Reception>();
  #factors: TrackFactors | null = null;
  #rows: ReadonlyMap<TrackId, number> = new Map();
  #foldIn: FoldIn | null = null;
  #known = 0;
  #size = 0;

  /** Whether the listener was read, even if there was nothing. */
  has(id: ListenerId): boolean {
    return this.#affinities.has(id);
  }

  affinitiesOf(id: ListenerId): readonly Affinity[] {
    return this.#affinities.get(id) ?? NOTHING;
  }

  /** By listener of whom anything is known. */
  get histories(): readonly (readonly [ListenerId, readonly Affinity[]])[] {
    return [...this.#affinities].filter(([, affinities]) => affinities.length > 0);
  }

  /** How many listeners anything is known of. */
  get listeners(): number {
    return this.#known;
  }

  /** Pairs of listener and track anything is known of. */
  get size(): number {
    return this.#size;
  }

  learn(id: ListenerId, affinities: readonly Affinity[]): void {
    this.forget(id);
    this.#affinities.set(id, affinities);
    if (affinities.length > 0) this.#known++;
    this.#size += affinities.length;
    for (const affinity of affinities) this.#weigh(affinity, 1);
  }

  forget(id: ListenerId): void {
    const known = this.affinitiesOf(id);
    this.#affinities.delete(id);
    if (known.length > 0) this.#known--;
    this.#size -= known.length;
    for (const affinity of known) this.#weigh(affinity, -1);
  }

  get factors(): TrackFactors | null {
    return this.#factors;
  }

  useFactors(factors: TrackFactors | null): void {
    this.#factors = factors;
    this.#rows = new Map(factors?.ids.map((id, row) => [id, row]));
    this.#foldIn = factors && new FoldIn(createKernels(), factors.vectors, factors.settings);
  }

  /** The row of a track in {@link TrackFactors.vectors}, or −1. */
  factorRow(id: TrackId): number {
    return this.#rows.get(id) ?? -1;
  }

  /** The listener's factor vector, solved from their history as of `now`; null without factors. */
  vectorOf(id: ListenerId, now: number): Float32Array | null {
    if (!this.#foldIn) return null;
    const history = this.affinitiesOf(id).flatMap((affinity) => {
      const column = this.factorRow(affinity.trackId);
      return column < 0 ? [] : [{ column, ...evidenceOf(affinity, now) }];
    });
    return this.#foldIn.solve(history);
  }

  listensOf(id: TrackId): number {
    return this.#receptions.get(id)?.listens ?? 0;
  }

  appealOf(id: TrackId): number {
    return this.#receptions.get(id)?.appeal ?? 0;
  }

  #weigh(affinity: Affinity, sign: 1 | -1): void {
    const reception = this.#receptions.get(affinity.trackId) ?? { listens: 0, appeal: 0 };
    reception.listens += sign * affinity.plays;
    reception.appeal += sign * (affinity.completions + affinity.requests + REACTION_APPEAL[affinity.reaction ?? 'none']);
    this.#receptions.set(affinity.trackId, reception);
  }
}

const REACTION_APPEAL = { like: 3, love: 5, dislike: -5, none: 0 } as const;

/** `2-als16-7`: second design of the blend, 16 factors, the seventh training; `als0` before the first. */
export function modelVersion(factors: TrackFactors | null): string {
  return `2-als${factors?.settings.dimensions ?? 0}-${factors?.generation ?? 0}`;
}
