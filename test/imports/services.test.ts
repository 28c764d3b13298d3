import type { IncomingMessage } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Clock } from '../../src/clock.ts';
import { openHistoryServices, type HistoryServices } from '../../src/imports/services/history-services.ts';
import type { HistorySource } from '../../src/imports/imports.ts';
import { AT_ONCE } from '../../src/reading/protocol.ts';
import { PUBLIC_SERVICES } from '../../src/reading/sources/service-addresses.ts';
import { UserError } from '../../src/user-error.ts';
import { temporarySqlite, type TestStorage } from '../support/storage.ts';
import { json } from '../support/web/music-services.ts';
import { answering, openTestSite, type TestSite } from '../support/web/test-site.ts';
import { listen } from './support.ts';

const NOW = Date.UTC(2026, 0, 5);
const START = Date.UTC(2025, 0, 1) / 1000;
const KEY = '0123456789abcdef0123456789abcdef';
/** Time stands still, and waits are over at once. */
const clock: Clock = { now: () => NOW, after: (_, run) => { const timer = setImmediate(run); return () => clearImmediate(timer); } };

let database: TestStorage;
let site: TestSite;
let services: HistoryServices;
let open: (change?: { mostPlays?: number; lastfmKey?: string }) => HistoryServices;
beforeEach(async () => {
  database = await temporarySqlite();
  site = await openTestSite();
  open = ({ lastfmKey = null, ...change }: { mostPlays?: number; lastfmKey?: string | null } = {}) =>
    (services = openHistoryServices({
      config: { contact: 'mailto:dj@example.org', sources: [], language: 'en', feeds: [], pages: [], requestsPerDay: 100, lastfmKey },
      storage: database.storage,
      clock,
      random: () => 0,
      version: '1.0',
      own: { services: { ...PUBLIC_SERVICES, listenbrainz: `${site.url}/1/`, lastfm: `${site.url}/2.0/` }, allowLoopback: true, paceOf: AT_ONCE },
      ...change,
    }));
  open();
});
afterEach(async () => {
  services.close();
  await site.close();
  await database.remove();
});

async function ask(source: Exclude<HistorySource, { kind: 'file' }>) {
  const history = services.ask(source, { now: NOW, onProgress: () => {}, signal: new AbortController().signal });
  const songs = [];
  for await (const page of history.pages) songs.push(...page.songs);
  return { songs, newestOnly: history.newestOnly() };
}

const at = (request: IncomingMessage) => new URL(request.url ?? '', 'http://x').searchParams;

