import { setImmediate } from 'node:timers/promises';

/** Computing goes on for at most about this long before what waits gets its turn. */
const SLICE_MS = 10;

/** Cuts long computing into slices: whoever computes calls {@link breathe} often, which mostly costs nothing. */
export class Breather {
  readonly #signal: AbortSignal | null;
  #since = performance.now();

  /** @param signal ends the computing when it is not wanted any more */
  constructor(signal: AbortSignal | null = null) {
    this.#signal = signal;
  }

  /** @throws Error when it was aborted meanwhile */
  async breathe(): Promise<void> {
    if (performance.now() - this.#since >= SLICE_MS) {
      await setImmediate();
      this.#since = performance.now();
    }
    this.#signal?.throwIfAborted();
  }
}
