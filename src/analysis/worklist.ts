import type { AudioFile, TrackId } from '../domain.ts';
import type { FaultyFile } from './progress.ts';

/** A track to be analysed, by its best file. */
export interface AnalysableTrack {
  readonly id: TrackId;
  readonly file: AudioFile;
  readonly durationMs: number;
}

const STATES = ['new', 'waiting', 'working', 'analysed', 'faulty'] as const;
/** `new`: nobody has looked yet what is known of it. */
type State = (typeof STATES)[number];

export interface Entry {
  readonly track: AnalysableTrack;
  readonly state: State;
  /** Why there is no analysis; null when there is, or may be. */
  readonly fault: string | null;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };
type Held = Mutable<Entry>;

/** Every track of the library and how far it is. */
export class Worklist {
  readonly #entries = new Map<TrackId, Held>();
  /** The last is the next. Those in another state by then are passed over. */
  readonly #waiting: Held[] = [];
  readonly #counts = new Map<State, number>(STATES.map((state) => [state, 0]));
  readonly #faulty = new Set<Held>();
  #msLeft = 0;

  get size(): number {
    return this.#entries.size;
  }

  get analysed(): number {
    return this.#counts.get('analysed') ?? 0;
  }

  get isWaiting(): boolean {
    return (this.#counts.get('waiting') ?? 0) > 0;
  }

  get faults(): number {
    return this.#faulty.size;
  }

  /** Milliseconds of sound that are still to be analysed. */
  get msLeft(): number {
    return this.#msLeft;
  }

  /** Whether this is still the entry of its track. */
  has(entry: Entry): boolean {
    return this.#entries.get(entry.track.id) === entry;
  }

  /** A track that came, or changed: what is known of its file is to be looked up. */
  put(track: AnalysableTrack): Entry {
    const known = this.#entries.get(track.id);
    if (known) {
      this.#count(known, -1);
      known.track = track;
      this.#count(known, 1);
      return known;
    }
    const entry: Held = { track, state: 'new', fault: null };
    this.#entries.set(track.id, entry);
    this.#count(entry, 1);
    return entry;
  }

  remove(id: TrackId): void {
    const entry = this.#entries.get(id);
    if (!entry) return;
    this.#count(entry, -1);
    this.#entries.delete(id);
    // Whoever waits for it passes it over.
    entry.state = 'new';
  }

  /** @param fault why the track has no analysis, for `faulty` alone */
  move(entry: Entry, state: State, fault: string | null = null): void {
    const held = this.#entries.get(entry.track.id);
    if (held !== entry) return;
    if (state === 'waiting' && held.state !== 'waiting') this.#waiting.push(held);
    this.#count(held, -1);
    held.state = state;
    held.fault = fault;
    this.#count(held, 1);
  }

  /** These come first, if they wait. */
  prefer(ids: readonly TrackId[]): void {
    for (const id of ids) {
      const entry = this.#entries.get(id);
      if (entry?.state === 'waiting') this.#waiting.push(entry);
    }
  }

  /** The next of those that wait, which is being worked at from now on. */
  take(): Entry | undefined {
    for (let entry = this.#waiting.pop(); entry; entry = this.#waiting.pop()) {
      if (entry.state !== 'waiting') continue;
      this.move(entry, 'working');
      return entry;
    }
    return undefined;
  }

  *in(state: State): Generator<Entry> {
    for (const entry of this.#entries.values()) if (entry.state === state) yield entry;
  }

  /** The first of the tracks that cannot be analysed. */
  faulty(most: number): FaultyFile[] {
    return Array.from(this.#faulty.values().take(most), ({ track, fault }) => ({ path: track.file.path, reason: fault ?? '' }));
  }

  #count(entry: Held, step: 1 | -1): void {
    this.#counts.set(entry.state, (this.#counts.get(entry.state) ?? 0) + step);
    if (entry.state === 'waiting' || entry.state === 'working') this.#msLeft += step * entry.track.durationMs;
    if (entry.state !== 'faulty') return;
    if (step > 0) this.#faulty.add(entry);
    else this.#faulty.delete(entry);
  }
}
