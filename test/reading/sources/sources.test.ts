import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { nameKey } from '../../../models/language/names.ts';
import type { ReadingConfig } from '../../../src/config.ts';
import { NotNow, Unreadable } from '../../../src/reading/fetch/fault.ts';
import { Fetcher } from '../../../src/reading/fetch/fetcher.ts';
import { AT_ONCE } from '../../../src/reading/protocol.ts';
import { artistSources } from '../../../src/reading/sources/artist-sources.ts';
import type { LibraryArtist } from '../../../src/reading/sources/source.ts';
import { temporarySqlite, type TestStorage } from '../../support/storage.ts';
import { TestClock } from '../../support/test-clock.ts';
import { INVENTED } from '../../support/web/invented-artists.ts';
import { json, LASTFM_KEY, openMusicServices, type MusicServices } from '../../support/web/music-services.ts';
import { answering, openTestSite } from '../../support/web/test-site.ts';

const CONFIG: ReadingConfig = {
  contact: 'mailto:dj@example.org',
  sources: ['wikipedia', 'musicbrainz', 'listenbrainz', 'lastfm'],
  language: 'en',
  feeds: [],
  pages: [],
  requestsPerDay: 1_000,
  lastfmKey: LASTFM_KEY,
};
const VESPER = INVENTED[0];
const DAY_MS = 24 * 3_600_000;

let opened: TestStorage;
let services: MusicServices;
let fetcher: Fetcher;
let clock: TestClock;

beforeEach(async () => {
  opened = await temporarySqlite();
  services = await openMusicServices();
  clock = new TestClock();
  fetcher = new Fetcher({ storage: opened.storage, clock, random: () => 0, contact: CONFIG.contact, version: '1.0.0', requestsPerDay: 1_000, allowLoopback: true, paceOf: AT_ONCE });
});
afterEach(async () => {
  fetcher.close();
  await services.close();
  await opened.remove();
});

function anArtist(name: string, given: Partial<LibraryArtist> = {}): LibraryArtist {
  return { key: nameKey(name), name, tracks: 1, titles: [], albums: [], recordings: [], ...given };
}

const vesper = (given: Partial<LibraryArtist> = {}) => anArtist('Vesper Lanes', { titles: ['Harbour Static', 'Some Demo'], albums: ['Tidal Rooms'], ...given });

function read(source: string, artist: LibraryArtist, given: Partial<ReadingConfig> = {}, addresses = services.addresses) {
  const { sources } = artistSources({ config: { ...CONFIG, ...given }, services: addresses, fetcher, storage: opened.storage, clock });
  const found = sources.find(({ name }) => name === source);
  if (!found) throw new Error(`${source} is switched off`);
  return found.read(artist);
}

