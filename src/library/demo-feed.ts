import { stat } from 'node:fs/promises';
import type { Logger } from '../log.ts';
import type { Catalogue } from './catalogue.ts';
import { startDemoSource, type DemoSource, type DemoTrack } from './demo/demo-source.ts';
import { isInside } from './inside.ts';
import type { SourceStatus } from './library.ts';
import type { Source } from './source.ts';

export interface DemoFeedOptions {
  readonly folder: string;
  readonly catalogue: Catalogue;
  readonly log: Logger;
}

/** The demo library as a source: takes tracks into the catalogue as they are composed. */
export class DemoFeed implements Source {
  readonly #options: DemoFeedOptions;
  #demo: DemoSource | null = null;
  #status: SourceStatus = { name: 'demo', state: 'waiting', done: 0, total: 0, message: null };
  #taking: Promise<void> = Promise.resolve();
  #closed = false;

  constructor(options: DemoFeedOptions) {
    this.#options = options;
  }

  get status(): SourceStatus {
    return this.#status;
  }

  holds(path: string): boolean {
    return isInside(path, this.#options.folder);
  }

  async scan(): Promise<void> {
    const { folder, log, catalogue } = this.#options;
    this.#set({ state: 'scanning' });
    const made = new Set<string>();
    this.#demo = startDemoSource({
      folder,
      log,
      onTrack: (track) => {
        made.add(track.path);
        this.#taking = this.#taking.then(() => this.#take(track));
      },
      onProgress: (done, total) => this.#set({ done, total }),
      onFailure: (reason) =>
        this.#set({ message: `The demo library could not be finished (${reason}): set SEGUE_MUSIC to a folder of music.` }),
    });
    await this.#demo.done;
    await this.#taking;
    if (this.#closed) return;
    const isWhole = this.#status.message === null;
    this.#set({ state: isWhole || made.size > 0 ? 'watching' : 'failed' });
    // What an earlier version composed is not part of the library any more.
    for (const { path } of isWhole ? catalogue.filesIn(folder) : []) if (!made.has(path)) catalogue.remove(path);
  }

  /** Demo tracks do not change; one that has vanished is composed again at the next start. */
  look(path: string): void {
    this.#options.catalogue.remove(path);
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#demo?.stop();
    await this.#taking;
  }

  #set(change: Partial<SourceStatus>): void {
    this.#status = { ...this.#status, ...change };
  }

  async #take(track: DemoTrack): Promise<void> {
    const stats = await stat(track.path).catch(() => null);
    if (!stats || this.#closed) return;
    const { title, artist, album, trackNumber, year, genres, tags, durationMs, loudness, path } = track;
    const known = { discNumber: null, isrc: null, mbid: null, lossless: false, bitrate: 0 };
    this.#options.catalogue.put({
      path,
      source: 'demo',
      size: stats.size,
      mtimeMs: stats.mtimeMs,
      format: 'opus',
      tags: { title, artist, album, trackNumber, year, genres, tags, durationMs, ...known },
      loudness,
      fault: null,
    });
  }
}
