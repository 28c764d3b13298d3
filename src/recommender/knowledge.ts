import { type Evidence, evidenceOf, HALF_LIFE_MS } from '../../models/collaborative/confidence.ts';
import { type BlendWeights, PRIOR_WEIGHTS } from '../../models/ranking/blend-weights.ts';
import type { Affinity, ListenerId, TrackId } from '../domain.ts';
import type { ArtistEvidence, ArtistOutcomes } from './elsewhere-artists.ts';
import { OpenTaste, type SolvedListener } from './open-taste.ts';
import { PackedHistory, TrackNumbers } from './packed-history.ts';
import type { ReadArtists } from './read-artists.ts';
import type { SoundLabels } from './sound-labels.ts';
import type { TrainedTaste } from './trained-taste.ts';

/** What is known of a track from everybody together. */
interface Reception {
  listens: number;
  /** Completions, requests and reactions, in units of a completion. */
  appeal: number;
}

const NOTHING: readonly Affinity[] = [];
/** More plays of one listener tell nothing of everybody: a history of years that somebody imported would make a hit of each of its songs. */
const MOST_OF_ONE = 10;
/** Listeners of whom what was worked out is kept: the members of a few sessions. */
const KEPT_LISTENERS = 32;

/** Something that was worked out from a listener's history, and what else it was made of. */
interface WorkedOut {
  readonly of: readonly unknown[];
  readonly value: unknown;
}

/** Everything the recommender has learnt, in memory: affinities by listener, and the trained model. */
export class Knowledge {
  readonly halfLifeMs: number;
  readonly #histories = new Map<ListenerId, PackedHistory>();
  /** Whom listeners heard elsewhere. */
  readonly #elsewhere = new Map<ListenerId, readonly ArtistOutcomes[]>();
  readonly #tracks = new TrackNumbers();
  readonly #receptions = new Map<TrackId, Reception>();
  #trained: TrainedTaste | null = null;
  #taste: OpenTaste | null = null;
  #read: ReadArtists | null = null;
  #soundLabels: SoundLabels | null = null;
  readonly #workedOut = new Map<ListenerId, Map<string, WorkedOut>>();
  #revision = 0;
  #known = 0;
  #size = 0;

  /** @param halfLifeMs evidence counts half after this time */
  constructor(halfLifeMs: number = HALF_LIFE_MS) {
    this.halfLifeMs = halfLifeMs;
  }

  /** Another number whenever anybody's history or the trained model is another. */
  get revision(): number {
    return this.#revision;
  }

  /** Whether the listener was read, even if there was nothing. */
  has(id: ListenerId): boolean {
    return this.#histories.has(id);
  }

  affinitiesOf(id: ListenerId): readonly Affinity[] {
    return this.#histories.get(id)?.unpack() ?? NOTHING;
  }

