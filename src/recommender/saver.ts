import type { Clock } from '../clock.ts';
import type { Logger } from '../log.ts';

/** Changes are saved after this long, together … */
const SAVE_AFTER_MS = 1_000;
/** … and not before so many times as long as the last saving took: much that is known takes long to write. */
const SAVE_REST = 9;

/** Saves what changes, some time after it does. */
export class Saver {
  readonly #save: () => Promise<void>;
  readonly #clock: Clock;
  readonly #log: Logger;
  #cancel: (() => void) | null = null;
  /** How long the last saving took. */
  #savingMs = 0;

  constructor(save: () => Promise<void>, clock: Clock, log: Logger) {
    this.#save = save;
    this.#clock = clock;
    this.#log = log;
  }

  /** There is something to be saved. */
  changed(): void {
    this.#cancel ??= this.#clock.after(Math.max(SAVE_AFTER_MS, SAVE_REST * this.#savingMs), () => {
      this.flush().catch((error: unknown) => this.#log.error({ err: error }, 'The recommender could not save what it learnt.'));
    });
  }

  /** Saves at once what has changed, if anything has. */
  async flush(): Promise<void> {
    if (!this.#cancel) return;
    this.#cancel();
    this.#cancel = null;
    const begun = this.#clock.now();
    await this.#save();
    this.#savingMs = this.#clock.now() - begun;
  }
}
