import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../src/clock.ts';
import type { Track } from '../../src/domain.ts';
import { ElsewhereArtists } from '../../src/recommender/elsewhere-artists.ts';
import { createListening } from '../../src/listening/create-listening.ts';
import type { ChildRecommender } from '../../src/recommender/child-recommender.ts';
import { silentLogger } from '../../src/log.ts';
import { SnapshotFolder } from '../../src/recommender/snapshot-folder.ts';
import { replaceReadings, type ArtistReading } from '../../src/storage/artist-readings.ts';
import { aTrack } from '../support/tracks.ts';
import { affinity } from './support/demo-like-library.ts';
import { aReading } from './support/readings.ts';
import { pickRequest, RecommenderHouse, until } from './support/recommender-house.ts';

const ADA = 'room:ada';
const DREAMY = 'A dream pop band whose shimmering guitars and hazy, reverberant voices made shoegaze of every ballad they wrote for a small label.';
const HEAVY = 'A death metal group known for guttural growls, blast beats and down-tuned riffs, who toured with every other brutal act of the scene.';

/** Ten artists with two tracks each, of whom the files say nothing at all: the first five are written about as dreamy, the others as heavy. */
const TRACKS: Track[] = Array.from({ length: 20 }, (_, i) => aTrack(i, { artist: `Artist ${Math.floor(i / 2)}` }));
const isDreamy = (id: string) => Number(id.slice(1)) < 10;
const readings = (given: Partial<ArtistReading> = {}) =>
  Array.from({ length: 10 }, (_, n) => aReading(`Artist ${n}`, { text: n < 5 ? DREAMY : HEAVY, ...given }));

let house: RecommenderHouse;
beforeEach(async () => {
  house = await RecommenderHouse.build(TRACKS);
});
afterEach(() => house.demolish());

async function read(all: readonly ArtistReading[]): Promise<void> {
  for (const reading of all) await replaceReadings(house.storage, reading, [reading]);
}

const isRead = (recommender: ChildRecommender) => until('what was read is taken together', async () => (await recommender.similarArtists('Artist 0', 1)).length > 0);

const isKept = () => until('what was read is kept', async () => (await new SnapshotFolder(house.snapshotFolder, silentLogger).readArtists())?.readings === 10);

/** The share of twenty sessions' first picks that are dreamy. */
async function shareDreamy(recommender: ChildRecommender): Promise<number> {
  const request = pickRequest({ listeners: [{ id: ADA, satisfaction: 0 }], exclude: ['t0', 't1'] });
  const picks = await Promise.all(Array.from({ length: 20 }, (_, seed) => recommender.pick({ ...request, seed })));
  return picks.filter(([pick]) => isDreamy(pick.trackId)).length / picks.length;
}

