import type { Clock } from '../clock.ts';
import type { Logger } from '../log.ts';
import type { Catalogue } from './catalogue.ts';
import { fileTags } from './file-tags.ts';
import type { Knowledge } from './knowledge.ts';
import type { FileTags, ReadArtists, ReadingPlan } from './read-artists.ts';
import { usedSources } from './reading-sources.ts';

/** Read anew when so many more readings are there … */
const GROWTH = 1.2;
/** … or anything has changed for this long … */
const STALE_MS = 15 * 60_000;
/** Changes come by the hundred while folders and the web are read: they are looked at together. */
const SETTLE_MS = 1_000;
/** … but after one there is none for so many times as long as it took. */
const REST = 9;

export interface ArtistReaderParts {
  readonly knowledge: Knowledge;
  readonly catalogue: () => Catalogue;
  readonly countReadings: () => Promise<number>;
  readonly read: (plan: ReadingPlan, signal: AbortSignal) => Promise<ReadArtists>;
  readonly clock: Clock;
  readonly log: Logger;
  readonly onRead: (read: ReadArtists) => void;
}

/** Keeps what is written about artists taken together: decides when, and lets a thread do it. One at a time. */
export class ArtistReader {
  readonly #parts: ArtistReaderParts;
  #running: AbortController | null = null;
  #ended: Promise<void> = Promise.resolve();
  #changed = false;
  #cancelLook: (() => void) | null = null;
  /** What was kept from before is as good as new. */
  #readAt: number;
  #restUntil = -Infinity;
  #stopped = false;
  /** What files say, of the catalogue that was looked at last. */
  #files: { readonly of: Catalogue; readonly tags: readonly FileTags[] } | null = null;

  constructor(parts: ArtistReaderParts) {
    this.#parts = parts;
    this.#readAt = parts.clock.now();
  }

  /** There may be something new, on the web or in the library. */
  changed(): void {
    this.#changed = true;
    this.#cancelLook ??= this.#parts.clock.after(SETTLE_MS, () => {
      this.#cancelLook = null;
      this.consider();
    });
  }

  /** Reads when enough is new. Called now and then, too. */
  consider(): void {
    const now = this.#parts.clock.now();
    if (this.#running || this.#stopped || now < this.#restUntil) return;
    const { read, trained } = this.#parts.knowledge;
    const sources = usedSources(trained?.model ?? null);
    const others = read !== null && read.used.join() !== sources.join();
    const running = new AbortController();
    this.#running = running;
    this.#ended = this.#run(running.signal, sources, others, now);
  }

  /** Ends what runs at once. Resolves when its thread is gone. */
  stop(): Promise<void> {
    this.#stopped = true;
    this.#cancelLook?.();
    this.#running?.abort();
    return this.#ended;
  }

  #hasMoreArtists(count: number): boolean {
    const artists = new Set(this.#parts.catalogue().artists);
    artists.delete('');
    return artists.size > count;
  }

  #fileTags(catalogue: Catalogue): readonly FileTags[] {
    if (this.#files?.of !== catalogue) this.#files = { of: catalogue, tags: fileTags(catalogue) };
    return this.#files.tags;
  }

  async #run(signal: AbortSignal, sources: readonly string[], others: boolean, begun: number): Promise<void> {
    const { knowledge, catalogue, countReadings, read, clock, log, onRead } = this.#parts;
    try {
      const before = knowledge.read;
      // Another process may be the one that reads.
      const readings = await countReadings();
      if (!this.#changed && !others && readings === before?.readings) return;
      const due = before === null || others || begun - this.#readAt >= STALE_MS || readings > before.readings * GROWTH || readings < before.readings;
      if (!due && !this.#hasMoreArtists(before.artists * GROWTH)) return;
      const files = this.#fileTags(catalogue());
      if (files.length + readings === 0) return;
      this.#changed = false;
      const artists = await read({ files, sources, at: begun }, signal);
      signal.throwIfAborted();
      knowledge.useRead(artists);
      this.#readAt = begun;
      this.#restUntil = begun + (1 + REST) * (clock.now() - begun);
      onRead(artists);
    } catch (error) {
      if (signal.aborted) return;
      this.#changed = true;
      this.#restUntil = clock.now() + STALE_MS;
      log.error({ err: error }, 'What was read about artists could not be taken together; what was known before is used.');
    } finally {
      this.#running = null;
    }
  }
}
