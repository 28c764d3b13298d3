import type { z } from 'zod';
import type { Clock } from '../../clock.ts';
import { NotNow, Unreachable, Unreadable } from '../../reading/fetch/fault.ts';
import type { Fetched, Fetcher } from '../../reading/fetch/fetcher.ts';
import { UserError } from '../../user-error.ts';

/** Somebody waits: a service that wants peace for longer is asked again when they say so. */
const PATIENCE_MS = 60_000;
/** A service that cannot be reached is asked again after these. */
const AGAIN_MS = [1_000, 4_000, 15_000] as const;

export interface Question<T> {
  /** As people know the service. */
  readonly service: string;
  readonly url: URL;
  readonly schema: z.ZodType<T>;
  /** Sent to the service alone; never logged. */
  readonly authorization?: string;
  /** What a refusal means, as a sentence; null where it means nothing known. */
  readonly refused: (status: number, body: unknown) => string | null;
}

/** Asks a service on behalf of one member who waits. Nothing that goes wrong names the address: it may carry a key. */
export class Asker {
  readonly #fetcher: Pick<Fetcher, 'get'>;
  readonly #clock: Clock;
  readonly #signal: AbortSignal;

  constructor(fetcher: Pick<Fetcher, 'get'>, clock: Clock, signal: AbortSignal) {
    this.#fetcher = fetcher;
    this.#clock = clock;
    this.#signal = signal;
  }

  /** @throws UserError saying what is wrong */
  async ask<T>({ service, url, schema, authorization, refused }: Question<T>): Promise<T> {
    const fetched = await this.#get(service, url, authorization);
    const status = fetched.kind === 'refused' ? fetched.status : fetched.kind === 'missing' ? 404 : 200;
    const body = 'text' in fetched ? jsonOf(fetched.text) : undefined;
    const sentence = refused(status, body);
    if (sentence !== null) throw new UserError('service', sentence);
    const parsed = schema.safeParse(body);
    if (status !== 200 || !parsed.success) throw new UserError('service', `${service} answers in a way that Segue does not understand: try again later, or give a file with /import file.`);
    return parsed.data;
  }

  async #get(service: string, url: URL, authorization: string | undefined): Promise<Fetched> {
    for (let tries = 0; ; tries++) {
      this.#signal.throwIfAborted();
      try {
        return await this.#fetcher.get(url, { manners: 'service', accept: 'application/json', ...(authorization !== undefined && { authorization }) });
      } catch (error) {
        this.#signal.throwIfAborted();
        const waitMs = error instanceof NotNow ? error.until - this.#clock.now() : error instanceof Unreachable ? AGAIN_MS[tries] : undefined;
        if (waitMs === undefined || waitMs > PATIENCE_MS || tries >= AGAIN_MS.length) throw faultOf(error, service);
        await this.#wait(Math.max(0, waitMs));
      }
    }
  }

  #wait(ms: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const cancel = this.#clock.after(ms, resolve);
    const stop = () => {
      cancel();
      resolve();
    };
    this.#signal.addEventListener('abort', stop, { once: true });
    return promise.finally(() => this.#signal.removeEventListener('abort', stop));
  }
}

function faultOf(error: unknown, service: string): unknown {
  if (error instanceof NotNow && error.host === null) return new UserError('service', 'Segue has asked all that it may ask of the web today: say it again tomorrow, or give a file with /import file.');
  if (error instanceof NotNow) return new UserError('service', `${service} wants to be asked later: say it again in an hour, or give a file with /import file.`);
  if (error instanceof Unreachable) return new UserError('service', `${service} cannot be reached: say it again later, or give a file with /import file.`);
  if (error instanceof Unreadable) return new UserError('service', `${service} answers in a way that Segue does not understand: try again later, or give a file with /import file.`);
  return error;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
