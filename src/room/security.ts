import type { HttpBindings } from '@hono/node-server';
import type { HonoRequest, MiddlewareHandler } from 'hono';
import { isLoopbackHost } from '../config.ts';
import type { RateLimit } from '../rate-limit.ts';

export interface RoomEnv {
  readonly Bindings: HttpBindings;
}

/** What of a request tells who asks. */
interface Asked {
  readonly req: Pick<HonoRequest, 'header'>;
  readonly env: HttpBindings;
}

/** Everything comes from this server; nothing inline, nothing framed. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "media-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');

const HEADERS: Readonly<Record<string, string>> = {
  'Content-Security-Policy': CONTENT_SECURITY_POLICY,
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), geolocation=(), microphone=()',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
};

/** Sets the headers that keep a browser from doing more with our answers than we mean. */
export const securityHeaders: MiddlewareHandler<RoomEnv> = async (c, next) => {
  await next();
  for (const [name, value] of Object.entries(HEADERS)) c.res.headers.set(name, value);
  if (!c.res.headers.has('Cache-Control')) c.res.headers.set('Cache-Control', 'no-store');
};

/**
 * Without a password only loopback names are answered, so that a hostile page cannot reach the room under
 * its own name (DNS rebinding). With a password the session cookie, bound to the name people logged in
 * under, does that; the room may then have any name, for instance behind a proxy.
 */
export function checkHost(withPassword: boolean): MiddlewareHandler<RoomEnv> {
  return async (c, next) => {
    const host = hostName(c);
    if (host !== null && (withPassword || isLoopbackHost(host))) return next();
    return c.json({ error: 'This room does not answer under that name: open it by the address Segue printed.' }, 403);
  };
}

/**
 * What changes something must come from our own page. Browsers name the origin of every POST; a client
 * that names none is no browser, and carries nobody's cookies.
 */
export const checkOrigin: MiddlewareHandler<RoomEnv> = async (c, next) => {
  const { method } = c.req;
  const fromBrowser = c.req.header('origin') !== undefined || c.req.header('sec-fetch-site') !== undefined;
  if (method === 'GET' || method === 'HEAD' || !fromBrowser || originHost(c) === c.req.header('host')) return next();
  return c.json({ error: 'This came from another site: use the page of the room itself.' }, 403);
};

export function limitRate(limit: RateLimit): MiddlewareHandler<RoomEnv> {
  return async (c, next) => {
    if (limit.allow(peerAddress(c))) return next();
    c.header('Retry-After', '1');
    return c.json({ error: 'That was too much at once: wait a moment and try again.' }, 429);
  };
}

/** Whether the request comes from the operator's own machine, directly. A proxy there does not count. */
export function isOperator(c: Asked): boolean {
  const host = hostName(c);
  const proxied = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'via'].some((name) => c.req.header(name) !== undefined);
  return !proxied && host !== null && isLoopbackHost(host) && isLoopbackAddress(peerAddress(c));
}

export function peerAddress(c: Asked): string {
  return c.env.incoming.socket.remoteAddress ?? '';
}

function isLoopbackAddress(address: string): boolean {
  return address === '::1' || /^(::ffff:)?127\./.test(address);
}

function hostName(c: Asked): string | null {
  const host = c.req.header('host');
  return host !== undefined && URL.canParse(`http://${host}`) ? new URL(`http://${host}`).hostname : null;
}

function originHost(c: Asked): string | null {
  const origin = c.req.header('origin');
  return origin !== undefined && URL.canParse(origin) ? new URL(origin).host : null;
}
