import { setImmediate } from 'node:timers/promises';

/** Computing goes on for at most about this long before what waits gets its turn. */
const SLICE_MS = 10;

/** Cuts long computing into slices: whoever computes calls {@link breathe} often, which mostly costs nothing. */
export class Breather {
  #since = performance.now();

  async breathe(): Promise<void> {
    if (performance.now() - this.#since < SLICE_MS) return;
    await setImmediate();
    this.#since = performance.now();
  }
}
