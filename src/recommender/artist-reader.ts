import type { Clock } from '../clock.ts';
import type { Logger } from '../log.ts';
import { BackgroundJob } from './background-job.ts';
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
  readonly #job: BackgroundJob;
  #changed = false;
  /** What was kept from before is as good as new. */
  #readAt: number;
  /** What files say, of the catalogue that was looked at last. */
  #files: { readonly of: Catalogue; readonly tags: readonly FileTags[] } | null = null;

  constructor(parts: ArtistReaderParts) {
    this.#parts = parts;
    this.#readAt = parts.clock.now();
    this.#job = new BackgroundJob({
      clock: parts.clock,
      log: parts.log,
      consider: () => this.consider(),
      settleMs: SETTLE_MS,
      retryMs: STALE_MS,
      failure: 'What was read about artists could not be taken together; what was known before is used.',
      onFailure: () => (this.#changed = true),
    });
  }

  /** There may be something new, on the web or in the library. */
  changed(): void {
    this.#changed = true;
    this.#job.changed();
  }

  /** Reads when enough is new. Called now and then, too. */
  consider(): void {
    if (!this.#job.isFree) return;
    const { read, trained } = this.#parts.knowledge;
    const sources = usedSources(trained?.model ?? null);
    const others = read !== null && read.used.join() !== sources.join();
    this.#job.begin((signal, begun) => this.#read(signal, sources, others, begun));
  }

  /** Ends what runs at once. Resolves when its thread is gone. */
  stop(): Promise<void> {
    return this.#job.stop();
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

  async #read(signal: AbortSignal, sources: readonly string[], others: boolean, begun: number): Promise<boolean> {
    const { knowledge, catalogue, countReadings, read, onRead } = this.#parts;
    const before = knowledge.read;
    // Another process may be the one that reads.
    const readings = await countReadings();
    if (!this.#changed && !others && readings === before?.readings) return false;
    const due = before === null || others || begun - this.#readAt >= STALE_MS || readings > before.readings * GROWTH || readings < before.readings;
    if (!due && !this.#hasMoreArtists(before.artists * GROWTH)) return false;
    const files = this.#fileTags(catalogue());
    if (files.length + readings === 0) return false;
    this.#changed = false;
    const artists = await read({ files, sources, at: begun }, signal);
    signal.throwIfAborted();
    knowledge.useRead(artists);
    this.#readAt = begun;
    onRead(artists);
    return true;
  }
}
