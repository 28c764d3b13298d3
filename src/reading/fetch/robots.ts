import robotsParser from 'robots-parser';
import type { Clock } from '../../clock.ts';

/** What is read of a robots.txt at least (RFC 9309 §2.5). */
const LARGEST_CHARACTERS = 500 * 1024;
/** How long one is used at most (§2.4). */
const KEPT_MS = 24 * 3_600_000;
const KEPT_HOSTS = 1_000;
/** Whoever wants longer pauses is read at this pace. */
const LONGEST_DELAY_MS = 60_000;

interface Rules {
  isAllowed(url: string, agent: string): boolean | undefined;
  /** In seconds. */
  getCrawlDelay(agent: string): number | undefined;
}

/** The package's own types mean the default export of an ES module, which it is not. */
const parse = robotsParser as unknown as (url: string, text: string) => Rules;

interface Kept {
  readonly rules: Promise<Rules>;
  readonly until: number;
}

/** What hosts let crawlers read (RFC 9309). */
export class Robots {
  readonly #agent: string;
  readonly #clock: Clock;
  readonly #fetchText: (url: URL) => Promise<string>;
  readonly #kept = new Map<string, Kept>();

  /**
   * @param agent the product token by which rules name the reader
   * @param fetchText the text at the address, empty where the host has none; rejects when nobody knows
   */
  constructor(agent: string, clock: Clock, fetchText: (url: URL) => Promise<string>) {
    this.#agent = agent;
    this.#clock = clock;
    this.#fetchText = fetchText;
  }

  async allows(url: URL): Promise<boolean> {
    return (await this.#rulesFor(url)).isAllowed(url.href, this.#agent) ?? true;
  }

  /** The pause that the host asks for between two requests, in milliseconds; 0 for none. */
  async delayMs(url: URL): Promise<number> {
    return Math.min(LONGEST_DELAY_MS, Math.max(0, ((await this.#rulesFor(url)).getCrawlDelay(this.#agent) ?? 0) * 1000));
  }

  #rulesFor({ origin }: URL): Promise<Rules> {
    const known = this.#kept.get(origin);
    if (known && known.until > this.#clock.now()) return known.rules;
    const address = new URL('/robots.txt', origin);
    const rules = this.#fetchText(address).then((text) => parse(address.href, text.slice(0, LARGEST_CHARACTERS)));
    this.#kept.delete(origin);
    this.#kept.set(origin, { rules, until: this.#clock.now() + KEPT_MS });
    if (this.#kept.size > KEPT_HOSTS) this.#kept.delete(this.#kept.keys().next().value ?? '');
    // What could not be had is asked for again.
    rules.catch(() => this.#kept.delete(origin));
    return rules;
  }
}
