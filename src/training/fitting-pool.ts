import { Worker } from 'node:worker_threads';
import type { Fitting } from '../../models/collaborative/fitting.ts';
import { kernelModule } from '../kernels.ts';
import { Requester } from '../requests.ts';
import type { FittingCalls, FittingThreadData } from './fitting-thread.ts';

/**
 * Runs jobs on threads, as soon as one is free, in the order of the calls. They fail when the job does, or the pool is
 * closed meanwhile.
 */
export interface FittingPool extends Fitting {
  /** Ends the threads at once, whatever they do, and gives back their memory. */
  close(): Promise<void>;
}

export interface FittingPoolOptions {
  readonly threads: number;
  /** Whether music and everything else go first (where the system can tell threads apart: Linux). */
  readonly background: boolean;
}

/** Longer than any training; who does not want to wait closes the pool. */
const DEADLINE_MS = 24 * 3_600_000;
const STOPPED = 'training was stopped';

interface Thread {
  readonly worker: Worker;
  readonly requests: Requester<FittingCalls>;
}

/** Threads for training; the first jobs start them. */
export function openFittingPool({ threads, background }: FittingPoolOptions): FittingPool {
  const alive = new Set<Thread>();
  const free: Thread[] = [];
  const waiting: PromiseWithResolvers<Thread>[] = [];
  let closed = false;

  function start(): Thread {
    const workerData: FittingThreadData = { module: kernelModule(), background };
    const worker = new Worker(new URL('./fitting-thread.ts', import.meta.url), { workerData, name: 'fitting' });
    const requests = new Requester<FittingCalls>({
      post: (message, transfer) => worker.postMessage(message, transfer ? [...transfer] : []),
      receive: (handler) => worker.on('message', handler),
    });
    const thread = { worker, requests };
    const end = (reason: string) => {
      alive.delete(thread);
      requests.close(reason);
    };
    worker.once('error', (error) => end(`training failed: ${error instanceof Error ? error.message : String(error)}`));
    worker.once('exit', () => end(STOPPED));
    alive.add(thread);
    return thread;
  }

  async function acquire(): Promise<Thread> {
    if (closed) throw new Error(STOPPED);
    const thread = free.pop();
    if (thread && alive.has(thread)) return thread;
    if (alive.size < threads) return start();
    const turn = Promise.withResolvers<Thread>();
    waiting.push(turn);
    return turn.promise;
  }

  function release(thread: Thread): void {
    if (closed) return;
    const next = waiting.shift();
    const usable = alive.has(thread) ? thread : next && start();
    if (!usable) return;
    if (next) next.resolve(usable);
    else free.push(usable);
  }

  async function run<K extends keyof FittingCalls>(name: K, job: FittingCalls[K]['request']): Promise<FittingCalls[K]['reply']> {
    const thread = await acquire();
    try {
      return await thread.requests.call(name, job, { deadlineMs: DEADLINE_MS });
    } finally {
      release(thread);
    }
  }

  return {
    fit: (job) => run('fit', job),
    judge: (job) => run('judge', job),
    async close() {
      closed = true;
      for (const turn of waiting.splice(0)) turn.reject(new Error(STOPPED));
      await Promise.all(Array.from(alive, ({ worker }) => worker.terminate()));
    },
  };
}
