import { brotliCompressSync, gzipSync } from 'node:zlib';
import type { LookupAddress } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { systemClock } from '../../../src/clock.ts';
import { NotNow, Unreachable, Unreadable } from '../../../src/reading/fetch/fault.ts';
import { Fetcher, type FetcherOptions } from '../../../src/reading/fetch/fetcher.ts';
import { temporarySqlite, type TestStorage } from '../../support/storage.ts';
import { TestClock } from '../../support/test-clock.ts';
import { answering, openTestSite, type TestSite } from '../../support/web/test-site.ts';

const eventually = <T>(see: () => T) => expect.poll(see, { timeout: 15_000, interval: 20 });
const HTML = { 'content-type': 'text/html' };
const MINUTE = 60_000;

let opened: TestStorage;
let site: TestSite;
let fetchers: Fetcher[];

beforeEach(async () => {
  opened = await temporarySqlite();
  site = await openTestSite();
  fetchers = [];
});
afterEach(async () => {
  for (const fetcher of fetchers) fetcher.close();
  await site.close();
  await opened.remove();
});

function aFetcher(given: Partial<FetcherOptions> = {}): Fetcher {
  const fetcher = new Fetcher({
    storage: opened.storage,
    clock: systemClock,
    random: () => 0,
    contact: 'mailto:dj@example.org',
    version: '1.2.3',
    requestsPerDay: 1_000,
    allowLoopback: true,
    paceOf: (name) => ({ name, atOnce: 10, everyMs: 0 }),
    ...given,
  });
  fetchers.push(fetcher);
  return fetcher;
}

const page = (fetcher: Fetcher, path: string, conditional = false) => fetcher.get(new URL(path, site.url), { manners: 'page', accept: 'text/html', conditional });
const service = (fetcher: Fetcher, path: string) => fetcher.get(new URL(path, site.url), { manners: 'service', accept: 'application/json' });

async function textAt(path: string): Promise<string> {
  const fetched = await page(aFetcher(), path);
  return fetched.kind === 'found' ? fetched.text : fetched.kind;
}

async function fault(promise: Promise<unknown>): Promise<Error> {
  return promise.then(
    (value) => new Error(`no fault, but ${JSON.stringify(value)}`),
    (error: unknown) => error as Error,
  );
}

test('says who asks, and where the operator can be reached', async () => {
  site.set('/a', 'hello');
  expect(await textAt('/a')).toBe('hello');
  expect(site.visits.map(({ headers }) => headers['user-agent'])).toEqual(Array(2).fill('Segue/1.2.3 (+mailto:dj@example.org)'));
});

describe('robots.txt', () => {
  test('what it forbids is never asked for, neither directly nor by a redirect', async () => {
    site.set('/robots.txt', 'User-agent: *\nDisallow: /private\nAllow: /private/except');
    site.set('/private/a', 'secret');
    site.set('/private/except', 'open');
    site.set('/door', answering(302, { location: '/private/a' }));
    const fetcher = aFetcher();
    expect(await fault(page(fetcher, '/private/a'))).toBeInstanceOf(Unreadable);
    expect(await fault(page(fetcher, '/door'))).toBeInstanceOf(Unreadable);
    expect((await page(fetcher, '/private/except')).kind).toBe('found');
    expect(site.paths()).toEqual(['/robots.txt', '/door', '/private/except']);
  });

  test('rules for Segue by name stand before those for all', async () => {
    site.set('/robots.txt', 'User-agent: segue\nDisallow: /a\n\nUser-agent: *\nDisallow: /b');
    site.set('/b', 'for Segue');
    const fetcher = aFetcher();
    expect(await fault(page(fetcher, '/a'))).toBeInstanceOf(Unreadable);
    expect((await page(fetcher, '/b')).kind).toBe('found');
  });

  test.each([404, 401, 403])('a host that answers %i for it lets everything be read', async (status) => {
    site.set('/robots.txt', answering(status));
    site.set('/a', 'open');
    expect(await textAt('/a')).toBe('open');
  });

  test.each([500, 503])('a host that answers %i for it is not read for now', async (status) => {
    site.set('/robots.txt', answering(status));
    site.set('/a', 'unknown');
    const fetcher = aFetcher();
    await expect(page(fetcher, '/a')).rejects.toThrow();
    expect(site.paths()).toEqual(['/robots.txt']);
  });

  test('is asked for once a day, and after that it may say something else', async () => {
    const clock = new TestClock();
    site.set('/a', 'text');
    const fetcher = aFetcher({ clock });
    await page(fetcher, '/a');
    await page(fetcher, '/a');
    site.set('/robots.txt', 'User-agent: *\nDisallow: /');
    clock.jump(25 * 60 * MINUTE);
    expect(await fault(page(fetcher, '/a'))).toBeInstanceOf(Unreadable);
    expect(site.paths()).toEqual(['/robots.txt', '/a', '/a', '/robots.txt']);
  });

  test('interfaces for programs are used by their own terms', async () => {
    site.set('/robots.txt', 'User-agent: *\nDisallow: /');
    site.set('/api', answering(200, { 'content-type': 'application/json' }, '{}'));
    expect((await service(aFetcher(), '/api')).kind).toBe('found');
    expect(site.paths()).toEqual(['/api']);
  });
});