describe('MusicBrainz', () => {
  test('tells other names, tags that count and who belongs together', async () => {
    expect(await read('musicbrainz', vesper())).toEqual({
      url: `https://musicbrainz.org/artist/${VESPER.mbid}`,
      title: 'Vesper Lanes',
      credit: expect.stringContaining('MusicBrainz') as unknown,
      language: null,
      tags: [{ tag: 'dream pop', weight: 7 }, { tag: 'shoegaze', weight: 3 }],
      similar: [{ name: 'Ilsa Marrow', score: 1 }],
      aliases: ['Vesperlanes', 'The Vesper Lanes'],
      text: null,
    });
  });

  test.each([
    ['by a track', { titles: ['Boots on Fire (Remastered 2011)'], albums: [] }, 1],
    ['by an album, when no track is known', { titles: ['Unknown'], albums: ['Tidal Rooms'] }, 0],
    ['by the recording in the file, whatever its tags say', { titles: ['Harbour Static'], recordings: [INVENTED[1].recordings[0].mbid] }, 1],
  ])('knows namesakes apart %s', async (_how, given, which) => {
    expect((await read('musicbrainz', vesper(given)))?.url).toContain(INVENTED[which].mbid);
  });

  test('takes nobody rather than somebody of the same name', async () => {
    expect(await read('musicbrainz', vesper({ titles: ['Another Song Altogether'], albums: ['Elsewhere'] }))).toBeNull();
    expect(await read('musicbrainz', anArtist('Vesper', { titles: ['Harbour Static'] }))).toBeNull();
  });

  test('takes nobody where two namesakes are as likely', async () => {
    expect(await read('musicbrainz', vesper({ titles: ['Harbour Static', 'Boots on Fire'], albums: [] }))).toBeNull();
  });

  test('finds who is known by another name', async () => {
    expect((await read('musicbrainz', anArtist('Vesperlanes', { titles: ['Slow Meridian'] })))?.title).toBe('Vesper Lanes');
  });

  test('names with signs are searched as they are', async () => {
    expect(await read('musicbrainz', anArtist('A "Quoted" \\ Name: (live) AND NOT', { titles: ['“', '"', '\\'] }))).toBeNull();
    expect(services.musicbrainz.visits).toHaveLength(1);
  });

  test('who was found is not searched again, who was not is in a month', async () => {
    await read('musicbrainz', vesper());
    const asked = services.musicbrainz.visits.length;
    await read('listenbrainz', vesper());
    await read('musicbrainz', vesper());
    expect(services.musicbrainz.visits).toHaveLength(asked);
    clock.jump(28 * DAY_MS);
    await read('musicbrainz', vesper());
    expect(services.musicbrainz.paths().slice(asked)).toEqual([expect.stringContaining(`/artist/${VESPER.mbid}`)]);
    const nobody = anArtist('Nobody at All', { titles: ['Nothing'] });
    await read('musicbrainz', nobody);
    const searched = services.musicbrainz.visits.length;
    clock.jump(DAY_MS);
    await read('musicbrainz', nobody);
    expect(services.musicbrainz.visits).toHaveLength(searched);
    clock.jump(30 * DAY_MS);
    await read('musicbrainz', nobody);
    expect(services.musicbrainz.visits).toHaveLength(searched + 1);
  });

  test('its limit is kept: 503 ends the questions for now', async () => {
    services.musicbrainz.set('*', (_request, response) => json(response, { error: 'Your requests are exceeding the allowable rate limit.' }, 503));
    await expect(read('musicbrainz', vesper())).rejects.toBeInstanceOf(NotNow);
    await expect(read('musicbrainz', anArtist('Quillhaven'))).rejects.toBeInstanceOf(NotNow);
    expect(services.musicbrainz.visits).toHaveLength(1);
  });

  test.each([401, 403])('a service that answers %i is not asked on and on: nothing is wrong with the artist', async (status) => {
    services.musicbrainz.set('*', answering(status, { 'content-type': 'text/html' }, '<html>Forbidden</html>'));
    const refused = read('musicbrainz', vesper());
    await expect(refused).rejects.toBeInstanceOf(NotNow);
    await expect(refused).rejects.toThrow(`${services.musicbrainz.host} refuses Segue (${status})`);
    await expect(refused).rejects.toMatchObject({ until: clock.now() + 3_600_000 });
    await expect(read('musicbrainz', anArtist('Quillhaven'))).rejects.toBeInstanceOf(NotNow);
    expect(services.musicbrainz.visits).toHaveLength(1);
  });

  test.each([
    ['something else', answering(200, { 'content-type': 'application/json' }, '{"artists": "many"}')],
    ['no JSON', answering(200, { 'content-type': 'text/html' }, '<html>Maintenance</html>')],
    ['a refusal', answering(400, { 'content-type': 'application/json' }, '{"error":"Invalid query."}')],
  ])('an answer that is %s is a fault with its host', async (_what, page) => {
    services.musicbrainz.set('*', page);
    const reading = read('musicbrainz', vesper());
    await expect(reading).rejects.toBeInstanceOf(Unreadable);
    await expect(reading).rejects.toThrow(services.musicbrainz.host);
  });
});

