import type { Clock } from './clock.ts';

/** Keys that are remembered; beyond that the one unused longest is forgotten. */
const CAPACITY = 10_000;

/** A token bucket a key: `burst` at once, then `perSecond`. */
export class RateLimit {
  readonly #buckets = new Map<string, { readonly tokens: number; readonly at: number }>();
  readonly #burst: number;
  readonly #perSecond: number;
  readonly #clock: Clock;

  constructor(options: { readonly burst: number; readonly perSecond: number; readonly clock: Clock }) {
    this.#burst = options.burst;
    this.#perSecond = options.perSecond;
    this.#clock = options.clock;
  }

  /** Takes one token of `key`'s bucket; false when it is empty. */
  allow(key: string): boolean {
    const at = this.#clock.now();
    const bucket = this.#buckets.get(key) ?? { tokens: this.#burst, at };
    const filled = Math.min(this.#burst, bucket.tokens + ((at - bucket.at) / 1000) * this.#perSecond);
    const allowed = filled >= 1;
    this.#buckets.delete(key);
    this.#buckets.set(key, { tokens: allowed ? filled - 1 : filled, at });
    if (this.#buckets.size > CAPACITY) this.#buckets.delete(this.#buckets.keys().next().value ?? '');
    return allowed;
  }
}
