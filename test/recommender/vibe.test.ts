import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Track, TrackId } from '../../src/domain.ts';
import type { Vibe } from '../../src/vibe.ts';
import type { ChildRecommender } from '../../src/recommender/child-recommender.ts';
import { replaceReadings } from '../../src/storage/artist-readings.ts';
import { aTrack } from '../support/tracks.ts';
import { aVibe } from '../support/vibes.ts';
import { affinity } from './support/demo-like-library.ts';
import { aReading } from './support/readings.ts';
import { pickRequest, RecommenderHouse, until } from './support/recommender-house.ts';

const ADA = 'room:ada';
const EACH = 12;

/** Twelve tracks of each style, by three artists, some years apart; a fourth artist of each has no tags. */
const STYLES: readonly (readonly [style: string, genres: readonly string[], tags: readonly string[], year: number])[] = [
  ['ambient', ['ambient'], ['calm'], 1995],
  ['trip-hop', ['trip-hop'], ['nocturnal', 'mellow'], 1997],
  ['black metal', ['black metal'], ['aggressive'], 2004],
  ['house', ['house'], ['happy'], 2012],
  ['folk', ['folk'], ['acoustic'], 1972],
];
const TRACKS: readonly Track[] = STYLES.flatMap(([style, genres, tags, year], s) =>
  Array.from({ length: EACH }, (_, i) => aTrack(s * EACH + i, { artist: `${style} artist ${i % 3}`, genres, tags, year: year + (i % 3) })),
);
const styleOf = (id: TrackId) => STYLES[Math.floor(Number(id.slice(1)) / EACH)][0];
const wanted = (...words: string[]) => ({ wanted: words, unwanted: [] });
const unwanted = (...words: string[]) => ({ wanted: [], unwanted: words });

let house: RecommenderHouse;
let recommender: ChildRecommender;

/** Ten slots of a session, each planned without what was picked before. */
async function tenPicks(vibe: Partial<Vibe>, given: Partial<Parameters<typeof pickRequest>[0]> = {}): Promise<readonly { readonly id: TrackId; readonly vibe: number | undefined; readonly probability: number }[]> {
  const picked: { id: TrackId; vibe: number | undefined; probability: number }[] = [];
  for (let slot = 0; slot < 10; slot++) {
    const before = picked.map(({ id }) => id);
    const [pick] = await recommender.pick(pickRequest({ listeners: [{ id: ADA, satisfaction: 0 }], seed: slot, slot, exclude: before, before: before.slice(-3), count: 1, vibe: aVibe(vibe), ...given }));
    picked.push({ id: pick.trackId, vibe: pick.vibe, probability: pick.probability });
  }
  return picked;
}
const styles = (picks: readonly { readonly id: TrackId }[]) => picks.map(({ id }) => styleOf(id));
const count = (all: readonly string[], ...of: string[]) => all.filter((one) => of.includes(one)).length;

