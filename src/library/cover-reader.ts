import { Worker } from 'node:worker_threads';
import type { Clock } from '../clock.ts';
import type { CoverReply, CoverRequest } from './cover-worker.ts';
import type { FoundCover } from './cover.ts';

/** With nothing to read for so long, the thread and its memory are given back. */
const IDLE_MS = 60_000;
/** A file that takes so long has hung the thread, or lies on a disk that has. */
const LONGEST_MS = 10_000;

/** Reads covers in a thread of its own, started when needed. */
export class CoverReader {
  readonly #clock: Clock;
  readonly #waiting = new Map<number, (cover: FoundCover | null) => void>();
  #worker: Worker | null = null;
  #numbers = 0;
  #cancelEnd = () => {};

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** As {@link findCover}; null also when it takes too long. */
  read(path: string): Promise<FoundCover | null> {
    const worker = (this.#worker ??= this.#start());
    if (this.#waiting.size === 0) this.#endAfter(LONGEST_MS);
    return new Promise((resolve) => {
      const id = ++this.#numbers;
      this.#waiting.set(id, resolve);
      worker.postMessage({ id, path } satisfies CoverRequest);
    });
  }

  /** Ends the thread; what is being read is not found. */
  async close(): Promise<void> {
    this.#cancelEnd();
    const worker = this.#worker;
    this.#worker = null;
    for (const resolve of this.#waiting.values()) resolve(null);
    this.#waiting.clear();
    await worker?.terminate();
  }

  #start(): Worker {
    const worker = new Worker(new URL('./cover-worker.ts', import.meta.url), { name: 'covers' });
    worker.on('message', ({ id, cover }: CoverReply) => {
      this.#waiting.get(id)?.(cover);
      this.#waiting.delete(id);
      this.#endAfter(this.#waiting.size > 0 ? LONGEST_MS : IDLE_MS);
    });
    // A file that brings the thread down has no cover; the next one gets another thread.
    const ended = () => {
      if (this.#worker === worker) void this.close();
    };
    worker.on('error', ended);
    worker.on('exit', ended);
    worker.unref();
    return worker;
  }

  #endAfter(ms: number): void {
    this.#cancelEnd();
    this.#cancelEnd = this.#clock.after(ms, () => void this.close());
  }
}
