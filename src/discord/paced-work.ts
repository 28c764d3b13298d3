import { DiscordAPIError, RESTJSONErrorCodes } from 'discord.js';
import type { Clock } from '../clock.ts';
import type { Logger } from '../log.ts';

/** After a failure that may pass by itself. */
const SOON_MS = 15_000;
/** After a missing permission: somebody has to grant it first. */
const LATER_MS = 5 * 60_000;

/**
 * Requests to Discord that show something of a guild: asked for often, made seldom. One at a time, a while
 * apart, each made from what holds when its turn comes. A failure is logged once and tried again later.
 */
export class PacedWork {
  readonly #clock: Clock;
  readonly #log: Logger;
  readonly #everyMs: number;
  readonly #what: string;
  readonly #run: () => Promise<boolean>;
  #notBefore = 0;
  #timer: { readonly at: number; readonly cancel: () => void } | null = null;
  #underWay: Promise<void> | null = null;
  /** When it was asked for again while it ran. */
  #wanted: number | null = null;
  #failing = false;
  #stopped = false;

  /**
   * @param parts.what names the work in the log
   * @param parts.run says whether it had anything to do: only then the next waits `everyMs`
   */
  constructor(parts: { clock: Clock; log: Logger; everyMs: number; what: string; run: () => Promise<boolean> }) {
    this.#clock = parts.clock;
    this.#log = parts.log;
    this.#everyMs = parts.everyMs;
    this.#what = parts.what;
    this.#run = parts.run;
  }

  /** Asks for the work, by now or in a while; of several askings the earliest counts. */
  want(inMs = 0): void {
    if (this.#stopped) return;
    const now = this.#clock.now();
    const at = Math.max(now + inMs, this.#notBefore);
    if (this.#underWay) {
      this.#wanted = Math.min(now + inMs, this.#wanted ?? Infinity);
      return;
    }
    if (this.#timer && this.#timer.at <= at) return;
    this.#timer?.cancel();
    this.#timer = { at, cancel: this.#clock.after(at - now, () => void this.#begin()) };
  }

  /** Does the work once whatever is under way is done, however lately that was; resolves when it has been tried. */
  async hurry(): Promise<void> {
    while (this.#underWay) await this.#underWay;
    if (!this.#stopped) await this.#begin();
  }

  stop(): void {
    this.#stopped = true;
    this.#timer?.cancel();
  }

  #begin(): Promise<void> {
    this.#timer?.cancel();
    this.#timer = null;
    this.#wanted = null;
    this.#underWay = this.#work();
    return this.#underWay;
  }

  async #work(): Promise<void> {
    const pauseMs = await this.#attempt();
    this.#underWay = null;
    const now = this.#clock.now();
    this.#notBefore = now + pauseMs;
    const wanted = this.#failing ? now : this.#wanted;
    if (wanted !== null) this.want(Math.max(0, wanted - now));
  }

  /** How long to rest afterwards. */
  async #attempt(): Promise<number> {
    try {
      const worked = await this.#run();
      this.#failing = false;
      return worked ? this.#everyMs : 0;
    } catch (error) {
      const forbidden = isForbidden(error);
      // The error itself holds what was to be sent: names are none of the log's business.
      const fault = error instanceof DiscordAPIError ? { code: error.code } : { error: error instanceof Error ? error.name : 'unknown' };
      if (!this.#failing) {
        this.#log.warn(fault, `${this.#what} ${forbidden ? 'needs a permission that Segue lacks there' : 'did not reach Discord'}; it is tried again later.`);
      }
      this.#failing = true;
      return forbidden ? LATER_MS : SOON_MS;
    }
  }
}

export function isForbidden(error: unknown): boolean {
  return isRefused(error, RESTJSONErrorCodes.MissingAccess, RESTJSONErrorCodes.MissingPermissions);
}

/** The message is gone, or its channel with it. */
export function isGone(error: unknown): boolean {
  return isRefused(error, RESTJSONErrorCodes.UnknownMessage, RESTJSONErrorCodes.UnknownChannel);
}

function isRefused(error: unknown, ...codes: readonly number[]): boolean {
  return error instanceof DiscordAPIError && codes.includes(Number(error.code));
}
