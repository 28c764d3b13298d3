import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FakeDiscord } from '../fake-discord.ts';
import type { FakeAttachment } from '../message.ts';
import { closing } from '../open-sockets.ts';
import type { Validation } from '../validation/validation.ts';
import { applicationRoutes } from './application-routes.ts';
import type { RestFault } from './faults.ts';
import { guildRoutes } from './guild-routes.ts';
import { interactionRoutes } from './interaction-routes.ts';
import { messageRoutes } from './message-routes.ts';
import { RateLimits, type Budget, type Standing } from './rate-limits.ts';
import { RestError, type Route } from './route.ts';

/** A request as it came in. */
export interface RestRequest {
  /** `performance.now()` of the test's thread. */
  readonly at: number;
  readonly method: string;
  /** Behind the version, decoded: `/channels/1/messages`. */
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly body: unknown;
  readonly files: readonly FakeAttachment[];
  /** What was answered; 0 when the connection was cut. */
  status: number;
}

interface Answer {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

const EVERYTHING: Budget = { name: 'everything', limit: 50, windowMs: 1_000 };
const ROUTES = [...applicationRoutes, ...interactionRoutes, ...messageRoutes, ...guildRoutes].map((route) => ({ route, pattern: new RegExp(`^${route.path.replaceAll(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`) }));

/** Discord's REST API, and the files of messages and commands. */
export class RestServer {
  readonly server: Server;
  readonly close: () => Promise<void>;
  readonly #discord: FakeDiscord;
  readonly #limits = new RateLimits();
  readonly #validation: Validation;