describe('redirects', () => {
  test('are followed to where the text is', async () => {
    site.set('/old', answering(301, { location: '/older#part' }));
    site.set('/older', answering(308, { location: '/new' }));
    site.set('/new', 'here');
    const fetched = await page(aFetcher(), '/old');
    expect(fetched).toMatchObject({ kind: 'found', text: 'here', url: new URL('/new', site.url) });
  });

  test('in a circle end', async () => {
    site.set('/round', answering(302, { location: '/round' }));
    expect(await fault(page(aFetcher(), '/round'))).toBeInstanceOf(Unreadable);
    expect(site.paths().length).toBeLessThan(10);
  });

  test.each(['ftp://example.org/a', 'file:///etc/passwd', 'http://user:word@example.org/', 'http://[::1', 'data:text/html,hello'])('to %s lead nowhere', async (location) => {
    site.set('/a', answering(302, { location }));
    expect(await fault(page(aFetcher(), '/a'))).toBeInstanceOf(Unreadable);
  });

  test('of a service stay with the service', async () => {
    const other = await openTestSite({ '/b': 'elsewhere' });
    site.set('/a', answering(302, { location: other.url.replace('127.0.0.1', 'localhost') + '/b' }));
    expect(await fault(service(aFetcher(), '/a'))).toBeInstanceOf(Unreadable);
    expect(other.visits).toEqual([]);
    await other.close();
  });
});

describe('private addresses', () => {
  const PRIVATE = ['http://127.0.0.1:1/', 'http://10.1.2.3/', 'http://192.168.1.1/', 'http://172.16.0.1/', 'http://169.254.169.254/latest/meta-data', 'http://0.0.0.0/', 'http://[::1]/', 'http://[::ffff:10.0.0.1]/', 'http://[::ffff:7f00:1]/', 'http://[fe80::1]/', 'http://[fd00::1]/', 'http://2130706433/', 'http://0x7f.1/', 'http://100.64.0.1/', 'http://[64:ff9b::7f00:1]/'];
  /** Only names reach it: nothing here ever leaves the machine. */
  const resolving = (...addresses: readonly LookupAddress[]): LookupFunction => (_host, options, callback) =>
    options.all === true ? callback(null, [...addresses]) : callback(null, addresses[0]?.address ?? '', addresses[0]?.family);

  test.each(PRIVATE)('%s is never spoken to', async (url) => {
    const found = await fault(aFetcher({ allowLoopback: false }).get(new URL(url), { manners: 'service', accept: '*/*' }));
    expect(found).toBeInstanceOf(Unreadable);
    expect(found.message).toContain('private network');
  });

  // The site itself may be read here, as it stands for one of the open web; so may other spellings of its address.
  test.each(PRIVATE.filter((url) => !/127\.0\.0\.1|\[::1\]|2130706433|0x7f/.test(url)))('nor by a redirect to %s', async (location) => {
    site.set('/a', answering(302, { location }));
    expect((await fault(page(aFetcher(), '/a'))).message).toContain('private network');
  });

  test.each([
    ['127.0.0.1', 4],
    ['10.0.0.7', 4],
    ['169.254.0.1', 4],
    ['::ffff:192.168.0.1', 6],
    ['fc00::1', 6],
  ] as const)('a name that stands for %s is not spoken to', async (address, family) => {
    const lookup = resolving({ address: '93.184.216.34', family: 4 }, { address, family });
    const found = await fault(aFetcher({ allowLoopback: false, lookup }).get(new URL('http://music.example/'), { manners: 'service', accept: '*/*' }));
    expect(found.message).toContain('private network');
  });

  test('a name that stands for an address that may be read is read', async () => {
    site.set('/a', 'hello');
    const url = new URL(`http://music.example:${site.host.split(':')[1]}/a`);
    const fetched = await aFetcher({ lookup: resolving({ address: '127.0.0.1', family: 4 }) }).get(url, { manners: 'page', accept: '*/*' });
    expect(fetched).toMatchObject({ kind: 'found', text: 'hello' });
  });
});