  /** By listener of whom anything is known. */
  get histories(): readonly PackedHistory[] {
    return [...this.#histories.values()].filter(({ length }) => length > 0);
  }

  /** How many listeners anything is known of. */
  get listeners(): number {
    return this.#known;
  }

  /** Pairs of listener and track anything is known of. */
  get size(): number {
    return this.#size;
  }

  /** What `make` makes of a listener's history and of what `of` lists; kept until one of them is another, or the listener is forgotten. */
  workedOut<T>(id: ListenerId, what: string, of: readonly unknown[], make: () => T): T {
    const ofListener = this.#workedOut.get(id) ?? new Map<string, WorkedOut>();
    // Who was asked for last is the last to go.
    this.#workedOut.delete(id);
    this.#workedOut.set(id, ofListener);
    const [oldest] = this.#workedOut.keys();
    if (this.#workedOut.size > KEPT_LISTENERS && oldest !== undefined) this.#workedOut.delete(oldest);
    const kept = ofListener.get(what);
    if (kept && kept.of.every((one, i) => one === of[i])) return kept.value as T;
    const value = make();
    ofListener.set(what, { of, value });
    return value;
  }

  /** @param elsewhere whom they heard elsewhere, of whose songs the library has none */
  learn(id: ListenerId, affinities: readonly Affinity[], elsewhere: readonly ArtistOutcomes[] = []): void {
    this.forget(id);
    if (elsewhere.length > 0) this.#elsewhere.set(id, elsewhere);
    this.#histories.set(id, new PackedHistory(id, affinities, this.#tracks));
    if (affinities.length > 0) this.#known++;
    this.#size += affinities.length;
    for (const affinity of affinities) this.#weigh(affinity, 1);
  }

  forget(id: ListenerId): void {
    const known = this.affinitiesOf(id);
    this.#histories.delete(id);
    this.#elsewhere.delete(id);
    this.#taste?.forget(id);
    this.#workedOut.delete(id);
    this.#revision++;
    if (known.length > 0) this.#known--;
    this.#size -= known.length;
    for (const affinity of known) this.#weigh(affinity, -1);
  }

  /** By listener of whom any are known: whom they heard elsewhere. */
  get elsewhere(): ReadonlyMap<ListenerId, readonly ArtistOutcomes[]> {
    return this.#elsewhere;
  }

  /** What somebody’s hearing elsewhere says of artists as of `now`. */
  artistsElsewhere(id: ListenerId, now: number): readonly ArtistEvidence[] {
    return (this.#elsewhere.get(id) ?? []).map(({ artist, ...outcomes }) => ({ artist, ...evidenceOf(outcomes, now, this.halfLifeMs) }));
  }

  get trained(): TrainedTaste | null {
    return this.#trained;
  }

  /** What was trained, ready to be asked. */
  get taste(): OpenTaste | null {
    return this.#taste;
  }

  /** @throws Error when it cannot be opened; what was used before is kept then */
  useTrained(trained: TrainedTaste | null): void {
    this.#taste = trained && new OpenTaste(trained);
    this.#revision++;
    this.#trained = trained;
  }

  /** What the signals weigh for a listener: by weights of their own, if they said enough for any, or the server's, or those that ship. */
  blendOf(id: ListenerId): BlendWeights {
    return this.ownBlendOf(id) ?? this.#trained?.blend?.weights ?? PRIOR_WEIGHTS;
  }

  /** null where they are those of everybody. */
  ownBlendOf(id: ListenerId): BlendWeights | null {
    return this.#trained?.blend?.own[id] ?? null;
  }

  /** What is written about artists; null before anything was taken together. */
  get read(): ReadArtists | null {
    return this.#read;
  }

  useRead(read: ReadArtists | null): void {
    this.#read = read;
  }

  /** How labels of the library sound; null before that was learnt. */
  get soundLabels(): SoundLabels | null {
    return this.#soundLabels;
  }

  useSoundLabels(labels: SoundLabels): void {
    this.#soundLabels = labels;
  }

  /** What an affinity says as of `now`. */
  evidenceOf(affinity: Affinity, now: number): Evidence {
    return evidenceOf(affinity, now, this.halfLifeMs);
  }

  /** The listener as the model sees them; null without a model. */
  solved(id: ListenerId, now: number): SolvedListener | null {
    const taste = this.#taste;
    return taste && taste.solve(id, () => this.affinitiesOf(id).flatMap((affinity) => {
      const column = taste.column(affinity.trackId);
      return column < 0 ? [] : [{ column, ...this.evidenceOf(affinity, now) }];
    }));
  }

  /** Where a listener is among the model's factors; null when it has none, or nothing is known of them. */
  placeOf(id: ListenerId, now: number): Float32Array | null {
    const solved = this.solved(id, now);
    return solved && solved.history.length > 0 ? (this.#taste?.vector(solved) ?? null) : null;
  }

  /** A listener's taste as the model has it in numbers; null when it has none, or nothing is known of them. */
  vectorOf(id: ListenerId, now: number): readonly number[] | null {
    const place = this.placeOf(id, now);
    return place && [...place];
  }

  listensOf(id: TrackId): number {
    return this.#receptions.get(id)?.listens ?? 0;
  }

  appealOf(id: TrackId): number {
    return this.#receptions.get(id)?.appeal ?? 0;
  }

  #weigh(affinity: Affinity, sign: 1 | -1): void {
    const reception = this.#receptions.get(affinity.trackId) ?? { listens: 0, appeal: 0 };
    reception.listens += sign * Math.min(MOST_OF_ONE, affinity.plays);
    reception.appeal += sign * (Math.min(MOST_OF_ONE, affinity.completions) + affinity.requests + REACTION_APPEAL[affinity.reaction ?? 'none']);
    this.#receptions.set(affinity.trackId, reception);
  }
}

const REACTION_APPEAL = { like: 3, love: 5, dislike: -5, none: 0 } as const;
