import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a page of the site answers: a text, or whatever it does with the response. */
export type Page = string | ((request: IncomingMessage, response: ServerResponse) => void);

/** One request as the site saw it. */
export interface Visit {
  readonly path: string;
  readonly at: number;
  readonly headers: IncomingMessage['headers'];
}

/** A site of our own on the loopback, over real HTTP. Paths are matched with their query, then without, then by `*`; others are 404. */
export interface TestSite {
  readonly url: string;
  readonly host: string;
  readonly visits: readonly Visit[];
  /** Requests that were being answered at one time, at most. */
  readonly mostAtOnce: number;
  paths(): string[];
  set(path: string, page: Page): void;
  /** Breaks every connection, also those to come, until {@link comeBack}. */
  goAway(): void;
  comeBack(): void;
  close(): Promise<void>;
}

export async function openTestSite(pages: Readonly<Record<string, Page>> = {}): Promise<TestSite> {
  const known = new Map(Object.entries(pages));
  const visits: Visit[] = [];
  let away = false;
  let atOnce = 0;
  let mostAtOnce = 0;
  const server = createServer((request, response) => {
    const path = request.url ?? '/';
    visits.push({ path, at: Date.now(), headers: request.headers });
    mostAtOnce = Math.max(mostAtOnce, ++atOnce);
    response.once('close', () => atOnce--);
    const page = known.get(path) ?? known.get(path.split('?')[0] ?? '') ?? known.get('*');
    if (page === undefined) response.writeHead(404, { 'content-type': 'text/plain' }).end('nothing here');
    else if (typeof page === 'string') response.writeHead(200, { 'content-type': typeOf(path) }).end(page);
    else page(request, response);
  });
  server.on('connection', (socket) => {
    if (away) socket.destroy();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: `http://${host}`,
    host,
    visits,
    get mostAtOnce() {
      return mostAtOnce;
    },
    paths: () => visits.map(({ path }) => path),
    set: (path, page) => known.set(path, page),
    goAway() {
      away = true;
      server.closeAllConnections();
    },
    comeBack() {
      away = false;
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** A page that answers with a status and header fields. */
export function answering(status: number, headers: Readonly<Record<string, string>> = {}, body: string | Uint8Array = ''): Page {
  return (_request, response) => response.writeHead(status, headers).end(body);
}

function typeOf(path: string): string {
  if (path === '/robots.txt') return 'text/plain';
  return /\.(?:xml|rss|atom)$/.test(path) ? 'application/xml' : 'text/html; charset=utf-8';
}
