import type { Clock } from '../clock.ts';
import type { Logger } from '../log.ts';

/** After a job there is none for so many times as long as it took. */
const REST = 9;

export interface BackgroundJobParts {
  readonly clock: Clock;
  readonly log: Logger;
  /** Begins the job when it is due. */
  readonly consider: () => void;
  /** Changes come by the hundred: those of so long are looked at together. */
  readonly settleMs: number;
  /** When it is tried again after a failure. */
  readonly retryMs: number;
  /** What is logged of a failure, as a sentence. */
  readonly failure: string;
  readonly onFailure?: () => void;
}

/** Work on a thread that is done anew when enough has changed: one at a time, with rests in between. */
export class BackgroundJob {
  readonly #parts: BackgroundJobParts;
  #running: AbortController | null = null;
  #ended: Promise<void> = Promise.resolve();
  #cancelLook: (() => void) | null = null;
  #restUntil = -Infinity;
  #stopped = false;

  constructor(parts: BackgroundJobParts) {
    this.#parts = parts;
  }

  /** Whether it may begin now. */
  get isFree(): boolean {
    return this.#running === null && !this.#stopped && this.#parts.clock.now() >= this.#restUntil;
  }

  /** Has it considered, in a while. */
  changed(): void {
    if (this.#stopped) return;
    this.#cancelLook ??= this.#parts.clock.after(this.#parts.settleMs, () => {
      this.#cancelLook = null;
      this.#parts.consider();
    });
  }

  /**
   * Begins; only when it is free.
   * @param work says whether there was anything to do: only then it rests. What it finds after it was aborted must not be used.
   */
  begin(work: (signal: AbortSignal, begun: number) => Promise<boolean>): void {
    const running = new AbortController();
    this.#running = running;
    this.#ended = this.#run(work, running.signal);
  }

  /** Ends what runs at once, for good. Resolves when its thread is gone. */
  stop(): Promise<void> {
    this.#stopped = true;
    this.#cancelLook?.();
    this.#running?.abort();
    return this.#ended;
  }

  async #run(work: (signal: AbortSignal, begun: number) => Promise<boolean>, signal: AbortSignal): Promise<void> {
    const { clock, log, retryMs, failure, onFailure } = this.#parts;
    const begun = clock.now();
    try {
      if (await work(signal, begun)) this.#restUntil = begun + (1 + REST) * (clock.now() - begun);
    } catch (error) {
      if (signal.aborted) return;
      this.#restUntil = clock.now() + retryMs;
      onFailure?.();
      log.error({ err: error }, failure);
    } finally {
      this.#running = null;
    }
  }
}