  constructor(discord: FakeDiscord, validation: Validation) {
    this.#discord = discord;
    this.#validation = validation;
    this.server = createServer((request, response) => {
      this.#serve(request, response).catch((error: unknown) => {
        // A bot that dies in the middle of a request has done nothing wrong.
        if (request.complete) discord.report(`${request.method ?? ''} ${request.url ?? ''}: ${String(error)}`);
        response.destroy();
      });
    });
    this.close = closing(this.server);
  }

  async listen(): Promise<void> {
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  async #serve(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(incoming.url ?? '/', 'http://localhost');
    const file = /^\/attachments\/\d+\/(\d+)\//.exec(url.pathname)?.[1];
    if (file !== undefined) return this.#serveFile(file, response);
    const raw: Buffer[] = [];
    for await (const chunk of incoming) raw.push(chunk as Buffer);
    const { body, files } = await this.#parse(Buffer.concat(raw), incoming.headers['content-type'] ?? '');
    const path = url.pathname.replace(/^\/api\/v10/, '').replaceAll('%40', '@');
    const request: RestRequest = { at: performance.now(), method: incoming.method ?? '', path: decodeURIComponent(path), query: Object.fromEntries(url.searchParams), body, files, status: 0 };
    this.#discord.requests.push(request);
    const fault = this.#discord.faults.take(request.method, request.path);
    if (fault?.delayMs) await sleep(fault.delayMs);
    if (fault?.status === 0) return void incoming.socket.destroy();
    const answer = fault?.status === undefined ? this.#answer(request, path, incoming.headers.authorization) : failure(fault, fault.status);
    request.status = answer.status;
    // Clients take a content type without content for broken JSON.
    response.writeHead(answer.status, { ...(answer.body === undefined ? {} : { 'content-type': 'application/json' }), ...answer.headers });
    response.end(answer.body === undefined ? undefined : JSON.stringify(answer.body));
    this.#discord.happened();
  }

  #answer(request: RestRequest, path: string, authorization: string | undefined): Answer {
    const found = ROUTES.find(({ route, pattern }) => route.method === request.method && pattern.test(path));
    if (!found) {
      this.#discord.report(`${request.method} ${request.path}: the fake Discord knows no such route`);
      return { status: 404, body: { message: '404: Not Found', code: 0 } };
    }
    const { route, pattern } = found;
    const anonymous = /^\/(interactions|webhooks)\//.test(path);
    if (!anonymous && authorization !== `Bot ${this.#discord.token}`) return { status: 401, body: { message: '401: Unauthorized', code: 0 } };
    const params = Object.fromEntries(Object.entries(pattern.exec(path)?.groups ?? {}).map(([name, value]) => [name, decodeURIComponent(value)]));
    const { standing, headers } = this.#count(route, params);
    if (!standing.allowed) {
      this.#discord.rateLimited++;
      return tooMany(standing.resetMs / 1_000, false, headers);
    }
    try {
      const refused = this.#validation.check(request, params);
      if (refused.length > 0) throw new RestError(400, 50035, `Invalid Form Body: ${refused.join('; ')}`);
      const body = route.answer({ discord: this.#discord, params, query: request.query, body: request.body, files: request.files });
      return body === undefined ? { status: 204, headers } : { status: 200, body, headers };
    } catch (error) {
      if (!(error instanceof RestError)) this.#discord.report(`${request.method} ${request.path}: ${String(error)}`);
      const { status, code, message } = error instanceof RestError ? error : new RestError(500, 0, '500: Internal Server Error');
      return { status, body: { message, code }, headers };
    }
  }

  #count(route: Route, params: Readonly<Record<string, string>>): { readonly standing: Standing; readonly headers: Record<string, string> } {
    const budget = route.budget ?? EVERYTHING;
    const subject = params['token'] ?? params['channel'] ?? params['guild'] ?? '';
    const standing = this.#limits.take(`${budget.name === EVERYTHING.name ? route.method + route.path : budget.name}:${subject}`, budget);
    return {
      standing,
      headers: {
        'x-ratelimit-limit': String(budget.limit), 'x-ratelimit-remaining': String(standing.remaining), 'x-ratelimit-reset-after': (standing.resetMs / 1_000).toFixed(3),
        'x-ratelimit-reset': ((Date.now() + standing.resetMs) / 1_000).toFixed(3), 'x-ratelimit-bucket': budget === EVERYTHING ? `${route.method}-${route.path.replaceAll(/\W/g, '')}` : budget.name,
      },
    };
  }

  #serveFile(id: string, response: ServerResponse): void {
    const messages = [...this.#discord.guilds.values()].flatMap((guild) => [...guild.channels.values()].flatMap((channel) => channel.messages));
    const file = this.#discord.uploads.get(id) ?? messages.flatMap((message) => message.attachments).find((attachment) => attachment.id === id);
    response.writeHead(file ? 200 : 404, { 'content-type': file?.type ?? 'text/plain' });
    response.end(file?.bytes);
  }

  async #parse(raw: Buffer, type: string): Promise<{ readonly body: unknown; readonly files: readonly FakeAttachment[] }> {
    if (type.startsWith('application/json')) return { body: JSON.parse(raw.toString()), files: [] };
    if (!type.startsWith('multipart/form-data')) return { body: null, files: [] };
    const form = await new Response(new Uint8Array(raw), { headers: { 'content-type': type } }).formData();
    let body: unknown = null;
    const files: FakeAttachment[] = [];
    for (const value of form.values()) {
      if (typeof value === 'string') body = JSON.parse(value);
      else files.push({ id: this.#discord.ids.moment(), name: value.name, type: value.type, bytes: new Uint8Array(await value.arrayBuffer()), description: null });
    }
    return { body, files };
  }
}

function failure(fault: RestFault, status: number): Answer {
  if (status === 429) return tooMany(fault.retryAfter ?? 1, fault.global ?? false, {});
  return { status, body: fault.body ?? { message: `${status}: the test wanted this`, code: 0 } };
}

function tooMany(seconds: number, global: boolean, headers: Record<string, string>): Answer {
  return {
    status: 429,
    body: { message: 'You are being rate limited.', retry_after: seconds, global },
    headers: { ...headers, 'retry-after': String(seconds), 'x-ratelimit-scope': global ? 'global' : 'user', ...(global ? { 'x-ratelimit-global': 'true' } : { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset-after': String(seconds) }) },
  };
}