describe('size and time', () => {
  const bomb = Buffer.alloc(50 * 1024 * 1024, 'la ');

  test.each([
    ['gzip', () => gzipSync(bomb)],
    ['br', () => brotliCompressSync(bomb, { params: { 1: 1 } })],
  ] as const)('a body that is large only once it is unpacked (%s) is left at the limit', async (encoding, packed) => {
    const body = packed();
    expect(body.byteLength).toBeLessThan(500_000);
    site.set('/bomb', answering(200, { ...HTML, 'content-encoding': encoding }, body));
    const before = process.memoryUsage().arrayBuffers;
    const found = await fault(page(aFetcher({ largestBytes: 1_000_000 }), '/bomb'));
    expect(found).toBeInstanceOf(Unreadable);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(bomb.byteLength / 2);
  });

  test('a body without end is left at the limit', async () => {
    let broken = false;
    site.set('/endless', (_request, response) => {
      response.writeHead(200, HTML);
      const write = () => {
        while (!response.destroyed && response.write('x'.repeat(10_000)));
      };
      response.on('drain', write).on('close', () => (broken = true));
      write();
    });
    expect(await fault(page(aFetcher({ largestBytes: 1_000_000 }), '/endless'))).toBeInstanceOf(Unreadable);
    await eventually(() => broken).toBe(true);
  });

  test('packed texts are read', async () => {
    site.set('/packed', answering(200, { ...HTML, 'content-encoding': 'gzip' }, gzipSync('loud and clear')));
    expect(await textAt('/packed')).toBe('loud and clear');
  });

  test('what is packed wrongly is a fault of the host', async () => {
    site.set('/broken', answering(200, { ...HTML, 'content-encoding': 'gzip' }, 'not packed'));
    expect(await fault(page(aFetcher(), '/broken'))).toBeInstanceOf(Unreachable);
  });

  test('a host that falls silent is given up', async () => {
    site.set('/silent', (_request, response) => response.writeHead(200, HTML).write('and then'));
    expect(await fault(page(aFetcher({ patience: { idle: 100 } }), '/silent'))).toBeInstanceOf(Unreachable);
  });

  test('a host that never comes to an end is given up, however steadily it sends', async () => {
    const timers: NodeJS.Timeout[] = [];
    site.set('/drip', (_request, response) => {
      response.writeHead(200, HTML);
      timers.push(setInterval(() => response.write('.'), 20));
    });
    const found = await fault(page(aFetcher({ patience: { total: 300 } }), '/drip'));
    timers.forEach(clearInterval);
    expect(found).toBeInstanceOf(Unreachable);
    expect(found.message).toContain('too long');
  });

  test('pictures and sound are left alone', async () => {
    site.set('/song', answering(200, { 'content-type': 'audio/mpeg' }, 'ID3'));
    expect(await fault(page(aFetcher(), '/song'))).toBeInstanceOf(Unreadable);
  });

  test('a host that breaks off in the middle is unreachable, not read by half', async () => {
    site.set('/half', (_request, response) => {
      response.writeHead(200, { ...HTML, 'content-length': '1000' });
      response.write('half', () => response.destroy());
    });
    expect(await fault(page(aFetcher(), '/half'))).toBeInstanceOf(Unreachable);
  });
});

