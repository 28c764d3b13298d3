import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { ReadingConfig } from '../../src/config.ts';
import { silentLogger } from '../../src/log.ts';
import { Fetcher } from '../../src/reading/fetch/fetcher.ts';
import { AT_ONCE } from '../../src/reading/protocol.ts';
import { Reader, type ReaderOptions } from '../../src/reading/reader.ts';
import type { ReadingProgress } from '../../src/reading/reading.ts';
import { readArtistReadings, type ArtistReading } from '../../src/storage/artist-readings.ts';
import { TagVocabulary } from '../../models/language/vocabulary.ts';
import { BOTH_DIALECTS, type TestStorage } from '../support/storage.ts';
import { TestClock } from '../support/test-clock.ts';
import { json, openMusicServices, type MusicServices } from '../support/web/music-services.ts';
import { answering, openTestSite, type TestSite } from '../support/web/test-site.ts';

const eventually = <T>(see: () => T) => expect.poll(see, { timeout: 15_000, interval: 20 });
const DAY_MS = 24 * 3_600_000;
const VOCABULARY = new TagVocabulary([{ tag: 'dream pop', family: 'genre', synonyms: [], broader: [] }]);
const PARAGRAPH = 'The record was made in a church in winter, and it sounds like it: slow, dark and full of air. '.repeat(4);
const CREDITS = [
  { artist: 'Vesper Lanes', tracks: 5, titles: ['Harbour Static'], albums: ['Tidal Rooms'], recordings: [] },
  { artist: 'Quillhaven feat. Ilsa Marrow', tracks: 2, titles: ['Copper Orchard'], albums: ['Almanac of Smoke'], recordings: [] },
  { artist: 'Ashgrove Signal', tracks: 1, titles: ['Telemetry'], albums: ['Beacons'], recordings: [] },
];

