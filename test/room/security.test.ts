import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MEMBER_HEADER } from '../../src/room/protocol.ts';
import { TestClock } from '../support/test-clock.ts';
import { House } from './house.ts';

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

/** A request with exactly these headers, Host included, which fetch would not let one set. */
function ask(url: string, path: string, options: { readonly headers?: Readonly<Record<string, string>>; readonly body?: string } = {}): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  const { headers = {}, body } = options;
  const method = body === undefined ? 'GET' : 'POST';
  const json = body === undefined ? {} : { 'content-type': 'application/json' };
  const sent = request(new URL(path, url), { method, headers: { ...json, ...headers }, agent: false }, (answer) => {
    let text = '';
    answer.on('data', (chunk: Buffer) => (text += chunk.toString()));
    answer.on('end', () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text }));
    answer.on('error', reject);
  });
  sent.on('error', reject);
  sent.end(body);
  return promise;
}

async function tokenOf(url: string, headers: Readonly<Record<string, string>> = {}): Promise<string> {
  const { text } = await ask(url, '/api/member', { headers, body: '{"name":"Ada"}' });
  return (JSON.parse(text) as { token: string }).token;
}

describe('the room on this machine', () => {
  let house: House;
  let token: string;
  beforeAll(async () => {
    house = await House.open();
    token = await tokenOf(house.url);
  });
  afterAll(() => house.close());

  const own = () => house.url.slice('http://'.length);

  it.each(['evil.example', 'evil.example:8080', '127.0.0.1.evil.example', 'localhost.evil.example', '192.168.1.5'])('does not answer to the name %s', async (host) => {
    for (const path of ['/', '/api/entry', '/live/lounge.ogg']) {
      expect((await ask(house.url, path, { headers: { host } })).status, path).toBe(403);
    }
  });

  it.each(['localhost', 'localhost:9000', '[::1]:8080', '127.0.0.1'])('answers to the name %s', async (host) => {
    expect((await ask(house.url, '/r/lounge', { headers: { host } })).status).toBe(200);
  });

  it.each(['https://evil.example', 'http://localhost:1', 'null'])('lets no page from %s change anything', async (origin) => {
    expect((await ask(house.url, '/api/member', { headers: { origin }, body: '{"name":"Ada"}' })).status).toBe(403);
  });

  it('refuses a browser that does not say where it comes from', async () => {
    expect((await ask(house.url, '/api/member', { headers: { 'sec-fetch-site': 'cross-site' }, body: '{"name":"Ada"}' })).status).toBe(403);
    expect((await ask(house.url, '/api/member', { headers: { origin: house.url, 'sec-fetch-site': 'same-origin' }, body: '{"name":"Ada"}' })).status).toBe(200);
  });

  it('allows nothing inline, framed or from elsewhere, and nothing kept', async () => {
    for (const path of ['/r/lounge', '/api/entry', '/nowhere', '/live/lounge.ogg']) {
      const { headers } = await ask(house.url, path);
      const policy = String(headers['content-security-policy']);
      expect(policy, path).toContain("default-src 'none'");
      expect(policy, path).toContain("frame-ancestors 'none'");
      expect(policy, path).not.toContain('unsafe');
      expect(headers, path).toMatchObject({ 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer', 'cross-origin-resource-policy': 'same-origin', 'cache-control': 'no-store' });
    }
    const { text } = await ask(house.url, '/r/lounge');
    expect(text).not.toMatch(/<script(?![^>]*src=)|<style|style=|\son\w+=/);
  });

  it('lets the browser keep what is addressed by its content, and compresses it', async () => {
    const { text } = await ask(house.url, '/r/lounge');
    const [script] = /\/assets\/[^"]+app\.ts/.exec(text) ?? [];
    const { status, headers } = await ask(house.url, script ?? '', { headers: { 'accept-encoding': 'gzip' } });
    expect(status).toBe(200);
    expect(headers).toMatchObject({ 'content-type': 'text/javascript; charset=utf-8', 'cache-control': 'public, max-age=31536000, immutable', 'content-encoding': 'gzip' });
    for (const path of ['/assets/x/../../../../package.json', '/assets/old/src/room/client/app.ts', script?.replace('app.ts', '../room.ts') ?? '']) {
      expect((await ask(house.url, path)).status, path).toBe(404);
    }
  });

  it.each([
    ['no JSON', 'name=Ada', {}],
    ['another type', '{"name":"Ada"}', { 'content-type': 'text/plain' }],
    ['no name', '{}', {}],
    ['an empty name', '{"name":"  "}', {}],
    ['a long name', JSON.stringify({ name: 'x'.repeat(33) }), {}],
  ])('refuses %s in a sentence, without saying more', async (_what, body, headers) => {
    const answer = await ask(house.url, '/api/member', { body, headers });
    expect(answer.status).toBe(400);
    const { error, ...rest } = JSON.parse(answer.text) as { error: string };
    expect(error).toMatch(/^[A-Z].*\.$|expected/);
    expect(rest).toEqual({});
    expect(answer.text).not.toMatch(/\bat \/|node_modules|\.ts/);
  });

  it('refuses what is too long', async () => {
    expect((await ask(house.url, '/api/member', { body: JSON.stringify({ name: 'x'.repeat(20_000) }) })).status).toBe(413);
  });

  it('knows nobody without a token of its own', async () => {
    for (const forged of ['', 'x.y', `${token}x`, token.replace(/^.{4}/, 'AAAA')]) {
      const headers = { [MEMBER_HEADER]: forged };
      expect((await ask(house.url, '/api/r/lounge/command', { headers, body: '{"line":"/queue"}' })).status).toBe(412);
      expect((await ask(house.url, '/api/r/lounge/state', { headers })).status).toBe(412);
    }
  });

  it('opens no room of any other name than it should', async () => {
    for (const place of ['UPPER', 'a%2Fb', '-x', 'x'.repeat(33)]) {
      expect((await ask(house.url, `/api/r/${place}/command`, { headers: { [MEMBER_HEADER]: token }, body: '{"line":"/queue"}' })).status, place).toBe(400);
    }
  });

  it('gives the rights of the operator to this machine alone, and to no proxy on it', async () => {
    const name = async (headers: Readonly<Record<string, string>>) => {
      const answer = await ask(house.url, '/api/r/den/command', {
        headers: { [MEMBER_HEADER]: token, ...headers },
        body: JSON.stringify({ path: ['settings'], options: { idle: 7 } }),
      });
      return (JSON.parse(answer.text) as { view: { kind: string } }).view.kind;
    };
    expect(await name({})).toBe('settings');
    expect(await name({ host: own() })).toBe('settings');
    expect(await name({ 'x-forwarded-for': '203.0.113.9' })).toBe('notice');
    expect(await name({ forwarded: 'for=203.0.113.9' })).toBe('notice');
  });

  it('shows where files lie to the operator alone', async () => {
    const status = house.library.status();
    house.library.status = () => ({ ...status, unreadable: [{ path: '/srv/music/broken.mp3', reason: 'the file is damaged' }] });
    const seen = async (headers: Readonly<Record<string, string>>) =>
      (await ask(house.url, '/api/r/den/command', { headers: { [MEMBER_HEADER]: token, ...headers }, body: '{"line":"/library"}' })).text;
    expect(await seen({})).toContain('"/srv/music/broken.mp3"');
    expect(await seen({ 'x-forwarded-for': '203.0.113.9' })).toContain('"broken.mp3"');
  });

});

it('slows down who asks too much', async () => {
  const clock = new TestClock();
  const house = await House.open({ roomClock: clock });
  const count = async () => (await Promise.all(Array.from({ length: 150 }, () => ask(house.url, '/api/entry')))).filter(({ status }) => status === 200).length;
  expect(await count()).toBe(120);
  await clock.advance(1_000);
  expect(await count()).toBe(20);
  expect((await ask(house.url, '/api/entry')).headers['retry-after']).toBe('1');
  await house.close();
});

describe('the room with a password', () => {
  let house: House;
  beforeAll(async () => {
    house = await House.open({ password: 'correct horse', roomClock: new TestClock() });
  });
  afterAll(() => house.close());

  it('shows its page and assets, and nothing else, to who is not logged in', async () => {
    expect((await ask(house.url, '/r/lounge')).status).toBe(200);
    expect(JSON.parse((await ask(house.url, '/api/entry')).text)).toEqual({ open: false });
    for (const path of ['/api/r/lounge/state', '/api/r/lounge/complete?line=/', '/live/lounge.ogg']) {
      expect((await ask(house.url, path)).status, path).toBe(401);
    }
    expect((await ask(house.url, '/api/member', { body: '{"name":"Ada"}' })).status).toBe(401);
  });

  it('may be reached by any name, since its cookie is bound to one', async () => {
    expect((await ask(house.url, '/r/lounge', { headers: { host: 'room.example' } })).status).toBe(200);
  });

  it('lets in who knows it, for that cookie alone, and then limits guessing', async () => {
    const wrong = await ask(house.url, '/api/login', { body: '{"password":"correct horsf"}' });
    expect(wrong.status).toBe(403);
    expect(wrong.headers['set-cookie']).toBeUndefined();

    const right = await ask(house.url, '/api/login', { body: '{"password":"correct horse"}' });
    expect(right.status).toBe(204);
    const [cookie] = right.headers['set-cookie'] as string[];
    expect(cookie).toMatch(/HttpOnly/);
    expect(cookie).toMatch(/SameSite=Lax/);
    const [value] = cookie.split(';');
    expect(JSON.parse((await ask(house.url, '/api/entry', { headers: { cookie: value } })).text)).toEqual({ open: true });

    const later = value.replace(/=(\d+)/, (_, expires: string) => `=${Number(expires) + 1}`);
    for (const forged of [later, value.slice(0, -2), 'segue=9999999999999.', 'segue=NaN.x']) {
      expect(JSON.parse((await ask(house.url, '/api/entry', { headers: { cookie: forged } })).text), forged).toEqual({ open: false });
    }

    const guesses = await Promise.all(Array.from({ length: 8 }, (_, i) => ask(house.url, '/api/login', { body: JSON.stringify({ password: `guess ${i}` }) })));
    expect(guesses.filter(({ status }) => status === 429).length).toBeGreaterThanOrEqual(4);
    expect((await ask(house.url, '/api/login', { body: '{"password":"correct horse"}' })).status).toBe(429);
  });
});
