import { setImmediate } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { RequestFrame } from '../../models/language/requests/frame.ts';
import type { RequestNames } from '../../models/language/requests/part-finder.ts';
import { DeadlineError, Requester } from '../requests.ts';
import type { ParserCalls, ParserStart } from './parser-thread.ts';

/** Names a message, so that the main thread is never held up. */
const CHUNK = 1_000;
/** Somebody waits for the answer; while names are learnt it takes a little longer. */
const DEADLINE_MS = 6_000;
const LEARN_DEADLINE_MS = 120_000;
/** A thread that missed a deadline is let live when it shows life within this time. */
const SIGN_OF_LIFE_MS = 2_000;

export interface ParserLinkOptions {
  readonly start: ParserStart;
  /** What the thread runs. */
  readonly thread: URL;
  /** It is gone. @param wanted whether it was told to end */
  readonly onEnd: (wanted: boolean, error: Error | null) => void;
}

/** One thread that understands requests. A hung one is ended. */
export class ParserLink {
  readonly #worker: Worker;
  readonly #requests: Requester<ParserCalls>;
  /** What keeps the thread from answering anything else for a while. */
  #busy = 0;
  readonly #reading = new Set<Promise<RequestFrame>>();
  #ended = false;

  constructor({ start, thread, onEnd }: ParserLinkOptions) {
    this.#worker = new Worker(thread, { workerData: start, name: 'requests' });
    this.#requests = new Requester<ParserCalls>({ post: (message) => this.#worker.postMessage(message), receive: (handler) => this.#worker.on('message', handler) });
    let fault: Error | null = null;
    this.#worker.on('error', (error: Error) => (fault = error));
    this.#worker.once('exit', () => {
      this.#requests.close('the thread has ended');
      onEnd(this.#ended, fault);
    });
    // It learns the language first.
    void this.#whileBusy(() => this.#requests.call('ping', null, { deadlineMs: LEARN_DEADLINE_MS })).catch(() => {});
  }

  /** @throws DeadlineError when it takes too long; Error when it cannot be understood or the thread ends */
  async read(words: string): Promise<RequestFrame> {
    const reading = this.#requests.call('read', words, { deadlineMs: DEADLINE_MS });
    this.#reading.add(reading);
    try {
      return await reading;
    } catch (error) {
      if (error instanceof DeadlineError && this.#busy === 0) this.#askForLife();
      throw error;
    } finally {
      this.#reading.delete(reading);
    }
  }

  /** Has these names known in place of those before. @throws Error when that takes for ever; the thread is ended then */
  learn({ artists, titles }: RequestNames): Promise<void> {
    return this.#whileBusy(async () => {
      const parts = Math.max(1, Math.ceil(Math.max(artists.length, titles.length) / CHUNK));
      for (let part = 0; part < parts; part++) {
        const of = <T>(list: readonly T[]) => list.slice(part * CHUNK, (part + 1) * CHUNK);
        const sent = this.#requests.call('names', { artists: of(artists), titles: of(titles), last: part === parts - 1 }, { deadlineMs: LEARN_DEADLINE_MS });
        if (part === parts - 1) await sent;
        else sent.catch(() => {});
        await setImmediate();
      }
    });
  }

  /** Ends it as soon as what it was asked is answered. */
  async retire(): Promise<void> {
    await Promise.allSettled(this.#reading);
    await this.end();
  }

  async end(): Promise<void> {
    this.#ended = true;
    await this.#worker.terminate();
  }

  async #whileBusy(work: () => Promise<void>): Promise<void> {
    this.#busy++;
    try {
      await work();
    } catch (error) {
      if (error instanceof DeadlineError) void this.#worker.terminate();
      throw error;
    } finally {
      this.#busy--;
    }
  }

  #askForLife(): void {
    this.#requests.call('ping', null, { deadlineMs: SIGN_OF_LIFE_MS }).catch(() => this.#worker.terminate());
  }
}