for (const database of BOTH_DIALECTS) {
  describe(`reading, on ${database.name}`, () => {
    let opened: TestStorage;
    let services: MusicServices;
    let site: TestSite;
    let clock: TestClock;
    let readers: Reader[];

    beforeAll(async () => {
      opened = await database.open();
    });
    afterAll(() => opened?.remove());
    beforeEach(async () => {
      [services, site] = await Promise.all([openMusicServices(), openTestSite()]);
      clock = new TestClock();
      readers = [];
    });
    afterEach(async () => {
      for (const reader of readers) await reader.close();
      await Promise.all([services.close(), site.close()]);
      for (const table of ['reading', 'reading_task', 'kv'] as const) await opened.storage.db.deleteFrom(table).execute();
    });

    function aReader(config: Partial<ReadingConfig> = {}, given: Partial<ReaderOptions> = {}): Reader {
      const requestsPerDay = config.requestsPerDay ?? 1_000;
      const contact = 'mailto:dj@example.org';
      const reader = new Reader({
        config: { contact, sources: ['wikipedia', 'musicbrainz', 'listenbrainz'], language: 'en', feeds: [], pages: [], requestsPerDay, lastfmKey: null, ...config },
        services: services.addresses,
        fetcher: new Fetcher({ storage: opened.storage, clock, random: () => 0.5, contact, version: '1.0.0', requestsPerDay, allowLoopback: true, paceOf: AT_ONCE }),
        storage: opened.storage,
        vocabulary: VOCABULARY,
        // Every name as it is written.
        finderOf: (names) => ({ mentions: (text) => names.flatMap(({ id, name }) => Array.from(text.matchAll(new RegExp(name, 'g')), () => ({ id }))) }),
        clock,
        random: () => 0.5,
        log: silentLogger,
        onRead: () => {},
        onChange: () => {},
        ...given,
      });
      readers.push(reader);
      return reader;
    }

    async function readings(): Promise<readonly ArtistReading[]> {
      const all: ArtistReading[] = [];
      for await (const reading of readArtistReadings(opened.storage)) all.push(reading);
      return all;
    }
    const until = (reader: Reader, done: (progress: ReadingProgress) => boolean) =>
      expect.poll(async () => done(await reader.progress()), { timeout: 15_000, interval: 20 }).toBe(true);
    /** Turns the clock by steps: whoever was at work at one comes to rest before another. */
    const turning = (stepMs: number, see: () => unknown) => expect.poll(() => clock.advance(stepMs).then(see), { timeout: 15_000, interval: 20 });
    const allRead = (reader: Reader) => until(reader, ({ artists }) => artists.total > 0 && artists.read === artists.total);

    test('leaves of each artist what each source says: counts, links, attribution, never the text', async () => {
      const heard: string[] = [];
      const reader = aReader({}, { onRead: (keys) => heard.push(...keys) });
      await reader.read(CREDITS);
      await allRead(reader);
      const all = await readings();
      expect(all.map(({ artistKey, source }) => `${artistKey}: ${source}`)).toEqual([
        'ashgrove signal: musicbrainz',
        'quillhaven: listenbrainz',
        'quillhaven: musicbrainz',
        'quillhaven: wikipedia',
        'vesper lanes: listenbrainz',
        'vesper lanes: musicbrainz',
        'vesper lanes: wikipedia',
      ]);
      const article = all.find(({ artistKey, source }) => artistKey === 'vesper lanes' && source === 'wikipedia');
      expect(article).toMatchObject({ artistName: 'Vesper Lanes', language: 'en', readAt: clock.now(), mentions: { quillhaven: 2 } });
      expect(article?.terms).toMatchObject({ 'tag:dream pop': 1, nocturn: 1, quillhaven: 2 });
      expect(Object.keys(article?.terms ?? {}).join('\n')).not.toContain('was mellow and nocturnal');
      expect(new Set(heard)).toEqual(new Set(['vesper lanes', 'quillhaven', 'ashgrove signal']));
      const kept = await opened.storage.db.selectFrom('kv').selectAll().execute();
      expect(JSON.stringify(kept)).not.toContain('nocturnal');
    });

    test('says how far it is, and whom to credit', async () => {
      const reader = aReader();
      await reader.read(CREDITS);
      await allRead(reader);
      const asked = services.musicbrainz.visits.length + services.wikimedia.visits.length + services.listenbrainz.visits.length + services.labs.visits.length;
      expect(await reader.progress()).toEqual({
        artists: { total: 3, read: 3 },
        articles: 2,
        today: { requests: asked, budget: 1_000 },
        sources: [
          { name: 'musicbrainz', readings: 3, fault: null, nextTryAt: null },
          { name: 'wikipedia', readings: 2, fault: null, nextTryAt: null },
          { name: 'listenbrainz', readings: 2, fault: null, nextTryAt: null },
        ],
        credits: [expect.stringContaining('MusicBrainz'), expect.stringContaining('Wikipedia'), expect.stringContaining('ListenBrainz')],
      });
    });

    test('begins with whom the library has most of', async () => {
      const reader = aReader({ sources: ['musicbrainz'] });
      await reader.read([...CREDITS].reverse());
      await allRead(reader);
      const searched = services.musicbrainz.paths().flatMap((path) => /artist:"([^"]+)"/.exec(new URL(path, 'http://mb').searchParams.get('query') ?? '')?.[1] ?? []);
      expect(searched).toEqual(['Vesper Lanes', 'Quillhaven', 'Ashgrove Signal']);
    });

    test('reads again after weeks, not before, and takes back what is no longer said', async () => {
      const reader = aReader({ sources: ['wikipedia'] });
      await reader.read(CREDITS.slice(1, 2));
      await allRead(reader);
      expect(await readings()).toHaveLength(1);
      const asked = services.wikimedia.visits.length;
      services.wikimedia.set('*', (_request, response) => json(response, { query: { search: [] } }));
      await clock.advance(20 * DAY_MS);
      expect(services.wikimedia.visits).toHaveLength(asked);
      await turning(DAY_MS, readings).toEqual([]);
    });

    test('artists that went come to rest, and are not read anew when they are back', async () => {
      const reader = aReader({ sources: ['musicbrainz'] });
      await reader.read(CREDITS);
      await allRead(reader);
      await reader.read(CREDITS.slice(0, 1));
      expect((await reader.progress()).artists).toEqual({ total: 1, read: 1 });
      const asked = services.musicbrainz.visits.length;
      await reader.read(CREDITS);
      expect((await reader.progress()).artists).toEqual({ total: 3, read: 3 });
      await clock.advance(DAY_MS);
      expect(services.musicbrainz.visits).toHaveLength(asked);
    });

    test('artists are found by their other names, once MusicBrainz has told of them', async () => {
      const known: string[] = [];
      const reader = aReader({ sources: ['musicbrainz'] }, {
        finderOf: (names) => {
          known.push(...names.flatMap(({ aliases }) => aliases));
          return { mentions: () => [] };
        },
      });
      await reader.read(CREDITS);
      await allRead(reader);
      expect(known).toEqual([]);
      await turning(3_600_000, () => known).toContain('Vesperlanes');
    });

    test('a source that is switched off has no say any more, and is read anew when it is back', async () => {
      const first = aReader();
      await first.read(CREDITS);
      await allRead(first);
      await first.close();
      const second = aReader({ sources: ['musicbrainz'] });
      await second.read(CREDITS);
      await allRead(second);
      expect(new Set((await readings()).map(({ source }) => source))).toEqual(new Set(['musicbrainz']));
      await second.close();
      const third = aReader();
      await third.read(CREDITS);
      await allRead(third);
      expect(await readings()).toHaveLength(7);
    });

    test('a service that is away holds up no other, says so, and is asked again when its time has come', async () => {
      services.wikimedia.set('*', answering(503, { 'retry-after': '600' }));
      const reader = aReader();
      await reader.read(CREDITS);
      await until(reader, ({ sources }) => sources[0].readings === 3 && sources[2].readings === 2 && sources[1].fault !== null);
      expect((await reader.progress()).sources[1]).toMatchObject({ name: 'wikipedia', nextTryAt: clock.now() + 600_000, fault: expect.stringContaining('503') as unknown });
      const asked = services.wikimedia.visits.length;
      // Three at once were under way at most.
      expect(asked).toBeLessThanOrEqual(3);
      const other = await openMusicServices();
      services.wikimedia.set('*', (request, response) => void fetch(`${other.wikimedia.url}${request.url}`).then(async (answer) => json(response, await answer.json())));
      await turning(100_000, async () => (await reader.progress()).artists).toEqual({ total: 3, read: 3 });
      expect((await reader.progress()).sources[1]).toEqual({ name: 'wikipedia', readings: 2, fault: null, nextTryAt: null });
      await other.close();
    });

    test('a service that others build upon holds up only what cannot do without it', async () => {
      const first = aReader({ sources: ['musicbrainz'] });
      await first.read(CREDITS.slice(0, 1));
      await allRead(first);
      await first.close();
      services.musicbrainz.set('*', answering(503, { 'retry-after': '600' }));
      const second = aReader();
      // Nobody knows yet who the first one is.
      await second.read([{ ...CREDITS[1], tracks: 9 }, CREDITS[0]]);
      await eventually(async () => (await readings()).map(({ artistKey, source }) => `${artistKey}: ${source}`)).toEqual(['vesper lanes: listenbrainz', 'vesper lanes: musicbrainz', 'vesper lanes: wikipedia']);
      expect((await second.progress()).sources).toMatchObject([{ name: 'musicbrainz', nextTryAt: clock.now() + 600_000 }, { name: 'wikipedia', nextTryAt: null }, { name: 'listenbrainz', nextTryAt: null }]);
      const asked = await opened.storage.db.selectFrom('reading_task').select(['due_at', 'done_at']).where('source', '=', 'listenbrainz').where('subject', '=', 'quillhaven').executeTakeFirst();
      expect(asked).toEqual({ due_at: clock.now() + 600_000, done_at: null });
    });

    test('a question that always overburdens a service does not stand before all others for ever', async () => {
      const other = await openMusicServices();
      services.musicbrainz.set('*', (request, response) => {
        if (request.url?.includes('Vesper') === true) response.writeHead(503).end();
        else void fetch(`${other.musicbrainz.url}${request.url}`).then(async (answer) => json(response, await answer.json()));
      });
      const reader = aReader({ sources: ['musicbrainz'] });
      await reader.read(CREDITS);
      await turning(60_000, async () => (await readings()).map(({ artistKey }) => artistKey)).toEqual(['ashgrove signal', 'quillhaven']);
      await other.close();
    });

    test('a service that refuses is told of once, and nobody is put off for a month for it', async () => {
      const warnings: unknown[] = [];
      services.musicbrainz.set('*', answering(403));
      const reader = aReader({ sources: ['musicbrainz'] }, { log: { ...silentLogger, error: () => {}, warn: (...said: unknown[]) => void warnings.push(said.at(-1)) } as unknown as ReaderOptions['log'] });
      await reader.read(CREDITS);
      const start = clock.now();
      await until(reader, ({ sources }) => sources[0].nextTryAt !== null);
      expect(services.musicbrainz.visits).toHaveLength(1);
      await turning(3_600_000, () => services.musicbrainz.visits.length).toBeGreaterThan(2);
      expect(warnings).toEqual([expect.stringContaining('refuses Segue (403)')]);
      services.musicbrainz.set('*', (_request, response) => json(response, { artists: [] }));
      await turning(3_600_000, async () => (await reader.progress()).artists).toEqual({ total: 3, read: 3 });
      expect(clock.now() - start).toBeLessThan(3 * DAY_MS);
    });

    test('what a source could tell only in part is asked for again within days', async () => {
      services.labs.set('*', answering(502));
      const reader = aReader({ sources: ['musicbrainz', 'listenbrainz'] });
      await reader.read(CREDITS.slice(0, 1));
      await allRead(reader);
      const similar = async () => (await readings()).find(({ source }) => source === 'listenbrainz')?.similar.length;
      expect(await similar()).toBe(0);
      const start = clock.now();
      services.labs.set('*', (_request, response) => json(response, [{ name: 'Quillhaven', score: 1 }]));
      await turning(DAY_MS / 2, similar).toBe(1);
      expect(clock.now() - start).toBeLessThan(10 * DAY_MS);
    });

    test('a host that goes away midway is tried again by growing pauses, and nothing is lost', async () => {
      const reader = aReader({ sources: ['musicbrainz'] });
      services.musicbrainz.set('*', (_request, response) => {
        services.musicbrainz.goAway();
        response.destroy();
      });
      await reader.read(CREDITS);
      await until(reader, ({ sources }) => sources[0].fault !== null);
      services.musicbrainz.comeBack();
      services.musicbrainz.set('*', (_request, response) => json(response, { artists: [] }));
      await turning(3_600_000, () => reader.progress()).toMatchObject({ artists: { total: 3, read: 3 }, sources: [{ fault: null }] });
    });

    test('the budget of the day ends the reading until midnight', async () => {
      const reader = aReader({ requestsPerDay: 4 });
      await reader.read(CREDITS);
      await until(reader, ({ sources }) => sources.every(({ nextTryAt }) => nextTryAt !== null));
      const asked = () => services.musicbrainz.visits.length + services.wikimedia.visits.length + services.listenbrainz.visits.length + services.labs.visits.length;
      expect(asked()).toBe(4);
      expect((await reader.progress()).today).toEqual({ requests: 4, budget: 4 });
      await turning(3_600_000, asked).toBe(8);
    });

    test('what is under way when it closes is read at the next start', async () => {
      let held = 0;
      services.musicbrainz.set('*', () => void held++);
      const first = aReader({ sources: ['musicbrainz'] });
      await first.read(CREDITS);
      await eventually(() => held).toBe(1);
      await first.close();
      const other = await openMusicServices();
      services.musicbrainz.set('*', (request, response) => void fetch(`${other.musicbrainz.url}${request.url}`).then(async (answer) => json(response, await answer.json())));
      const second = aReader({ sources: ['musicbrainz'] });
      await second.read(CREDITS);
      await allRead(second);
      expect(await readings()).toHaveLength(3);
      await other.close();
    });

    describe('the operator’s feeds and pages', () => {
      const article = (title: string, text: string) => `<html lang="en"><head><title>${title}</title></head><body><article><h1>${title}</h1><p>${text}</p><p>${PARAGRAPH}</p></article></body></html>`;
      const feed = (...items: readonly string[]) => `<rss version="2.0"><channel><title>W</title><link>${site.url}</link><description>d</description>${items.join('')}</channel></rss>`;
      const item = (path: string, title: string) => `<item><title>${title}</title><link>${site.url}${path}</link></item>`;

      test('articles are kept with whom they are about and whom they name beside', async () => {
        site.set('/feed.xml', feed(item('/one', 'Vesper Lanes in winter'), item('/two', 'The year in music'), item('/gone', 'Gone')));
        site.set('/one', article('Vesper Lanes in winter', 'Vesper Lanes made a dream pop record with Quillhaven.'));
        site.set('/two', article('The year in music', 'Quillhaven, again Quillhaven, and once more Quillhaven; also Vesper Lanes.'));
        site.set('/page', article('About nobody', 'Nobody is named.'));
        const reader = aReader({ sources: ['feeds', 'pages'], feeds: [`${site.url}/feed.xml`], pages: [`${site.url}/page`] });
        await reader.read(CREDITS);
        await eventually(readings).toMatchObject([
          { artistKey: 'quillhaven', artistName: 'Quillhaven', source: 'feeds', url: `${site.url}/two`, title: 'The year in music', mentions: { 'vesper lanes': 1 } },
          { artistKey: 'vesper lanes', source: 'feeds', url: `${site.url}/one`, credit: '127.0.0.1', mentions: { quillhaven: 1 }, terms: { 'tag:dream pop': 1 } },
        ]);
        await eventually(() => site.paths()).toContain('/page');
        await until(reader, ({ sources }) => sources[0].fault !== null);
        expect((await reader.progress()).sources).toMatchObject([{ name: 'feeds', readings: 2, fault: expect.stringContaining('nothing at this address') as unknown }, { name: 'pages', readings: 0 }]);
      });

      test('a feed is looked into some times a day, and of its articles only new ones are read', async () => {
        const etag = '"1"';
        let items = [item('/one', 'One')];
        site.set('/feed.xml', (request, response) => {
          if (items.length === 1 && request.headers['if-none-match'] === etag) response.writeHead(304).end();
          else response.writeHead(200, { 'content-type': 'application/rss+xml', etag }).end(feed(...items));
        });
        site.set('/one', article('One', 'Vesper Lanes.'));
        site.set('/two', article('Two', 'Quillhaven.'));
        const reader = aReader({ sources: ['feeds'], feeds: [`${site.url}/feed.xml`] });
        await reader.read(CREDITS);
        await eventually(() => site.paths()).toContain('/one');
        await turning(3_600_000, () => site.paths().filter((path) => path === '/feed.xml').length).toBeGreaterThan(1);
        items = [item('/two', 'Two'), ...items];
        await turning(3_600_000, () => site.paths()).toContain('/two');
        expect(site.paths().filter((path) => path === '/one')).toHaveLength(1);
      });

      /** Every address of the site tells by its validator that it did not change. */
      const unchanging = (path: string, type: string, body: string) =>
        site.set(path, (request, response) => {
          if (request.headers['if-none-match'] === '"1"') response.writeHead(304).end();
          else response.writeHead(200, { 'content-type': type, etag: '"1"' }).end(body);
        });
      const told = async () => (await readings()).map(({ source, url }) => `${source} ${new URL(url).pathname}`).sort();

      test('switched off and on again they are read anew, though they did not change', async () => {
        unchanging('/feed.xml', 'application/rss+xml', feed(item('/one', 'One')));
        unchanging('/one', 'text/html', article('Vesper Lanes', 'Vesper Lanes.'));
        unchanging('/page', 'text/html', article('Quillhaven', 'Quillhaven.'));
        const config: Partial<ReadingConfig> = { sources: ['feeds', 'pages'], feeds: [`${site.url}/feed.xml`], pages: [`${site.url}/page`] };
        const both = ['feeds /one', 'pages /page'];
        const first = aReader(config);
        await first.read(CREDITS);
        await eventually(told).toEqual(both);
        await first.close();
        const second = aReader({ sources: ['wikipedia'] });
        await second.read(CREDITS.slice(0, 1));
        await allRead(second);
        expect(await told()).toEqual(['wikipedia /wiki/Vesper_Lanes']);
        await second.close();
        await aReader(config).read(CREDITS);
        await eventually(told).toEqual(both);
      });

      test('what is taken out of them has no say any more; what another feed tells of as well has', async () => {
        const feeds = [`${site.url}/a.xml`, `${site.url}/b.xml`];
        const pages = [`${site.url}/p`, `${site.url}/q`];
        const open = async (config: Partial<ReadingConfig>) => {
          const reader = aReader({ sources: ['feeds', 'pages'], ...config });
          await reader.read(CREDITS);
          return reader;
        };
        unchanging('/a.xml', 'application/rss+xml', feed(item('/one', 'One'), item('/both', 'Both')));
        unchanging('/b.xml', 'application/rss+xml', feed(item('/two', 'Two'), item('/both', 'Both')));
        for (const path of ['/one', '/two', '/both', '/p', '/q']) unchanging(path, 'text/html', article('Vesper Lanes', 'Vesper Lanes.'));
        const all = await open({ feeds: feeds.slice(0, 1), pages });
        await eventually(told).toEqual(['feeds /both', 'feeds /one', 'pages /p', 'pages /q']);
        await all.close();
        const more = await open({ feeds, pages: pages.slice(1) });
        await eventually(told).toEqual(['feeds /both', 'feeds /one', 'feeds /two', 'pages /q']);
        await more.close();
        const fewer = await open({ feeds: feeds.slice(1), pages: [] });
        await eventually(told).toEqual(['feeds /both', 'feeds /two']);
        await fewer.close();
        const visits = site.visits.length;
        await open({ feeds: [] });
        expect(await told()).toEqual([]);
        expect(site.visits).toHaveLength(visits);
      });

      test('a feed speaks for its own host alone: what it says of another is read there', async () => {
        const other = await openTestSite();
        other.set('/story', article('Quillhaven', 'Quillhaven.'));
        const inline = (link: string) => `<item><title>Vesper Lanes</title><link>${link}</link><description>${'Vesper Lanes made a dream pop record. '.repeat(60)}</description></item>`;
        site.set('/old.xml', answering(301, { location: '/feed.xml' }));
        site.set('/feed.xml', feed(inline(`${other.url}/story`), inline('/own')));
        await aReader({ sources: ['feeds'], feeds: [`${site.url}/old.xml`] }).read(CREDITS);
        await eventually(async () => (await readings()).map(({ url, artistKey }) => [url, artistKey])).toEqual([
          [`${other.url}/story`, 'quillhaven'],
          [`${site.url}/own`, 'vesper lanes'],
        ]);
        expect(site.paths()).not.toContain('/own');
        await other.close();
      });

      test('an article that cannot be read is given up after some tries', async () => {
        site.set('/feed.xml', feed(item('/gone', 'Gone')));
        const reader = aReader({ sources: ['feeds'], feeds: [`${site.url}/feed.xml`] });
        await reader.read(CREDITS);
        const tries = () => site.paths().filter((path) => path === '/gone').length;
        await eventually(tries).toBe(1);
        await turning(10 * DAY_MS, tries).toBe(3);
        for (let i = 0; i < 12; i++) await clock.advance(10 * DAY_MS);
        expect(tries()).toBe(3);
        expect((await reader.progress()).sources[0].fault).toBeNull();
      });

      test('texts that say they are in another language are left out', async () => {
        site.set('/page', article('Vesper Lanes', 'Vesper Lanes.').replace('lang="en"', 'lang="de"'));
        const reader = aReader({ sources: ['pages'], pages: [`${site.url}/page`] });
        await reader.read(CREDITS);
        await eventually(() => opened.storage.db.selectFrom('reading_task').select('done_at').where('source', '=', 'pages').executeTakeFirst()).toMatchObject({ done_at: clock.now() });
        expect(await readings()).toEqual([]);
      });

      test('a feed that is none is said, and does not stop the others', async () => {
        site.set('/bad.xml', '<html><body>Moved</body></html>');
        site.set('/good.xml', feed(item('/one', 'One')));
        site.set('/one', article('Vesper Lanes', 'Vesper Lanes.'));
        const reader = aReader({ sources: ['feeds'], feeds: [`${site.url}/bad.xml`, `${site.url}/good.xml`] });
        await reader.read(CREDITS);
        await eventually(readings).toHaveLength(1);
        const tasks = await opened.storage.db.selectFrom('reading_task').select(['subject', 'fault']).where('source', '=', 'feeds').orderBy('subject').execute();
        expect(tasks).toEqual([
          { subject: `${site.url}/bad.xml`, fault: expect.stringContaining('no feed') as unknown },
          { subject: `${site.url}/good.xml`, fault: null },
        ]);
      });
    });
  });
}
