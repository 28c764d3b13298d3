import type { Clock } from '../clock.ts';

/** Lets many take the same road, one after another with a distance between them, in the order in which they came. */
export class Turns {
  readonly #clock: Clock;
  readonly #distanceMs: number;
  #free = 0;

  constructor(clock: Clock, distanceMs: number) {
    this.#clock = clock;
    this.#distanceMs = distanceMs;
  }

  /** Resolves when it is the caller's turn. */
  async next(): Promise<void> {
    const now = this.#clock.now();
    const at = Math.max(now, this.#free);
    this.#free = at + this.#distanceMs;
    if (at > now) await new Promise<void>((resolve) => this.#clock.after(at - now, resolve));
  }
}