describe('Wikipedia', () => {
  test('gives the article that the artist’s item in Wikidata links, with its attribution', async () => {
    const found = await read('wikipedia', vesper());
    expect(found).toMatchObject({ url: 'https://en.wikipedia.org/wiki/Vesper_Lanes', title: 'Vesper Lanes', language: 'en' });
    expect(found?.credit).toContain('CC BY-SA');
    expect(found?.text).toContain('mellow and nocturnal');
  });

  test('gives it in the language that the operator chose, or not at all', async () => {
    expect((await read('wikipedia', vesper(), { language: 'de' }))?.text).toContain('aus dem Norden');
    expect(await read('wikipedia', anArtist('Ashgrove Signal', { titles: ['Telemetry'] }))).toBeNull();
  });

  test('where nobody linked it, it is the article that speaks of their music', async () => {
    const found = await read('wikipedia', anArtist('Quillhaven', { titles: ['Copper Orchard'], albums: ['Almanac of Smoke'] }));
    expect(found?.title).toBe('Quillhaven (band)');
  });

  test('the same without MusicBrainz, of which nothing is asked', async () => {
    const sources = ['wikipedia'] as const;
    expect((await read('wikipedia', anArtist('Quillhaven', { albums: ['Almanac of Smoke'] }), { sources }))?.title).toBe('Quillhaven (band)');
    expect(await read('wikipedia', anArtist('Quillhaven', { titles: ['Some Other Song'] }), { sources })).toBeNull();
    expect(await read('wikipedia', anArtist('Ashgrove Signal', { titles: ['Telemetry'] }), { sources })).toBeNull();
    expect(services.musicbrainz.visits).toEqual([]);
  });

  test.each(['maxlag', 'ratelimited', 'readonly'])('“%s”, though it comes as 200, ends the questions for now', async (code) => {
    services.wikimedia.set('*', (_request, response) => json(response, { error: { code, info: 'Waiting for a database server: 6 seconds lagged.', lag: 6 } }, 200, { 'retry-after': '5' }));
    await expect(read('wikipedia', vesper())).rejects.toBeInstanceOf(NotNow);
    await expect(read('wikipedia', vesper())).rejects.toBeInstanceOf(NotNow);
    expect(services.wikimedia.visits).toHaveLength(1);
  });

  test('every question says that it can wait while the servers are far behind', async () => {
    await read('wikipedia', vesper());
    expect(services.wikimedia.visits.length).toBeGreaterThan(1);
    for (const path of services.wikimedia.paths()) expect(path).toContain('maxlag=5');
  });
});

describe('ListenBrainz', () => {
  test('tells tags and who is heard together', async () => {
    expect(await read('listenbrainz', vesper())).toMatchObject({
      tags: [{ tag: 'dream pop', weight: 7 }, { tag: 'shoegaze', weight: 3 }, { tag: 'seen live', weight: 0 }],
      similar: [{ name: 'Quillhaven', score: 8123 }, { name: 'Ashgrove Signal', score: 411 }],
      text: null,
    });
  });

  test('without its laboratory the tags are kept', async () => {
    services.labs.set('*', answering(400, { 'content-type': 'application/json' }, '{"error":"algorithm"}'));
    expect(await read('listenbrainz', vesper())).toMatchObject({ similar: [], tags: [{ tag: 'dream pop' }, {}, {}] });
  });

  test.each([502, 503, 403])('nor are they lost when the laboratory answers %i; the rest is read another time', async (status) => {
    services.labs.set('*', answering(status));
    for (let i = 0; i < 5; i++) expect(await read('listenbrainz', vesper())).toMatchObject({ similar: [], tags: [{ tag: 'dream pop' }, {}, {}], incomplete: true });
    expect(services.labs.visits.length).toBeLessThanOrEqual(3);
  });

  test('nor when nobody is there', async () => {
    const gone = await openTestSite();
    await gone.close();
    const addresses = { ...services.addresses, listenbrainzLabs: `${gone.url}/` };
    expect(await read('listenbrainz', vesper(), {}, addresses)).toMatchObject({ similar: [], tags: [{ tag: 'dream pop' }, {}, {}], incomplete: true });
  });

  test('who may only be known to the laboratory is read about when it is back', async () => {
    services.labs.set('*', answering(503));
    await expect(read('listenbrainz', anArtist('Ashgrove Signal', { titles: ['Telemetry'] }))).rejects.toMatchObject({ host: services.labs.host });
  });

  test('knows nothing of whom it has neither tags nor listeners', async () => {
    expect(await read('listenbrainz', anArtist('Ashgrove Signal', { titles: ['Telemetry'] }))).toBeNull();
  });
});

