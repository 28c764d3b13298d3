import type { MapOfSounds } from '../../models/acoustic/map/map-of-sounds.ts';
import { seedOf } from '../../models/random.ts';
import type { Clock } from '../clock.ts';
import type { TrackId } from '../domain.ts';
import type { Logger } from '../log.ts';
import { BackgroundJob } from './background-job.ts';
import type { LibrarySound } from './library-sound.ts';
import type { MapRequest } from './map-thread.ts';
import type { SoundMapPicture } from './recommender.ts';

/** Drawn anew when so many more tracks were heard, or went, when the last was heard … */
const GROWTH = 1.1;
/** … or anything has changed for this long … */
const STALE_MS = 15 * 60_000;
/** Tracks are heard one by one: they are looked at together. */
const SETTLE_MS = 2_000;

export interface SoundMapParts {
  readonly sound: LibrarySound;
  /** The tracks that may be on it. */
  readonly ids: () => readonly TrackId[];
  readonly draw: (request: MapRequest, signal: AbortSignal) => Promise<MapOfSounds>;
  readonly clock: Clock;
  readonly log: Logger;
}

interface Drawn extends MapOfSounds {
  readonly at: number;
  readonly ids: readonly TrackId[];
}

/** The library on two dimensions, by sound: decides when it is drawn, and lets a thread do it. One at a time. */
export class SoundMap {
  readonly #parts: SoundMapParts;
  #drawn: Drawn | null = null;
  /** What the map was drawn of, or last tried to be. */
  #revision = -1;
  readonly #job: BackgroundJob;

  constructor(parts: SoundMapParts) {
    this.#parts = parts;
    this.#job = new BackgroundJob({
      clock: parts.clock,
      log: parts.log,
      consider: () => this.consider(),
      settleMs: SETTLE_MS,
      retryMs: STALE_MS,
      failure: 'The map of the library could not be drawn; it stays as it was.',
    });
  }

  /** Tracks were heard, came or went. */
  changed(): void {
    this.#job.changed();
  }

  /** Draws when enough has changed. Called now and then, too. */
  consider(): void {
    const { sound, ids, clock } = this.#parts;
    const now = clock.now();
    if (!this.#job.isFree) return;
    const heard = this.#heard();
    const before = this.#drawn;
    const ripe = before === null || now - before.at >= STALE_MS || heard.length === ids().length;
    if (heard.length === 0 || (before !== null && !isDue(before, heard, ripe && sound.revision !== this.#revision))) return;
    this.#revision = sound.revision;
    this.#job.begin((signal, begun) => this.#draw(heard, before, signal, begun));
  }

  /** The map as it was drawn last, with what of it can still be played; null before the first. */
  picture(): SoundMapPicture | null {
    const drawn = this.#drawn;
    if (!drawn) return null;
    const known = new Set(this.#parts.ids());
    const rows = [...drawn.ids.keys()].filter((row) => known.has(drawn.ids[row]));
    const places = new Float32Array(rows.length * 2);
    rows.forEach((row, i) => places.set(drawn.places.subarray(row * 2, row * 2 + 2), i * 2));
    return { ids: rows.map((row) => drawn.ids[row]), places, unheard: known.size - rows.length };
  }

  /** Ends what runs at once. Resolves when its thread is gone. */
  stop(): Promise<void> {
    return this.#job.stop();
  }

  #heard(): readonly TrackId[] {
    const { sound, ids } = this.#parts;
    return ids().filter((id) => sound.embedding(sound.row(id)) !== null);
  }

  async #draw(heard: readonly TrackId[], before: Drawn | null, signal: AbortSignal, begun: number): Promise<boolean> {
    const { sound, draw } = this.#parts;
    // By chance, but always the same: those by which the others are placed stay, mostly, when others come.
    const ids = heard.map((id) => ({ id, turn: seedOf(id) })).sort((a, b) => a.turn - b.turn || (a.id < b.id ? -1 : 1)).map(({ id }) => id);
    const { dimensions } = sound;
    const values = new Float32Array(ids.length * dimensions);
    ids.forEach((id, row) => values.set(sound.embedding(sound.row(id))!, row * dimensions));
    const map = await draw({ values, dimensions, before: before && placesOf(before, ids) }, signal);
    signal.throwIfAborted();
    this.#drawn = { ...map, at: begun, ids };
    return true;
  }
}

function isDue(before: Drawn, heard: readonly TrackId[], ripe: boolean): boolean {
  return ripe || heard.length > before.ids.length * GROWTH || heard.length * GROWTH < before.ids.length;
}

/** Where tracks were on a map. */
function placesOf(before: Drawn, ids: readonly TrackId[]): MapOfSounds {
  const rows = new Map(before.ids.map((id, row) => [id, row]));
  const places = new Float32Array(ids.length * 2).fill(NaN);
  ids.forEach((id, i) => {
    const row = rows.get(id);
    if (row !== undefined) places.set(before.places.subarray(row * 2, row * 2 + 2), i * 2);
  });
  return { places, scale: before.scale };
}
