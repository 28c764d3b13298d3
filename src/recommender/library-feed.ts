import { setImmediate } from 'node:timers/promises';
import type { Track, TrackId } from '../domain.ts';
import { recordOf } from './catalogue.ts';
import type { LibraryChange } from './protocol.ts';

/** Tracks a message, so that sending a large library never holds up the main thread. */
const CHUNK = 500;

/** Tells one process what the library holds, and after each change only what changed. */
export class LibraryFeed {
  readonly #listLibrary: () => readonly Track[];
  readonly #send: (change: LibraryChange) => void;
  /** Tracks are immutable: another object means another content. */
  readonly #sent = new Map<TrackId, Track>();
  #again = false;
  #sending: Promise<void> | null = null;

  constructor(listLibrary: () => readonly Track[], send: (change: LibraryChange) => void) {
    this.#listLibrary = listLibrary;
    this.#send = send;
  }

  /** Resolves when everything that is in the library by now was sent. */
  update(): Promise<void> {
    this.#again = true;
    this.#sending ??= this.#run().finally(() => (this.#sending = null));
    return this.#sending;
  }

  /** Resolves when nothing waits to be sent. */
  async idle(): Promise<void> {
    await this.#sending;
  }

  async #run(): Promise<void> {
    while (this.#again) {
      this.#again = false;
      const tracks = this.#listLibrary();
      const changed = tracks.filter((track) => this.#sent.get(track.id) !== track);
      const present = new Set(tracks.map((track) => track.id));
      const remove = [...this.#sent.keys()].filter((id) => !present.has(id));
      for (const id of remove) this.#sent.delete(id);
      for (const track of changed) this.#sent.set(track.id, track);
      if (remove.length > 0) this.#send({ put: [], remove });
      for (let at = 0; at < changed.length; at += CHUNK) {
        this.#send({ put: changed.slice(at, at + CHUNK).map(recordOf), remove: [] });
        await setImmediate();
      }
    }
  }
}