describe('charsets', () => {
  const latin1 = (text: string) => Buffer.from(text, 'latin1');
  test.each([
    ['the header', 'text/html; charset=iso-8859-1', latin1('Motörhead'), 'Motörhead'],
    ['the page', 'text/html', latin1('<meta charset="iso-8859-1">Motörhead'), 'Motörhead'],
    ['the old way of a page', 'text/html', latin1('<meta http-equiv="Content-Type" content="text/html; charset=windows-1252">Motörhead'), 'Motörhead'],
    ['an XML declaration', 'application/xml', latin1('<?xml version="1.0" encoding="ISO-8859-1"?><a>Björk</a>'), 'Björk'],
    ['a mark, against the header', 'text/html; charset=iso-8859-1', Buffer.from('\ufeffBjörk'), 'Björk'],
    ['a mark of two bytes', 'text/html', Buffer.from('\ufeffBjörk', 'utf16le'), 'Björk'],
    ['Japanese', 'text/html; charset=shift_jis', Buffer.from([0x93, 0xfa, 0x96, 0x7b]), '日本'],
    ['nobody, but valid UTF-8', 'text/html', Buffer.from('Sigur Rós'), 'Sigur Rós'],
    ['nobody', 'text/html', latin1('Sigur Rós'), 'Sigur Rós'],
    ['a name that nobody knows', 'text/html; charset=klingon', Buffer.from('Sigur Rós'), 'Sigur Rós'],
    ['a page that cannot be what it says', 'text/html', Buffer.from('<meta charset="utf-16">Sigur Rós'), 'Sigur Rós'],
  ])('told by %s', async (_who, type, body, text) => {
    site.set('/text', answering(200, { 'content-type': type }, body));
    expect(await textAt('/text')).toContain(text);
  });
});

describe('what was read before', () => {
  test('is asked for only if it changed, also after a restart', async () => {
    let edition = '"first"';
    site.set('/news', (request, response) => {
      if (request.headers['if-none-match'] === edition) response.writeHead(304).end();
      else response.writeHead(200, { ...HTML, etag: edition }).end(edition);
    });
    const first = await page(aFetcher(), '/news', true);
    if (first.kind === 'found') await first.remember();
    expect(await page(aFetcher(), '/news', true)).toEqual({ kind: 'unchanged' });
    edition = '"second"';
    expect(await page(aFetcher(), '/news', true)).toMatchObject({ kind: 'found', text: '"second"' });
  });

  test('but is asked for anew while nobody said that it was taken in', async () => {
    site.set('/news', (request, response) => {
      const known = request.headers['if-modified-since'] !== undefined;
      response.writeHead(known ? 304 : 200, { ...HTML, 'last-modified': 'Mon, 05 Jan 2026 10:00:00 GMT' }).end(known ? undefined : 'news');
    });
    await page(aFetcher(), '/news', true);
    const again = await page(aFetcher(), '/news', true);
    expect(again.kind).toBe('found');
    if (again.kind === 'found') await again.remember();
    expect((await page(aFetcher(), '/news', true)).kind).toBe('unchanged');
  });
});

