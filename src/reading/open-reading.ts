import { once } from 'node:events';
import { setImmediate } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { Clock } from '../clock.ts';
import { databaseFile, type Config } from '../config.ts';
import type { Track } from '../domain.ts';
import type { Logger } from '../log.ts';
import type { Share } from '../share.ts';
import { ArtistCredits } from './library-artists.ts';
import type { FromReader, ReaderStart, ToReader } from './protocol.ts';
import type { Reading, ReadingProgress, ReadingStatus } from './reading.ts';
import { PUBLIC_SERVICES, type ServiceAddresses } from './sources/service-addresses.ts';

/** Files come in by the thousand while a library is scanned: their artists are told of now and then. */
const SETTLE_MS = 5_000;
const SEND_EVERY_MS = 60_000;
/** Tracks counted at a time, so that the main thread is never held up. */
const SLICE = 1_000;
/** Artists a message. */
const CHUNK = 200;
/** A thread that died is started again after so long, then after twice as long … */
const RESTART_MS = 5_000;
const LONGEST_RESTART_MS = 3_600_000;
/** A thread that lived for so long is well. */
const WELL_MS = 10 * 60_000;
/** The thread is asked so often whether it is there, and given so long to say so: a long text may keep it busy. */
const PING_EVERY_MS = 60_000;
const HUNG_MS = 180_000;
/** What is under way is broken off; longer than this only a database takes that is away. */
const CLOSING_MS = 5_000;

export interface OpenReadingOptions {
  readonly config: Pick<Config, 'reading' | 'databaseUrl' | 'dataFolder' | 'logLevel'>;
  readonly listLibrary: () => readonly Track[];
  readonly share: Share;
  readonly clock: Clock;
  readonly log: Logger;
  /** Something was read about these artists (`nameKey`). */
  readonly onRead: (artistKeys: readonly string[]) => void;
  /** Servers on this machine instead of the public ones, for tests. */
  readonly ownServices?: ServiceAddresses;
}

/** Starts the reading of the web, in a thread of its own; nothing is read before the operator gave a contact address. */
export function openReading(options: OpenReadingOptions): Reading {
  const { config, share } = options;
  if (config.reading === null) {
    return off('Segue reads nothing on the web until the operator has put SEGUE_CONTACT into .env (docs/reading.md) and started it again.');
  }
  // Paces and the budget are kept by one thread.
  if (!share.owns('')) return off('The process that runs shard 0 reads for all of them.');
  if (config.reading.sources.length === 0) return off('Every source is switched off: name some in SEGUE_READING_SOURCES and start Segue again.');
  return new ThreadedReading(options, {
    config: config.reading,
    databaseUrl: config.databaseUrl,
    databaseFile: databaseFile(config),
    logLevel: config.logLevel,
    services: options.ownServices ?? PUBLIC_SERVICES,
    ownServers: options.ownServices !== undefined,
  });
}

function off(why: string): Reading {
  return { libraryChanged: () => {}, status: () => ({ on: false, why }), close: async () => {} };
}

class ThreadedReading implements Reading {
  readonly #options: OpenReadingOptions;
  readonly #start: ReaderStart;
  #worker: Worker | null = null;
  #progress: ReadingProgress;
  #restartMs = RESTART_MS;
  #cancelRestart = () => {};
  #cancelSending: (() => void) | null = null;
  #sentAt = -Infinity;
  #sending: Promise<void> = Promise.resolve();
  #closed = false;

  constructor(options: OpenReadingOptions, start: ReaderStart) {
    this.#options = options;
    this.#start = start;
    this.#progress = { artists: { total: 0, read: 0 }, articles: 0, today: { requests: 0, budget: start.config.requestsPerDay }, sources: [], credits: [] };
    this.#open();
  }

  libraryChanged(): void {
    const { clock } = this.#options;
    this.#cancelSending ??= clock.after(Math.max(SETTLE_MS, this.#sentAt + SEND_EVERY_MS - clock.now()), () => {
      this.#cancelSending = null;
      this.#send();
    });
  }

  status(): ReadingStatus {
    return { on: true, ...this.#progress };
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#cancelRestart();
    this.#cancelSending?.();
    const worker = this.#worker;
    if (!worker) return;
    const ended = once(worker, 'exit');
    worker.postMessage({ kind: 'close' } satisfies ToReader);
    const cancel = this.#options.clock.after(CLOSING_MS, () => void worker.terminate());
    await ended;
    cancel();
    await this.#sending;
  }

  #open(): void {
    const { clock, log, onRead } = this.#options;
    const worker = new Worker(new URL('./reading-thread.ts', import.meta.url), { workerData: this.#start, name: 'reading' });
    const openedAt = clock.now();
    let cancelWatch = () => {};
    this.#worker = worker;
    worker.on('message', (message: FromReader) => {
      if (message.kind === 'progress') this.#progress = message.progress;
      else if (message.kind === 'read') onRead(message.artistKeys);
      else {
        cancelWatch();
        cancelWatch = clock.after(PING_EVERY_MS, () => {
          worker.postMessage({ kind: 'ping' } satisfies ToReader);
          cancelWatch = clock.after(HUNG_MS, () => {
            log.error('The reading of the web hangs; it is started again.');
            void worker.terminate();
          });
        });
      }
    });
    worker.on('error', (error) => log.error({ err: error }, 'The reading of the web failed; it is started again.'));
    worker.once('exit', () => {
      cancelWatch();
      this.#worker = null;
      if (this.#closed) return;
      if (clock.now() - openedAt >= WELL_MS) this.#restartMs = RESTART_MS;
      this.#cancelRestart = clock.after(this.#restartMs, () => this.#open());
      this.#restartMs = Math.min(LONGEST_RESTART_MS, this.#restartMs * 2);
    });
    this.#send();
  }

  #send(): void {
    const worker = this.#worker;
    this.#sending = this.#sending.then(() => this.#sendArtists(worker));
  }

  /** Nothing is said about an empty library: its folders may only be away. */
  async #sendArtists(worker: Worker | null): Promise<void> {
    const tracks = this.#options.listLibrary();
    if (tracks.length === 0) return;
    this.#sentAt = this.#options.clock.now();
    const credits = new ArtistCredits();
    for (let at = 0; at < tracks.length; at += SLICE) {
      for (const track of tracks.slice(at, at + SLICE)) credits.add(track);
      await setImmediate();
    }
    const list = credits.list();
    for (let at = 0; at === 0 || at < list.length; at += CHUNK) {
      if (this.#closed || worker !== this.#worker) return;
      worker?.postMessage({ kind: 'artists', credits: list.slice(at, at + CHUNK), last: at + CHUNK >= list.length } satisfies ToReader);
      await setImmediate();
    }
  }
}