describe('Last.fm', () => {
  test('tells tags, similar artists and what its listeners wrote, without what stands below it', async () => {
    expect(await read('lastfm', vesper())).toMatchObject({
      tags: [{ tag: 'dream pop', weight: 7 }, { tag: 'shoegaze', weight: 3 }, { tag: 'seen live', weight: 0 }],
      similar: [{ name: 'Quillhaven', score: 1 }, { name: 'Ashgrove Signal', score: 0.5 }],
      text: 'Vesper Lanes make music for rainy harbours.',
    });
  });

  test('a list of one comes as what is in it', async () => {
    services.lastfm.set('*', (request, response) => {
      const method = new URL(request.url ?? '', 'http://lastfm').searchParams.get('method');
      if (method === 'artist.getInfo') json(response, { artist: { name: 'Solo', url: 'https://www.last.fm/music/Solo' } });
      else if (method === 'artist.getTopTags') json(response, { toptags: { tag: { name: 'folk', count: 100 } } });
      else json(response, { similarartists: { artist: [] } });
    });
    expect(await read('lastfm', anArtist('Solo'))).toMatchObject({ tags: [{ tag: 'folk', weight: 100 }], similar: [], text: null });
  });

  test.each(['<', '<a ', ' ', '<a >', '<a > '])('a text of “%s” alone keeps nobody busy', async (piece) => {
    services.lastfm.set('*', (request, response) => {
      const method = new URL(request.url ?? '', 'http://lastfm').searchParams.get('method');
      if (method === 'artist.getInfo') json(response, { artist: { name: 'Solo', url: 'https://www.last.fm/music/Solo', bio: { content: `A duo.${piece.repeat(600_000)}The end.` } } });
      else json(response, method === 'artist.getTopTags' ? { toptags: { tag: [] } } : { similarartists: { artist: [] } });
    });
    const found = await read('lastfm', anArtist('Solo'));
    expect(found?.text).toMatch(/^A duo\./);
    expect(found?.text?.length).toBeLessThanOrEqual(200_000);
  });

  test('does not know everybody', async () => {
    expect(await read('lastfm', anArtist('Nobody at All'))).toBeNull();
  });

  test('a key that it refuses is said to the operator, and it is not asked on', async () => {
    const lastfmKey = 'f'.repeat(32);
    const reading = read('lastfm', vesper(), { lastfmKey });
    await expect(reading).rejects.toBeInstanceOf(NotNow);
    await expect(reading).rejects.toThrow('LASTFM_API_KEY');
    await expect(reading).rejects.not.toThrow(lastfmKey);
  });

  test.each([8, 11, 16, 29])('error %i ends the questions for now', async (error) => {
    services.lastfm.set('*', (_request, response) => json(response, { error, message: 'Rate limit exceeded' }));
    await expect(read('lastfm', vesper())).rejects.toBeInstanceOf(NotNow);
    await expect(read('lastfm', vesper())).rejects.toBeInstanceOf(NotNow);
    expect(services.lastfm.visits).toHaveLength(1);
  });

  test('the key is nowhere in the database', async () => {
    await read('lastfm', vesper());
    const rows = await opened.storage.db.selectFrom('kv').selectAll().execute();
    expect(JSON.stringify(rows)).not.toContain(LASTFM_KEY);
    expect(rows.length).toBeGreaterThan(0);
  });
});
