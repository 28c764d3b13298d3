import { setImmediate } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { RequestFrame, RequestReader } from '../../models/language/requests/frame.ts';
import type { RequestNames } from '../../models/language/requests/part-finder.ts';
import type { Clock } from '../clock.ts';
import type { Logger, LogLevel } from '../log.ts';
import { DeadlineError, Requester } from '../requests.ts';
import { UserError } from '../user-error.ts';
import type { Endpoint } from './endpoint.ts';
import type { ParserCalls, ParserStart } from './parser-thread.ts';

/** Files come in by the thousand while a library is scanned: their names are told of now and then. */
const SETTLE_MS = 5_000;
/** Names a message, so that the main thread is never held up. */
const CHUNK = 1_000;
/** Somebody waits for the answer; while names are learnt it takes a little longer. */
const DEADLINE_MS = 6_000;
const LEARN_DEADLINE_MS = 120_000;
/** A thread that died is started again after so long. */
const RESTART_MS = 5_000;

/** A track, and an artist, as people may ask for them. */
export interface NamedMusic {
  readonly artists: RequestNames['artists'];
  readonly titles: readonly string[];
}

export interface OpenRequestReaderOptions {
  /** All that is known by name now. */
  readonly listNames: () => Promise<NamedMusic>;
  readonly endpoint: Endpoint | null;
  readonly clock: Clock;
  readonly log: Logger;
}

/** Understands requests on a thread of its own. */
export interface OpenRequestReader extends RequestReader {
  /** Other names are known. */
  namesChanged(): void;
  close(): Promise<void>;
}

export function openRequestReader(options: OpenRequestReaderOptions): OpenRequestReader {
  return new ThreadedRequestReader(options);
}

class ThreadedRequestReader implements OpenRequestReader {
  readonly #options: OpenRequestReaderOptions;
  #thread: { readonly worker: Worker; readonly requests: Requester<ParserCalls> } | null = null;
  #cancelTelling: (() => void) | null = null;
  #cancelRestart: () => void = () => {};
  #telling: Promise<void> = Promise.resolve();
  #closed = false;

  constructor(options: OpenRequestReaderOptions) {
    this.#options = options;
    this.#start();
  }

  /** @throws UserError when the thread is away or takes too long */
  async read(words: string): Promise<RequestFrame> {
    const busy = new UserError('busy', 'Segue is still learning the names of the library: say it again in a moment.');
    if (!this.#thread) throw busy;
    try {
      return await this.#thread.requests.call('read', words, { deadlineMs: DEADLINE_MS });
    } catch (error) {
      // What was said is nobody's business: it is not in the log.
      this.#options.log.warn(error instanceof DeadlineError ? 'A request was not understood in time.' : 'A request could not be understood.');
      throw busy;
    }
  }

  namesChanged(): void {
    this.#cancelTelling ??= this.#options.clock.after(SETTLE_MS, () => {
      this.#cancelTelling = null;
      this.#tell();
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#cancelTelling?.();
    this.#cancelRestart();
    await this.#thread?.worker.terminate();
    await this.#telling;
  }

  #start(): void {
    const { endpoint, log } = this.#options;
    const start: ParserStart = { endpoint, logLevel: log.level as LogLevel };
    const worker = new Worker(new URL('./parser-thread.ts', import.meta.url), { workerData: start, name: 'requests' });
    const requests = new Requester<ParserCalls>({ post: (message) => worker.postMessage(message), receive: (handler) => worker.on('message', handler) });
    this.#thread = { worker, requests };
    worker.on('error', (error) => log.error({ err: error }, 'Understanding requests failed; it is started again.'));
    worker.once('exit', () => {
      requests.close('the thread has ended');
      this.#thread = null;
      if (!this.#closed) this.#cancelRestart = this.#options.clock.after(RESTART_MS, () => this.#start());
    });
    this.#tell();
  }

  #tell(): void {
    this.#telling = this.#telling.then(() => this.#tellNames()).catch((error: unknown) => {
      if (!this.#closed) this.#options.log.warn({ err: error }, 'The names of the library could not be told.');
    });
  }

  async #tellNames(): Promise<void> {
    const requests = this.#thread?.requests;
    if (!requests) return;
    const { artists, titles } = await this.#options.listNames();
    const parts = Math.max(1, Math.ceil(Math.max(artists.length, titles.length) / CHUNK));
    for (let part = 0; part < parts; part++) {
      const of = <T>(list: readonly T[]) => list.slice(part * CHUNK, (part + 1) * CHUNK);
      const sent = requests.call('names', { artists: of(artists), titles: of(titles), last: part === parts - 1 }, { deadlineMs: LEARN_DEADLINE_MS });
      if (part === parts - 1) await sent;
      else sent.catch(() => {});
      await setImmediate();
    }
  }
}
