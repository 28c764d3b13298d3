import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { systemClock } from '../../src/clock.ts';
import { databaseFile, type ReadingConfig } from '../../src/config.ts';
import type { Track } from '../../src/domain.ts';
import { silentLogger } from '../../src/log.ts';
import { openReading, type OpenReadingOptions } from '../../src/reading/open-reading.ts';
import type { Reading, ReadingOn } from '../../src/reading/reading.ts';
import { WHOLE_HOUSE } from '../../src/share.ts';
import { readArtistReadings } from '../../src/storage/artist-readings.ts';
import { openStorage, type Storage } from '../../src/storage/storage.ts';
import { aTrack } from '../support/tracks.ts';
import { json, LASTFM_KEY, openMusicServices, type MusicServices } from '../support/web/music-services.ts';
import { openTestSite, type TestSite } from '../support/web/test-site.ts';

const READING: ReadingConfig = {
  contact: 'mailto:dj@example.org',
  sources: ['wikipedia', 'musicbrainz', 'listenbrainz', 'lastfm', 'feeds'],
  language: 'en',
  feeds: [],
  pages: [],
  requestsPerDay: 1_000,
  lastfmKey: LASTFM_KEY,
};
const LIBRARY = [
  aTrack(1, { artist: 'Vesper Lanes', title: 'Harbour Static', album: 'Tidal Rooms' }),
  aTrack(2, { artist: 'Vesper Lanes', title: 'Slow Meridian' }),
  aTrack(3, { artist: 'Quillhaven feat. Ilsa Marrow', title: 'Copper Orchard', album: 'Almanac of Smoke' }),
  aTrack(4, { artist: 'Unknown artist' }),
  aTrack(5, { artist: 'Composed Here', source: 'demo' }),
];

let dataFolder: string;
let storage: Storage;
let services: MusicServices;
let site: TestSite;
let reading: Reading | null;

beforeEach(async () => {
  dataFolder = mkdtempSync(join(tmpdir(), 'segue-reading-'));
  storage = await openStorage({ url: null, file: databaseFile({ dataFolder }), log: silentLogger });
  [services, site] = await Promise.all([openMusicServices(), openTestSite()]);
  reading = null;
});
afterEach(async () => {
  await reading?.close();
  await Promise.all([services.close(), site.close(), storage.close()]);
  rmSync(dataFolder, { recursive: true, force: true });
});

function open(given: Partial<OpenReadingOptions> = {}, config: ReadingConfig | null = READING): Reading {
  reading = openReading({
    config: { reading: config, databaseUrl: null, dataFolder, logLevel: 'silent' },
    listLibrary: () => LIBRARY,
    share: WHOLE_HOUSE,
    clock: systemClock,
    log: silentLogger,
    onRead: () => {},
    ownServices: services.addresses,
    ...given,
  });
  return reading;
}

const on = () => reading?.status() as ReadingOn;
const everything = () => [services.musicbrainz, services.wikimedia, services.listenbrainz, services.labs, services.lastfm, site].flatMap(({ visits }) => visits);
const wholly = { timeout: 20_000, interval: 50 };

test('reads the whole library in a thread of its own, and says what was read', async () => {
  site.set('/feed.xml', `<rss version="2.0"><channel><title>W</title><link>${site.url}</link><description>d</description><item><title>Quillhaven on tour</title><link>${site.url}/tour</link></item></channel></rss>`);
  site.set('/tour', `<html lang="en"><body><article><h1>Quillhaven on tour</h1><p>${'The band Quillhaven plays with Vesper Lanes, and the songs are slower than on the record. '.repeat(10)}</p></article></body></html>`);
  const heard = new Set<string>();
  open({ onRead: (keys) => keys.forEach((key) => heard.add(key)) }, { ...READING, feeds: [`${site.url}/feed.xml`] });
  await expect.poll(() => on().artists, wholly).toEqual({ total: 2, read: 2 });
  await expect.poll(() => on().sources.map(({ name, readings }) => [name, readings]), wholly).toEqual([
    ['musicbrainz', 2],
    ['wikipedia', 2],
    ['listenbrainz', 2],
    ['lastfm', 1],
    ['feeds', 1],
  ]);
  expect(heard).toEqual(new Set(['vesper lanes', 'quillhaven']));
  expect(on()).toMatchObject({ on: true, articles: 4, today: { requests: everything().length, budget: 1_000 } });
  const found = [];
  for await (const one of readArtistReadings(storage)) found.push(one);
  expect(found.find(({ source, artistKey }) => source === 'wikipedia' && artistKey === 'vesper lanes')?.mentions).toEqual({ quillhaven: 2 });
  expect(found.find(({ source }) => source === 'feeds')).toMatchObject({ artistKey: 'quillhaven', mentions: { 'vesper lanes': expect.any(Number) as unknown } });
});

test('nothing of members leaves the machine: the artists’ names, some titles, and who the operator is', async () => {
  open();
  await expect.poll(() => on().artists, wholly).toEqual({ total: 2, read: 2 });
  for (const { headers } of everything()) {
    expect(headers['user-agent']).toMatch(/^Segue\/\d+\.\d+\.\d+ \(\+mailto:dj@example\.org\)$/);
    expect(Object.keys(headers).sort()).toEqual(['accept', 'accept-encoding', 'connection', 'host', 'user-agent']);
  }
  const asked = decodeURIComponent(everything().map(({ path }) => path).join('\n'));
  for (const name of ['Composed Here', 'Unknown artist', dataFolder]) expect(asked).not.toContain(name);
});