describe('ListenBrainz', () => {
  const ada = { kind: 'listenbrainz', user: 'ada l/ö', token: null } as const;
  /** So many listens a second apart, as the service pages through them. */
  const listens = (count: number) => site.set('/1/user/ada%20l%2F%C3%B6/listens', (request, response) => {
    const before = Number(at(request).get('max_ts') ?? Infinity);
    const size = Number(at(request).get('count'));
    const all = Array.from({ length: count }, (_, n) => listen('Vesper Lanes', `Song ${n % 700}`, START + n)).toReversed();
    const page = all.filter((one) => (one as { listened_at: number }).listened_at < before).slice(0, size);
    json(response, { payload: { count: page.length, user_id: 'ada', listens: page } });
  });

  it('is asked page by page, politely, until there is no more', async () => {
    listens(1_200);
    const { songs, newestOnly } = await ask(ada);
    expect(songs).toHaveLength(700);
    expect(songs.reduce((sum, { plays }) => sum + plays, 0)).toBe(1_200);
    expect(newestOnly).toBe(false);
    expect(site.visits).toHaveLength(4);
    expect(site.visits[0]?.headers).toMatchObject({ 'user-agent': 'Segue/1.0 (+mailto:dj@example.org)' });
    expect(site.visits[0]?.headers.authorization).toBeUndefined();
  });

  it('is asked for the newest alone where there is very much', async () => {
    open({ mostPlays: 1_000 });
    listens(5_000);
    expect(await ask(ada)).toMatchObject({ newestOnly: true });
    expect(site.visits).toHaveLength(2);
  });

  it('is given the token, which is kept nowhere and goes nowhere else', async () => {
    listens(3);
    await ask({ ...ada, token: 'a-secret-token' });
    expect(site.visits[0]?.headers.authorization).toBe('Token a-secret-token');
    const other = await openTestSite({ '*': '{}' });
    site.set('/1/user/ben/listens', answering(302, { location: `${other.url.replace('127.0.0.1', 'localhost')}/1/user/ben/listens` }));
    await expect(ask({ ...ada, user: 'ben', token: 'a-secret-token' })).rejects.toThrow(UserError);
    expect(other.visits).toEqual([]);
    await other.close();
    const rows = await database.storage.db.selectFrom('kv').selectAll().execute();
    expect(JSON.stringify(rows)).not.toContain('a-secret-token');
  });

  it.each([
    [answering(404, { 'content-type': 'application/json' }, '{"code":404,"error":"Cannot find user: ben"}'), 'ListenBrainz knows nobody of that name'],
    [answering(401, { 'content-type': 'application/json' }, '{"code":401,"error":"Invalid authorization token."}'), 'ListenBrainz does not accept that token'],
    [answering(200, { 'content-type': 'application/json' }, '{"payload":{"listens":[]}}'), 'ListenBrainz tells of no play: nothing is taken in.'],
    [answering(200, { 'content-type': 'text/html' }, '<h1>Sorry</h1>'), 'ListenBrainz answers in a way that Segue does not understand'],
    [answering(429, { 'retry-after': '4000' }), 'ListenBrainz wants to be asked later'],
  ])('has what it says no to said in a sentence (%#)', async (page, sentence) => {
    site.set('/1/user/ben/listens', page);
    await expect(ask({ ...ada, user: 'ben', token: 'x' })).rejects.toThrow(sentence);
  });

  it('that cannot be reached is asked again, and then said to be away', async () => {
    site.goAway();
    await expect(ask(ada)).rejects.toThrow(/ListenBrainz (?:cannot be reached|wants to be asked later)/);
  });
});

describe('Last.fm', () => {
  const ada = { kind: 'lastfm', user: 'ada', key: KEY } as const;
  const scrobble = (n: number) => ({ artist: { mbid: '', '#text': 'Vesper Lanes' }, name: `Song ${n}`, album: { mbid: '', '#text': '' }, url: 'x', date: { uts: String(START + n), '#text': '' } });
  const scrobbles = (count: number) => site.set('/2.0/', (request, response) => {
    const page = Number(at(request).get('page'));
    const all = Array.from({ length: count }, (_, n) => scrobble(n)).slice((page - 1) * 200, page * 200);
    const playing = { artist: { '#text': 'Quillhaven' }, name: 'Copper Orchard', '@attr': { nowplaying: 'true' } };
    const track = page === 1 && count > 1 ? [playing, ...all] : all.length === 1 ? all[0] : all;
    json(response, { recenttracks: { track, '@attr': { user: 'ada', page: String(page), perPage: '200', totalPages: String(Math.ceil(count / 200)), total: String(count) } } });
  });

  it('is asked page by page, and what plays just now is left out', async () => {
    scrobbles(450);
    const { songs } = await ask(ada);
    expect(songs).toHaveLength(450);
    expect(site.visits).toHaveLength(3);
    expect(new URL(site.visits[0]?.path ?? '', 'http://x').searchParams.get('api_key')).toBe(KEY);
  });

  it('tells of one play without its list', async () => {
    scrobbles(1);
    expect((await ask(ada)).songs).toMatchObject([{ title: 'Song 0', plays: 1 }]);
  });

  it('is asked by the key of whoever runs Segue where none is given, and by none where there is none', async () => {
    await expect(ask({ ...ada, key: null })).rejects.toThrow('Last.fm wants to know who asks');
    open({ lastfmKey: 'f'.repeat(32) });
    scrobbles(1);
    await ask({ ...ada, key: null });
    expect(site.visits.at(-1)?.path).toContain(`api_key=${'f'.repeat(32)}`);
  });

  it.each([
    [6, 200, 'Last.fm knows nobody of that name'],
    [10, 403, 'Last.fm does not accept that key'],
    [17, 403, 'Last.fm keeps these plays private'],
    [29, 200, 'Last.fm wants to be asked later'],
  ])('has its error %i said in a sentence', async (error, status, sentence) => {
    site.set('/2.0/', (_, response) => json(response, { error, message: 'No' }, status));
    await expect(ask(ada)).rejects.toThrow(sentence);
  });
});
