import { createHmac, timingSafeEqual } from 'node:crypto';
import { getCookie, setCookie } from 'hono/cookie';
import type { Context, MiddlewareHandler } from 'hono';
import type { Clock } from '../clock.ts';
import { RateLimit } from '../rate-limit.ts';
import { peerAddress, type RoomEnv } from './security.ts';

const COOKIE = 'segue';
const DAYS_30_MS = 30 * 24 * 3_600_000;

/** The door with the password. Logged in is who holds a signed cookie; changing the password ends all of them. */
export class Login {
  readonly #digest: (password: string) => Buffer;
  readonly #password: Buffer;
  readonly #cookieKey: Buffer;
  readonly #clock: Clock;
  readonly #perAddress: RateLimit;
  readonly #altogether: RateLimit;

  constructor(password: string, secret: string, clock: Clock) {
    this.#digest = (text) => createHmac('sha256', secret).update(`password ${text}`).digest();
    this.#password = this.#digest(password);
    this.#cookieKey = createHmac('sha256', this.#password).update('cookie').digest();
    this.#clock = clock;
    this.#perAddress = new RateLimit({ burst: 5, perSecond: 1 / 12, clock });
    this.#altogether = new RateLimit({ burst: 100, perSecond: 1, clock });
  }

  /** Answers 401 to everybody who is not logged in. */
  readonly required: MiddlewareHandler<RoomEnv> = async (c, next) => {
    if (this.isLoggedIn(c)) return next();
    return c.json({ error: 'Log in first.' }, 401);
  };

  /** Sets the cookie when the password is right. */
  attempt(c: Context<RoomEnv>, password: string): Response {
    if (!this.#perAddress.allow(peerAddress(c)) || !this.#altogether.allow('')) {
      c.header('Retry-After', '12');
      return c.json({ error: 'Too many attempts: wait a minute and try again.' }, 429);
    }
    if (!timingSafeEqual(this.#digest(password), this.#password)) {
      return c.json({ error: 'That is not the password. Ask whoever runs this room.' }, 403);
    }
    const expires = this.#clock.now() + DAYS_30_MS;
    setCookie(c, COOKIE, `${expires}.${this.#sign(expires)}`, {
      httpOnly: true,
      sameSite: 'Lax',
      path: '/',
      maxAge: DAYS_30_MS / 1000,
      secure: c.req.header('origin')?.startsWith('https:') ?? false,
    });
    return c.body(null, 204);
  }

  isLoggedIn(c: Context<RoomEnv>): boolean {
    const [expires, signature] = getCookie(c, COOKIE)?.split('.') ?? [];
    if (!expires || !signature || !(Number(expires) > this.#clock.now())) return false;
    const expected = Buffer.from(this.#sign(Number(expires)));
    const given = Buffer.from(signature);
    return given.length === expected.length && timingSafeEqual(given, expected);
  }

  #sign(expires: number): string {
    return createHmac('sha256', this.#cookieKey).update(String(expires)).digest('base64url');
  }
}
