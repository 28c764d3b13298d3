import type { Clock } from '../../clock.ts';
import type { Storage } from '../../storage/storage.ts';
import { Budget } from './budget.ts';
import { textOf } from './charset.ts';
import { Unreachable, Unreadable } from './fault.ts';
import { HostHealth } from './host-health.ts';
import { HostPaces, paceOf, type Pace } from './host-paces.ts';
import { checkOpen, redirect, staysWithService } from './redirects.ts';
import { retryAfter } from './retry-after.ts';
import { Robots } from './robots.ts';
import { Transport, type Answer, type TransportOptions } from './transport.ts';
import { Validators } from './validators.ts';

/** By this name rules in robots.txt mean the reader (RFC 9309 §2.2.1). */
const PRODUCT = 'Segue';
const MOST_REDIRECTS = 5;

/** How something is asked for: crawled pages obey robots.txt, interfaces for programs have terms of their own. */
export type Manners = 'page' | 'service';

export type Fetched =
  | { readonly kind: 'found'; readonly url: URL; readonly type: string; readonly text: string; remember(): Promise<void> }
  /** As when {@link Fetched} was last remembered. */
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'missing' }
  /** Any other 4xx, with what the host says about it. */
  | { readonly kind: 'refused'; readonly status: number; readonly text: string };

export interface FetcherOptions extends Omit<TransportOptions, 'userAgent'> {
  readonly storage: Storage;
  readonly clock: Clock;
  /** Uniform on [0, 1). */
  readonly random: () => number;
  /** Where the operator can be reached: an address of the web or for mail. */
  readonly contact: string;
  readonly version: string;
  readonly requestsPerDay: number;
  readonly paceOf?: (host: string) => Pace;
}

/** Reads the web with good manners: who asks is said, and no more is asked than the hosts and the operator allow. */
export class Fetcher {
  readonly budget: Budget;
  readonly #clock: Clock;
  readonly #transport: Transport;
  readonly #health: HostHealth;
  readonly #paces: HostPaces;
  readonly #paceOf: (host: string) => Pace;
  readonly #robots: Robots;
  readonly #validators: Validators;
  readonly #closing = new AbortController();

  constructor({ storage, clock, random, contact, version, requestsPerDay, paceOf: pace = paceOf, ...transport }: FetcherOptions) {
    this.#clock = clock;
    this.#transport = new Transport({ ...transport, userAgent: `${PRODUCT}/${version} (+${contact})` });
    this.#health = new HostHealth(storage.keyValue('reading-hosts'), clock, random);
    this.#paces = new HostPaces(clock);
    this.#paceOf = pace;
    this.#validators = new Validators(storage.keyValue('reading-validators'));
    this.#robots = new Robots(PRODUCT, clock, (url) => this.#robotsText(url));
    this.budget = new Budget(requestsPerDay, storage.keyValue('reading-budget'), clock);
  }

  /** Rejects everything that is under way or comes later. */
  close(): void {
    this.#closing.abort(new Error('the reader is closing'));
    this.#transport.close();
  }

  /**
   * What stands at an address, over at most five redirects, each as allowed as the first.
   * @param conditional asks for it only if it changed since it was remembered
   * @param authorization of a service: a redirect never takes it anywhere else
   * @throws NotNow, Unreachable, Unreadable
   */
  async get(address: URL, { manners, accept, conditional = false, authorization }: { readonly manners: Manners; readonly accept: string; readonly conditional?: boolean; readonly authorization?: string }): Promise<Fetched> {
    const headers = { accept, ...(authorization !== undefined && manners === 'service' && { authorization }), ...(conditional ? await this.#validators.conditions(address) : {}) };
    let url = address;
    for (let hops = 0; hops <= MOST_REDIRECTS; hops++) {
      checkOpen(url);
      if (manners === 'page' && !(await this.#robots.allows(url))) throw new Unreadable(`${url.host} asks in its robots.txt not to read this`);
      const answer = await this.#ask(url, headers, manners === 'page' ? await this.#robots.delayMs(url) : 0);
      const next = redirect(answer, url);
      if (next === null) return this.#fetched(answer, url, address);
      if (manners === 'service' && !staysWithService(url, next)) throw new Unreadable(`${url.host} sends its visitors elsewhere`);
      url = next;
    }
    throw new Unreadable(`${address.host} sends its visitors round in circles`);
  }

  /** The service at this address asked for peace in its own words: it gets it, for a span that grows from `leastMs` on. */
  async leaveAlone({ host }: URL, reason: string, leastMs = 0): Promise<never> {
    throw await this.#health.wantsPeace(host, reason, null, leastMs);
  }

  #fetched(answer: Answer, url: URL, address: URL): Fetched {
    const { status } = answer;
    if (status === 304) return { kind: 'unchanged' };
    if (status === 404 || status === 410) return { kind: 'missing' };
    const type = answer.header('content-type') ?? '';
    const text = textOf(answer.body, type);
    if (status >= 400) return { kind: 'refused', status, text };
    if (status !== 200) throw new Unreadable(`${url.host} answers ${status}`);
    return { kind: 'found', url, type, text, remember: () => this.#validators.remember(address, answer) };
  }

  async #ask(url: URL, headers: Readonly<Record<string, string>>, delayMs: number): Promise<Answer> {
    const pace = this.#paceOf(url.host);
    // Without waiting in line where nothing may be asked anyway.
    await this.#health.check(url.host);
    return this.#paces.run({ ...pace, everyMs: Math.max(pace.everyMs, delayMs) }, this.#closing.signal, async () => {
      await this.#health.check(url.host);
      await this.budget.take();
      const answer = await this.#transport.get(url, headers, this.#closing.signal).catch(async (error: unknown) => {
        if (error instanceof Unreachable) await this.#health.failed(url.host, error.message);
        throw error;
      });
      await this.#judge(answer, url);
      return answer;
    });
  }

  async #judge(answer: Answer, { host }: URL): Promise<void> {
    const now = this.#clock.now();
    if (answer.status === 429 || answer.status === 503) {
      const reason = answer.status === 429 ? `${host} asks for fewer questions (429)` : `${host} has too much to do (503)`;
      throw await this.#health.wantsPeace(host, reason, retryAfter(answer.header('retry-after'), now));
    }
    if (answer.status >= 500) {
      const reason = `${host} has a fault of its own (${answer.status})`;
      await this.#health.failed(host, reason);
      throw new Unreachable(reason);
    }
    await this.#health.succeeded(host);
    // As ListenBrainz says how much may be asked.
    if (answer.header('x-ratelimit-remaining') === '0') {
      await this.#health.rests(host, `${host} was asked all it allows for the moment`, retryAfter(answer.header('x-ratelimit-reset-in'), now));
    }
  }

  /** Where there is none, or none for us, everything may be read; where nobody knows, nothing (RFC 9309 §2.3.1). */
  async #robotsText(url: URL): Promise<string> {
    let at = url;
    for (let hops = 0; hops <= MOST_REDIRECTS; hops++) {
      checkOpen(at);
      const answer = await this.#ask(at, { accept: 'text/plain' }, 0);
      const next = redirect(answer, at);
      if (next === null) return answer.status === 200 ? textOf(answer.body, 'text/plain; charset=utf-8') : '';
      at = next;
    }
    return '';
  }
}