describe('a vibe', () => {
  beforeEach(async () => {
    house = await RecommenderHouse.build([...TRACKS]);
    // Ada likes metal: what she asks for in words goes before.
    await house.write([0, 1, 2, 3].map((i) => affinity(ADA, `t${2 * EACH + i}`, { completions: 1, reaction: 'love' })));
    recommender = await house.recommender();
  });
  afterEach(() => house.demolish());

  it('decides which style plays, by tags of files, whatever the taste is', async () => {
    const picks = await tenPicks({ tags: wanted('mellow') });
    expect(count(styles(picks), 'trip-hop', 'ambient')).toBeGreaterThanOrEqual(8);
    expect(count(styles(picks), 'black metal')).toBe(0);
    for (const { id, vibe, probability } of picks) {
      expect(probability).toBeGreaterThan(0);
      expect(vibe).toBeGreaterThan(styleOf(id) === 'trip-hop' ? 0.9 : 0);
    }
  });

  it('takes kinds of what is wanted for it, and moods that nobody names by how they sound', async () => {
    expect(count(styles(await tenPicks({ tags: wanted('metal') })), 'black metal')).toBeGreaterThanOrEqual(8);
    expect(count(styles(await tenPicks({ tags: wanted('relaxing') })), 'ambient', 'trip-hop', 'folk')).toBeGreaterThanOrEqual(8);
  });

  it('never plays what is turned down as long as there is anything else', async () => {
    expect(count(styles(await tenPicks({ tags: unwanted('metal') })), 'black metal')).toBe(0);
    const exclude = TRACKS.map(({ id }) => id).filter((id) => styleOf(id) !== 'black metal');
    expect(count(styles(await tenPicks({ tags: unwanted('metal') }, { exclude })), 'black metal')).toBe(10);
    const artists = (await tenPicks({ artists: unwanted('Black Metal Artist 0') })).map(({ id }) => house.tracks.find((track) => track.id === id)?.artist);
    expect(artists).not.toContain('black metal artist 0');
  });

  it('keeps to the years that are wanted', async () => {
    expect(count(styles(await tenPicks({ era: { from: 1990, to: 1999 } })), 'ambient', 'trip-hop')).toBe(10);
    expect(count(styles(await tenPicks({ era: { from: null, to: 1980 } })), 'folk')).toBe(10);
  });

  it('plays an artist that is named, and others like one', async () => {
    const by = await recommender.pick(pickRequest({ listeners: [{ id: ADA, satisfaction: 0 }], count: 3, vibe: aVibe({ artists: wanted('House Artist 1') }), slot: 1 }));
    expect(by.map(({ trackId }) => house.tracks.find((track) => track.id === trackId)?.artist)).toEqual(Array(3).fill('house artist 1'));
    const like = await tenPicks({ like: { artists: ['House Artist 1'], tracks: [] } });
    expect(count(styles(like), 'house')).toBeGreaterThanOrEqual(8);
    expect(new Set(like.map(({ id }) => house.tracks.find((track) => track.id === id)?.artist)).size).toBeGreaterThan(1);
  });

  it('leans away from what plays', async () => {
    const trip = `t${EACH}`;
    const livelier = await tenPicks({ like: { artists: [], tracks: [] }, leanings: { energy: { by: 1, than: trip }, mood: null, tempo: null } });
    expect(count(styles(livelier), 'black metal', 'house')).toBeGreaterThanOrEqual(8);
    const calmer = await tenPicks({ leanings: { energy: { by: -0.5, than: `t${2 * EACH}` }, mood: null, tempo: null } });
    expect(count(styles(calmer), 'black metal')).toBeLessThanOrEqual(2);
    expect(count(styles(await tenPicks({ unlike: [`t${2 * EACH + 5}`] })), 'black metal')).toBeLessThanOrEqual(2);
  });

  it('leaves the choice among what fits to taste, and everything as it was when nothing fits', async () => {
    await house.write([0, 3].map((i) => affinity(ADA, `t${EACH + i}`, { completions: 1, reaction: 'love' })));
    recommender.learn(ADA);
    // The two that she has not heard by the artist she loves.
    expect((await tenPicks({ tags: wanted('trip-hop') })).slice(0, 2).map(({ id }) => id).sort()).toEqual([`t${EACH + 6}`, `t${EACH + 9}`]);
    expect(count(styles(await tenPicks({ tags: wanted('blorbcore') })), 'black metal', 'trip-hop')).toBeGreaterThanOrEqual(6);
  });

  it('holds while the process is away', async () => {
    await house.snapshotKnows(ADA);
    process.kill(recommender.pid!, 'SIGKILL');
    expect(count(styles(await tenPicks({ tags: wanted('folk') })), 'folk')).toBeGreaterThanOrEqual(8);
  });
});

describe('a vibe, from what is written alone', () => {
  afterEach(() => house.demolish());

  it('finds tracks without tags by what their artists are described as', async () => {
    const bare = TRACKS.map((track) => ({ ...track, genres: [], tags: [] }));
    house = await RecommenderHouse.build(bare);
    for (const { artist, id } of bare.filter((_, i) => i % EACH < 3)) {
      const [style, genres, tags] = STYLES[Math.floor(Number(id.slice(1)) / EACH)];
      const reading = aReading(artist, { tags: [...genres, ...tags].map((tag) => ({ tag, weight: 1 })), text: `${artist} make ${style} that is ${tags.join(' and ')}.` });
      await replaceReadings(house.storage, { source: reading.source, artistKey: reading.artistKey }, [reading]);
    }
    recommender = await house.recommender();
    await until('what was read is taken together', async () => (await recommender.similarArtists('ambient artist 0', 1)).length > 0);
    expect(count(styles(await tenPicks({ tags: wanted('nocturnal') })), 'trip-hop')).toBeGreaterThanOrEqual(8);
    expect(count(styles(await tenPicks({ tags: unwanted('metal') })), 'black metal')).toBe(0);
    expect((await recommender.labelled('black metal', 3)).map(({ trackId, says }) => [styleOf(trackId), says])).toEqual(Array(3).fill(['black metal', 'artist']));
  });
});