describe('hosts that want peace', () => {
  const nothingIsAsked = async (fetcher: Fetcher) => {
    const before = site.visits.length;
    const found = await fault(service(fetcher, '/a'));
    expect(site.visits).toHaveLength(before);
    return found as NotNow;
  };

  test.each([429, 503])('after %i with a time nothing is asked before it, not by another Segue on the same data either', async (status) => {
    const clock = new TestClock();
    site.set('/a', answering(status, { 'retry-after': '120' }));
    const first = (await fault(service(aFetcher({ clock }), '/a'))) as NotNow;
    expect(first).toBeInstanceOf(NotNow);
    expect(first.until).toBe(clock.now() + 120_000);
    clock.jump(119_000);
    const restarted = aFetcher({ clock });
    expect((await nothingIsAsked(restarted)).until).toBe(first.until);
    clock.jump(1_000);
    site.set('/a', 'fine again');
    expect((await service(restarted, '/a')).kind).toBe('found');
  });

  test('a date is a time too', async () => {
    const clock = new TestClock();
    const until = Math.floor(clock.now() / 1000) * 1000 + 5 * MINUTE;
    site.set('/a', answering(503, { 'retry-after': new Date(until).toUTCString() }));
    expect(await fault(service(aFetcher({ clock }), '/a'))).toMatchObject({ until });
  });

  test.each(['soon', '-5', '1e9', '9'.repeat(30)])('“%s” keeps nobody away for ever, nor lets them come at once', async (header) => {
    const clock = new TestClock();
    site.set('/a', answering(429, { 'retry-after': header }));
    const { until } = (await fault(service(aFetcher({ clock }), '/a'))) as NotNow;
    expect(until - clock.now()).toBeGreaterThanOrEqual(30_000);
    expect(until - clock.now()).toBeLessThanOrEqual(7 * 24 * 60 * MINUTE);
  });

  test('without a time the pauses grow up to a bound', async () => {
    const clock = new TestClock();
    site.set('/a', answering(503));
    const fetcher = aFetcher({ clock });
    const pauses: number[] = [];
    for (let i = 0; i < 14; i++) {
      const { until } = (await fault(service(fetcher, '/a'))) as NotNow;
      pauses.push(until - clock.now());
      clock.jump(until - clock.now());
    }
    expect(pauses.slice(0, 3)).toEqual([30_000, 60_000, 120_000]);
    expect(Math.max(...pauses)).toBe(6 * 60 * MINUTE);
    expect(pauses.at(-1)).toBe(pauses.at(-2));
  });

  test.each(['0', 'Mon, 05 Jan 2026 10:00:00 GMT'])('“%s” is no leave to come at once: the pauses grow all the same', async (header) => {
    const clock = new TestClock();
    site.set('/a', answering(429, { 'retry-after': header }));
    const fetcher = aFetcher({ clock });
    for (const pause of [30_000, 60_000, 120_000]) {
      const { until } = (await fault(service(fetcher, '/a'))) as NotNow;
      expect(until - clock.now()).toBe(pause);
      clock.jump(pause);
    }
  });

  test('a host that answers in between and asks for peace again is given longer, until it was calm for long', async () => {
    const clock = new TestClock();
    site.set('/good', answering(200, { 'content-type': 'application/json' }, '{}'));
    site.set('/a', answering(503));
    const fetcher = aFetcher({ clock });
    const pauses: number[] = [];
    for (const calmMs of [0, MINUTE, 5 * MINUTE, 3 * 60 * MINUTE]) {
      const { until } = (await fault(service(fetcher, '/a'))) as NotNow;
      pauses.push(until - clock.now());
      clock.jump(until - clock.now());
      await service(fetcher, '/good');
      clock.jump(calmMs);
      await service(fetcher, '/good');
    }
    pauses.push(((await fault(service(fetcher, '/a'))) as NotNow).until - clock.now());
    expect(pauses).toEqual([30_000, 60_000, 120_000, 240_000, 30_000]);
  });

  test('what was on its way when another request was told to come later does not undo that', async () => {
    const clock = new TestClock();
    let answer = () => {};
    site.set('/slow', (_request, response) => (answer = () => response.writeHead(200, { 'content-type': 'application/json' }).end('{}')));
    site.set('/a', answering(429, { 'retry-after': '600' }));
    const fetcher = aFetcher({ clock });
    const slow = service(fetcher, '/slow');
    await eventually(() => site.visits.length).toBe(1);
    const { until } = (await fault(service(fetcher, '/a'))) as NotNow;
    answer();
    expect((await slow).kind).toBe('found');
    expect((await nothingIsAsked(fetcher)).until).toBe(until);
    expect(until).toBe(clock.now() + 600_000);
  });

  test('requests under way together that are told the same are one wish for peace', async () => {
    const clock = new TestClock();
    site.set('/a', answering(503));
    const fetcher = aFetcher({ clock });
    const held: (() => void)[] = [];
    site.set('/b', (_request, response) => held.push(() => response.writeHead(503).end()));
    const all = Promise.all([1, 2, 3].map(() => fault(service(fetcher, '/b'))));
    await eventually(() => held.length).toBe(3);
    held.forEach((answer) => answer());
    expect((await all).map((error) => (error as NotNow).until - clock.now())).toEqual(Array(3).fill(30_000));
    clock.jump(30_000);
    expect(((await fault(service(fetcher, '/a'))) as NotNow).until - clock.now()).toBe(60_000);
  });

  test('a host that wants peace speaks for itself alone, not for another that shares its pace', async () => {
    const other = await openTestSite({ '/a': 'fine' });
    site.set('/a', answering(503));
    const fetcher = aFetcher({ paceOf: () => ({ name: 'family', atOnce: 1, everyMs: 0 }) });
    expect(await fault(service(fetcher, '/a'))).toMatchObject({ host: site.host, asked: true });
    expect((await fetcher.get(new URL(`${other.url}/a`), { manners: 'service', accept: '*/*' })).kind).toBe('found');
    expect(await nothingIsAsked(fetcher)).toMatchObject({ host: site.host, asked: false });
    await other.close();
  });

  test('a host that is away is tried a few times, then left alone, and found when it is back', async () => {
    const clock = new TestClock();
    site.set('/a', 'here');
    const fetcher = aFetcher({ clock });
    site.goAway();
    for (let i = 0; i < 3; i++) expect(await fault(service(fetcher, '/a'))).toBeInstanceOf(Unreachable);
    const { until } = await nothingIsAsked(fetcher);
    site.comeBack();
    clock.jump(until - clock.now());
    expect((await service(fetcher, '/a')).kind).toBe('found');
  });

  test('one page that fails does not close the whole host', async () => {
    site.set('/a', 'fine');
    site.set('/b', answering(500));
    const fetcher = aFetcher();
    for (let i = 0; i < 5; i++) {
      expect(await fault(service(fetcher, '/b'))).toBeInstanceOf(Unreachable);
      expect((await service(fetcher, '/a')).kind).toBe('found');
    }
  });

  test('what a host allows for a span is not exceeded', async () => {
    const clock = new TestClock();
    site.set('/a', answering(200, { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset-in': '7', 'content-type': 'application/json' }, '{}'));
    const fetcher = aFetcher({ clock });
    expect((await service(fetcher, '/a')).kind).toBe('found');
    expect((await nothingIsAsked(fetcher)).until).toBe(clock.now() + 7_000);
  });
});

describe('pace', () => {
  test('requests to one host start no closer together than it wants', async () => {
    const clock = new TestClock();
    site.set('/a', 'text');
    const fetcher = aFetcher({ clock, paceOf: (name) => ({ name, atOnce: 1, everyMs: 1_000 }) });
    const all = Promise.all([service(fetcher, '/a'), service(fetcher, '/a'), service(fetcher, '/a')]);
    for (let asked = 1; asked <= 3; asked++) {
      await eventually(() => site.visits.length).toBe(asked);
      await clock.advance(999);
      expect(site.visits).toHaveLength(asked);
      await clock.advance(1);
    }
    await all;
  });

  test('no more are asked at once than the host wants', async () => {
    const held: (() => void)[] = [];
    site.set('/a', (_request, response) => held.push(() => response.writeHead(200, HTML).end('text')));
    const fetcher = aFetcher({ paceOf: (name) => ({ name, atOnce: 3, everyMs: 0 }) });
    const all = Promise.all(Array.from({ length: 8 }, () => service(fetcher, '/a')));
    for (let answered = 0; answered < 8; answered++) {
      await eventually(() => held.length).toBe(Math.min(3, 8 - answered));
      held.shift()?.();
    }
    await all;
    expect(site.mostAtOnce).toBe(3);
  });

  test('a pause that robots.txt asks for is kept', async () => {
    const clock = new TestClock();
    site.set('/robots.txt', 'User-agent: *\nCrawl-delay: 50');
    site.set('/a', 'text');
    const fetcher = aFetcher({ clock, paceOf: (name) => ({ name, atOnce: 1, everyMs: 1_000 }) });
    const all = Promise.all([page(fetcher, '/a'), page(fetcher, '/a')]);
    // The first comes a second after robots.txt, before which nobody knew of the pause.
    const turnUntil = (visits: number) => expect.poll(() => clock.advance(200).then(() => site.visits.length), { timeout: 20_000 }).toBe(visits);
    await turnUntil(2);
    await clock.advance(40_000);
    expect(site.paths()).toEqual(['/robots.txt', '/a']);
    await turnUntil(3);
    await all;
  });
});

test('the budget of a day holds over restarts, and the next day there is another', async () => {
  const clock = new TestClock();
  site.set('/a', 'text');
  const requestsPerDay = 3;
  for (let i = 0; i < 3; i++) await service(aFetcher({ clock, requestsPerDay }), '/a');
  const { until } = (await fault(service(aFetcher({ clock, requestsPerDay }), '/a'))) as NotNow;
  expect(site.visits).toHaveLength(3);
  expect(new Date(until).toISOString()).toBe('2026-01-06T00:00:00.000Z');
  clock.jump(until - clock.now());
  const fetcher = aFetcher({ clock, requestsPerDay });
  expect((await service(fetcher, '/a')).kind).toBe('found');
  expect(await fetcher.budget.spent()).toBe(1);
});

test('closing ends what is under way', async () => {
  site.set('/silent', (_request, response) => response.writeHead(200, HTML).write('and then'));
  const fetcher = aFetcher();
  const asked = fault(service(fetcher, '/silent'));
  await eventually(() => site.visits.length).toBe(1);
  fetcher.close();
  expect((await asked).message).toContain('closing');
  expect((await fault(service(fetcher, '/silent'))).message).toContain('closing');
});
