import type { Clock } from '../clock.ts';

/** Tells listeners that something changed, at most once per `everyMs` however often it does. */
export class ChangeNotice {
  readonly #clock: Clock;
  readonly #everyMs: number;
  readonly #listeners = new Set<() => void>();
  #lastAt = -Infinity;
  #cancel: (() => void) | null = null;

  constructor(clock: Clock, everyMs: number) {
    this.#clock = clock;
    this.#everyMs = everyMs;
  }

  listen(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  changed(): void {
    const wait = Math.max(0, this.#lastAt + this.#everyMs - this.#clock.now());
    this.#cancel ??= this.#clock.after(wait, () => {
      this.#cancel = null;
      this.#lastAt = this.#clock.now();
      for (const listener of this.#listeners) listener();
    });
  }

  close(): void {
    this.#cancel?.();
    this.#listeners.clear();
  }
}
