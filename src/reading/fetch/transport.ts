import type { LookupFunction } from 'node:net';
import got, { RequestError } from 'got';
import { RequestFilteringHttpAgent, RequestFilteringHttpsAgent } from 'request-filtering-agent';
import { Unreachable, Unreadable } from './fault.ts';

/** How long a host may take, in milliseconds. */
export interface Patience {
  readonly connect: number;
  /** Without a single byte. */
  readonly idle: number;
  readonly total: number;
}

const PATIENCE: Patience = { connect: 10_000, idle: 15_000, total: 60_000 };
const LARGEST_BYTES = 4 * 1024 * 1024;
/** Sockets kept open to one host. */
const SOCKETS = 3;
/** What is worth reading is some kind of text. */
const TEXT = /^\s*(?:$|text\/|application\/(?:[\w.-]+\+)?(?:xml|json|rss|atom|xhtml|javascript)\b)/i;

export interface TransportOptions {
  readonly userAgent: string;
  /** Lets addresses of this very machine be read, for tests on servers of their own. */
  readonly allowLoopback?: boolean;
  readonly lookup?: LookupFunction;
  readonly patience?: Partial<Patience>;
  readonly largestBytes?: number;
}

/** What a host answered to one request. */
export interface Answer {
  readonly status: number;
  header(name: string): string | undefined;
  readonly body: Uint8Array;
}

/**
 * One request over HTTP at a time: to public addresses only, wherever a name leads, with bounds on time and on size
 * as it is after decompression. Redirects are answers like others.
 */
export class Transport {
  readonly #userAgent: string;
  readonly #agents: { readonly http: RequestFilteringHttpAgent; readonly https: RequestFilteringHttpsAgent };
  readonly #lookup: LookupFunction | undefined;
  readonly #patience: Patience;
  readonly #largestBytes: number;

  constructor({ userAgent, allowLoopback = false, lookup, patience, largestBytes = LARGEST_BYTES }: TransportOptions) {
    const options = { keepAlive: true, maxSockets: SOCKETS, allowIPAddressList: allowLoopback ? ['127.0.0.1', '::1'] : [] };
    this.#userAgent = userAgent;
    this.#agents = { http: new RequestFilteringHttpAgent(options), https: new RequestFilteringHttpsAgent(options) };
    this.#lookup = lookup;
    this.#patience = { ...PATIENCE, ...patience };
    this.#largestBytes = largestBytes;
  }

  /**
   * @throws Unreachable when the host cannot be reached or breaks off, Unreadable when its address is private or the
   * answer too large or no text; the signal's reason when it was aborted
   */
  async get(url: URL, headers: Readonly<Record<string, string>>, signal: AbortSignal): Promise<Answer> {
    const { connect, idle, total } = this.#patience;
    const tooLong = AbortSignal.timeout(total);
    const stream = got.stream(url, {
      agent: this.#agents,
      dnsLookup: this.#lookup,
      headers: { 'user-agent': this.#userAgent, ...headers },
      followRedirect: false,
      throwHttpErrors: false,
      retry: { limit: 0 },
      timeout: { lookup: connect, connect, secureConnect: connect, socket: idle, response: total },
      signal: AbortSignal.any([signal, tooLong]),
    });
    try {
      const response = await new Promise<{ readonly statusCode: number; readonly headers: NodeJS.Dict<string | string[]> }>((resolve, reject) => {
        stream.once('response', resolve);
        stream.once('error', reject);
      });
      const header = (name: string) => [response.headers[name]].flat()[0];
      if (response.statusCode === 200 && !TEXT.test(header('content-type') ?? '')) throw new Unreadable(`${url.host} gives no text, but ${header('content-type')}`);
      return { status: response.statusCode, header, body: await this.#bodyOf(stream, url) };
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof Unreadable) throw error;
      if (tooLong.aborted) throw new Unreachable(`${url.host} takes too long`);
      throw faultOf(error, url);
    } finally {
      stream.destroy();
    }
  }

  close(): void {
    this.#agents.http.destroy();
    this.#agents.https.destroy();
  }

  async #bodyOf(stream: AsyncIterable<Uint8Array>, url: URL): Promise<Uint8Array> {
    const chunks: Uint8Array[] = [];
    let bytes = 0;
    for await (const chunk of stream) {
      bytes += chunk.byteLength;
      if (bytes > this.#largestBytes) throw new Unreadable(`${url.host} gives more than ${this.#largestBytes} bytes`);
      chunks.push(chunk);
    }
    return Buffer.concat(chunks);
  }
}

function faultOf(error: unknown, { host }: URL): Error {
  const message = error instanceof Error ? error.message : String(error);
  if (/It is (?:private|meta) IP address/.test(message)) return new Unreadable(`${host} leads into a private network`);
  return new Unreachable(error instanceof RequestError ? `${host} cannot be reached (${error.code})` : `${host} broke off (${message})`);
}