describe('what is written about artists', () => {
  it('lets tracks be picked that nobody has played and no file says anything of', async () => {
    await house.write([affinity(ADA, 't0', { completions: 1, reaction: 'love', lastAt: Date.now() }), affinity(ADA, 't1', { completions: 1, reaction: 'like', lastAt: Date.now() })]);
    const recommender = await house.recommender();
    expect(await shareDreamy(recommender)).toBeLessThan(0.75);
    await read(readings());
    recommender.readingsChanged();
    await isRead(recommender);
    expect(await shareDreamy(recommender)).toBeGreaterThanOrEqual(0.9);
    const [score] = await recommender.explain('t2', [ADA]);
    expect(score.signals.language.value).toBeGreaterThan(0);
    expect(score.signals.language.weight).toBeGreaterThan(0);
    expect(score.described?.tags).toContain('dream pop');
    expect(['t0', 't1']).toContain(score.described?.like);
    expect(score.because.length).toBeGreaterThan(0);
    const [heavy] = await recommender.explain('t15', [ADA]);
    expect(heavy.signals.language.value).toBeLessThan(0);
  });

  it('says which artists are alike and why, also of one the library has not, and whose words they are', async () => {
    await read(readings({ similar: [{ name: 'Slowdive', score: 1 }], mentions: { 'artist 1': 2 } }));
    const recommender = await house.recommender();
    await isRead(recommender);
    const alike = await recommender.similarArtists('artist 0', 3);
    expect(alike.every(({ trackId }) => isDreamy(trackId))).toBe(true);
    expect(alike[0]).toMatchObject({ tracks: 2, evidence: { tags: expect.arrayContaining(['dream pop']) as string[] } });
    expect((await recommender.similarArtists('Slowdive', 5)).length).toBeGreaterThan(0);
    expect(await recommender.artistsElsewhere()).toEqual(['Slowdive']);
    const about = await recommender.wordsAbout('Artist 0 feat. Artist 9');
    expect(about.tags).toContainEqual({ tag: 'dream pop', sources: ['wikipedia'] });
    expect(about.sources).toEqual([{ source: 'wikipedia', title: 'Artist 0', url: 'https://example.org/Artist%200', credit: 'Wikipedia, CC BY-SA 4.0' }]);
    expect((await recommender.libraryTags(3)).map(({ tracks }) => tracks)).toEqual([10, 10, 10]);
    expect((await recommender.similar('t0', 4)).map(({ trackId, artists }) => [isDreamy(trackId), artists?.tags.includes('dream pop') ?? trackId === 't1'])).toEqual(Array(4).fill([true, true]));
  });

  it('serves who heard artists elsewhere whom the library has not, from the first pick on, and no longer when they take that back', async () => {
    const listening = await createListening({ storage: house.storage, clock: systemClock, log: silentLogger });
    await listening.giveConsent({ id: ADA, name: 'Ada' });
    const song = { artist: 'Slowdive', title: 'Alison', album: null, plays: 30, completions: 28, skips: 0, earlySkips: 0, heardMs: 7_000_000, firstAt: Date.now(), lastAt: Date.now() };
    await listening.importHistory({ listenerId: ADA, service: 'Spotify', songs: [{ song, trackId: null }] });
    await read(readings().map((reading, n) => (n < 5 ? { ...reading, similar: [{ name: 'Slowdive', score: 1 }] } : reading)));
    const recommender = await house.recommender();
    await isRead(recommender);
    const language = async (id: string) => (await recommender.explain(id, [ADA]))[0].signals.language;
    await until('what was imported is known', async () => (await language('t2')).weight > 0);
    expect((await language('t2')).value).toBeGreaterThan(0);
    expect((await language('t15')).value).toBeLessThan(0);
    expect(await shareDreamy(recommender)).toBeGreaterThanOrEqual(0.8);
    await listening.importHistory({ listenerId: ADA, service: 'Spotify', songs: [] });
    recommender.learn(ADA);
    await until('it is known no more', async () => (await language('t2')).weight === 0);
    await listening.close();
  });

  it('counts what was heard elsewhere once when the library has it at last', async () => {
    const listening = await createListening({ storage: house.storage, clock: systemClock, log: silentLogger });
    await listening.giveConsent({ id: ADA, name: 'Ada' });
    const song = { artist: 'Artist 0', album: null, plays: 30, completions: 28, skips: 0, earlySkips: 0, heardMs: 7_000_000, firstAt: Date.now(), lastAt: Date.now() };
    await listening.importHistory({ listenerId: ADA, service: 'Spotify', songs: ['Far', 'Near'].map((title) => ({ song: { ...song, title }, trackId: null })) });
    const elsewhere = new ElsewhereArtists(house.storage);
    expect(await elsewhere.of(ADA)).toMatchObject([{ plays: 60 }]);
    await listening.matchElsewhere(({ title }) => (title === 'Near' ? 't0' : null));
    expect(await elsewhere.of(ADA)).toMatchObject([{ plays: 30 }]);
    await listening.matchElsewhere(() => 't3');
    expect(await elsewhere.of(ADA)).toEqual([]);
    expect(await listening.affinities(ADA)).toMatchObject([{ trackId: 't0', plays: 30 }, { trackId: 't3', plays: 30 }]);
    await listening.close();
  });

  it('is kept: it is there at once when the process is gone, and after the next start', async () => {
    await house.write([affinity(ADA, 't0', { completions: 1, reaction: 'love', lastAt: Date.now() })]);
    await read(readings());
    const recommender = await house.recommender();
    await isKept();
    await house.snapshotKnows(ADA);
    process.kill(recommender.pid!, 'SIGKILL');
    expect((await recommender.similarArtists('Artist 0', 3)).length).toBe(3);
    expect(await shareDreamy(recommender)).toBeGreaterThanOrEqual(0.9);
    await recommender.close();
    await house.storage.db.deleteFrom('reading').execute();
    const again = await house.recommender();
    expect((await again.similarArtists('Artist 0', 1)).length).toBe(1);
  });

  it('has no say for a source that has not shown that it helps', async () => {
    await house.write([affinity(ADA, 't0', { completions: 1, reaction: 'love', lastAt: Date.now() })]);
    await read(readings({ source: 'feeds', url: 'https://example.org/feed' }).map((reading) => ({ ...reading, url: `${reading.url}/${reading.artistKey}` })));
    const recommender = await house.recommender();
    await isKept();
    const [score] = await recommender.explain('t2', [ADA]);
    expect(score.signals.language).toEqual({ value: 0, weight: 0 });
  });
});
