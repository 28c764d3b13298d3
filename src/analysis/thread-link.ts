import { Worker } from 'node:worker_threads';
import { DeadlineError, Requester } from '../requests.ts';
import type { AnalysisCalls, AnalysisThreadData } from './protocol.ts';

/** What a file may make of its thread's memory before the thread is ended rather than the process. */
const MOST_HEAP_MB = 512;
const STOPPING_MS = 800;

/** The thread died or hung at what it was asked. */
export class ThreadLost extends Error {}

interface Life {
  readonly worker: Worker;
  readonly requests: Requester<AnalysisCalls>;
  /** Why it is over; null while it lives. */
  ended: string | null;
}

/** A thread that analyses, started with the first call and again after it was lost or ended. */
export class ThreadLink {
  readonly #thread: URL;
  readonly #data: AnalysisThreadData;
  readonly #stoppingMs: number;
  #life: Life | null = null;

  constructor(thread: URL, data: AnalysisThreadData, stoppingMs = STOPPING_MS) {
    this.#thread = thread;
    this.#data = data;
    this.#stoppingMs = stoppingMs;
  }

  get isAlive(): boolean {
    return this.#life !== null;
  }

  /**
   * @throws ThreadLost when the thread dies, or does not answer within `deadlineMs`: it is ended then, and its memory returned
   * @throws Error when the work fails there
   */
  async call<Name extends keyof AnalysisCalls>(name: Name, request: AnalysisCalls[Name]['request'], deadlineMs: number): Promise<AnalysisCalls[Name]['reply']> {
    const life = (this.#life ??= this.#start());
    try {
      return await life.requests.call(name, request, { deadlineMs });
    } catch (error) {
      if (error instanceof DeadlineError) {
        await life.worker.terminate();
        throw new ThreadLost('its analysis hung');
      }
      if (life.ended !== null) throw new ThreadLost(life.ended);
      throw error;
    }
  }

  /** Ends the thread; what is under way fails, and counts as never tried if the thread still answers. */
  async end(): Promise<void> {
    const life = this.#life;
    if (!life) return;
    this.#life = null;
    await life.requests.call('stop', null, { deadlineMs: this.#stoppingMs }).catch(() => {});
    await life.worker.terminate();
  }

  #start(): Life {
    // Decoders print complaints about damaged files; the reason is told by the answer.
    const worker = new Worker(this.#thread, { workerData: this.#data, name: 'analysis', stderr: true, resourceLimits: { maxOldGenerationSizeMb: MOST_HEAP_MB } });
    worker.stderr.resume();
    const requests = new Requester<AnalysisCalls>({ post: (message) => worker.postMessage(message), receive: (handler) => worker.on('message', handler) });
    const life: Life = { worker, requests, ended: null };
    const end = (reason: string) => {
      life.ended ??= reason;
      if (this.#life === life) this.#life = null;
      requests.close(life.ended);
    };
    worker.once('error', (error) => end(`its analysis broke off (${error instanceof Error ? error.message : String(error)})`));
    worker.once('exit', () => end('its analysis broke off'));
    return life;
  }
}
