import type { Clock } from '../../src/clock.ts';

interface Timer {
  readonly at: number;
  readonly run: () => void;
  /** That time does not pass {@link at} before it is done. */
  readonly work?: Promise<unknown>;
}

/** A clock that stands still until it is turned. */
export class TestClock implements Clock {
  #now: number;
  readonly #timers = new Set<Timer>();

  constructor(start = Date.UTC(2026, 0, 5, 20)) {
    this.#now = start;
  }

  now(): number {
    return this.#now;
  }

  after(ms: number, run: () => void): () => void {
    const timer = { at: this.#now + Math.max(0, ms), run };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  /**
   * Gives work that takes as long as the machine needs a length on this clock, so that whatever comes before it and after it
   * does so every time. Resolves when so much time has passed, for which {@link advance} waits until the work is done;
   * rejects as soon as the work does, or the signal aborts.
   */
  async lasting<T>(ms: number, work: Promise<T>, signal: AbortSignal): Promise<T> {
    const { promise: over, resolve, reject } = Promise.withResolvers<void>();
    const timer = { at: this.#now + ms, run: resolve, work };
    const giveUp = () => reject(signal.reason);
    signal.addEventListener('abort', giveUp);
    this.#timers.add(timer);
    try {
      const [done] = await Promise.all([work, over]);
      return done;
    } finally {
      signal.removeEventListener('abort', giveUp);
      this.#timers.delete(timer);
    }
  }

  /** The machine slept: timers that fell due run late, all at the end. */
  jump(ms: number): void {
    this.#now += ms;
  }

  /** Turns the clock, running every timer at its time, and lets what they started settle in between. */
  async advance(ms: number): Promise<void> {
    const end = this.#now + ms;
    await settle();
    for (;;) {
      const next = [...this.#timers].filter((timer) => timer.at <= end).sort((a, b) => a.at - b.at)[0];
      if (!next) break;
      await next.work?.catch(() => {});
      this.#timers.delete(next);
      this.#now = Math.max(this.#now, next.at);
      next.run();
      await settle();
    }
    this.#now = end;
    await settle();
  }
}

/** Lets pending promises and immediate callbacks run until they have had their turn many times over. */
export async function settle(turns = 20): Promise<void> {
  for (let i = 0; i < turns; i++) await new Promise((resolve) => setImmediate(resolve));
}