test('is off, and asks nobody anything, until there is a contact address', async () => {
  open({}, null);
  expect(on()).toEqual({ on: false, why: expect.stringContaining('SEGUE_CONTACT') as unknown });
  await reading?.close();
  open({ share: { alone: false, owns: () => false } });
  expect(on()).toEqual({ on: false, why: expect.stringContaining('shard 0') as unknown });
  await reading?.close();
  open({}, { ...READING, sources: [] });
  expect(on()).toEqual({ on: false, why: expect.stringContaining('SEGUE_READING_SOURCES') as unknown });
  expect(everything()).toEqual([]);
});

test('artists that come later are read about, too', async () => {
  let library: readonly Track[] = [];
  let pass = () => {};
  // The library comes to rest when the test says so.
  const clock = { now: () => systemClock.now(), after: (_ms: number, run: () => void) => ((pass = run), () => {}) };
  open({ listLibrary: () => library, clock }, { ...READING, sources: ['musicbrainz'] });
  library = LIBRARY.slice(0, 2);
  reading?.libraryChanged();
  pass();
  await expect.poll(() => on().artists, wholly).toEqual({ total: 1, read: 1 });
  library = LIBRARY;
  reading?.libraryChanged();
  reading?.libraryChanged();
  pass();
  await expect.poll(() => on().artists, wholly).toEqual({ total: 2, read: 2 });
});

test('closes at once while a host keeps it waiting', async () => {
  services.musicbrainz.set('*', () => {});
  open({}, { ...READING, sources: ['musicbrainz'] });
  await expect.poll(() => services.musicbrainz.visits.length, wholly).toBe(1);
  await reading?.close();
  const tasks = await storage.db.selectFrom('reading_task').select(['done_at', 'fault', 'tries']).execute();
  expect(tasks).toEqual(Array(2).fill({ done_at: null, fault: null, tries: 0 }));
});

test('killed in the middle of everything, it goes on where it was', async () => {
  const artists = Array.from({ length: 30 }, (_, i) => `Artist Number ${i}`);
  const answered: string[] = [];
  let onAnswer = () => {};
  services.lastfm.set('*', (request, response) => {
    const query = new URL(request.url ?? '', 'http://lastfm').searchParams;
    const name = query.get('artist') ?? '';
    if (query.get('method') === 'artist.getInfo') json(response, { artist: { name, url: `https://www.last.fm/music/${name}` } });
    else if (query.get('method') === 'artist.getTopTags') json(response, { toptags: { tag: [{ name: 'folk', count: 100 }] } });
    else {
      response.once('close', () => {
        answered.push(name);
        onAnswer();
      });
      json(response, { similarartists: { artist: [] } });
    }
  });
  const processes: ChildProcess[] = [];
  const start = () => {
    const child = fork(new URL('./reading-process.ts', import.meta.url), [JSON.stringify({ dataFolder, artists, services: services.addresses })], { execArgv: ['--disable-warning=ExperimentalWarning'], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    processes.push(child);
    return child;
  };
  const read = async () => (await storage.db.selectFrom('reading').select('artist_name').execute()).map(({ artist_name }) => artist_name);
  try {
    for (const enough of [7, 15]) {
      const child = start();
      await new Promise<void>((resolve) => {
        onAnswer = () => void (answered.length >= enough && resolve());
      });
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
    const before = answered.length;
    expect(before).toBeLessThan(artists.length);
    start();
    await expect.poll(read, wholly).toHaveLength(artists.length);
    expect(new Set(await read())).toEqual(new Set(artists));
    // Only what was under way at a kill was asked for twice.
    expect(answered.length).toBeLessThanOrEqual(artists.length + 2 * 2);
  } finally {
    for (const child of processes) child.kill('SIGKILL');
  }
});

test('a thread that dies is started again', async () => {
  const blocked = join(dataFolder, 'blocked');
  writeFileSync(blocked, 'a file where the folder of the database should be');
  const restarts: (() => void)[] = [];
  const clock = { now: () => systemClock.now(), after: (_ms: number, run: () => void) => (restarts.push(run), () => {}) };
  open({ clock, config: { reading: { ...READING, sources: ['musicbrainz'] }, databaseUrl: null, dataFolder: blocked, logLevel: 'silent' } });
  await expect.poll(() => restarts.length, wholly).toBe(1);
  rmSync(blocked);
  restarts[0]();
  await expect.poll(() => on().artists, wholly).toEqual({ total: 2, read: 2 });
});

test('a thread that hangs is ended and started again, each time later, until one was well for long', async () => {
  let now = systemClock.now();
  let timers: { readonly ms: number; readonly run: () => void }[] = [];
  const clock = {
    now: () => now,
    after(ms: number, run: () => void) {
      const timer = { ms, run };
      timers.push(timer);
      return () => void (timers = timers.filter((one) => one !== timer));
    },
  };
  const run = async (ms: number) => {
    await expect.poll(() => timers.some((timer) => timer.ms === ms), wholly).toBe(true);
    const timer = timers.find((one) => one.ms === ms);
    timers = timers.filter((one) => one !== timer);
    timer?.run();
  };
  open({ clock }, { ...READING, sources: ['musicbrainz'] });
  // It answers, and is asked again.
  for (let i = 0; i < 3; i++) await run(60_000);
  for (const restartMs of [5_000, 10_000, 20_000]) {
    await run(60_000);
    // All of it at once: no answer can come in between.
    timers.find(({ ms }) => ms === 180_000)?.run();
    await run(restartMs);
  }
  await run(60_000);
  now += 20 * 60_000;
  timers.find(({ ms }) => ms === 180_000)?.run();
  await run(5_000);
  await expect.poll(() => on().artists, wholly).toEqual({ total: 2, read: 2 });
});
