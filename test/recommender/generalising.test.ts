import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Affinity } from '../../src/domain.ts';
import type { ChildRecommender } from '../../src/recommender/child-recommender.ts';
import type { TrainingProgress } from '../../src/recommender/recommender.ts';
import { affinity, demoLikeLibrary, trackId } from './support/demo-like-library.ts';
import { RecommenderHouse, until } from './support/recommender-house.ts';

const ADA = 'room:ada';
const PATIENCE_MS = 60_000;

/** 4 styles of 10 tracks by 2 artists each; nothing but the artist's name says what belongs together. */
const LIBRARY = demoLikeLibrary({ styles: 4, perStyle: 10, artistsPerStyle: 2 }, 4).map((track) => ({ ...track, genres: [], tags: [], album: null, year: null }));

const heard = (listener: string, style: number, numbers: readonly number[], what: Partial<Affinity> = {}) =>
  numbers.map((number) => affinity(listener, trackId(style, number), { completions: 1, lastAt: Date.now(), ...what }));

/** 50 listens: Ada and three others, each of whom keeps to one style; nobody has heard what is numbered 8 or 9. */
const FIFTY_LISTENS = [
  ...heard(ADA, 2, [0, 2, 4, 6], { reaction: 'love' }),
  ...heard(ADA, 1, [0, 1, 2, 3, 4, 5, 6]),
  ...heard('room:1', 0, [0, 1, 2, 3, 4, 5, 6, 7]),
  ...heard('room:1', 1, [0, 1, 2, 3, 4]),
  ...heard('room:2', 3, [0, 1, 2, 3, 4, 5, 6, 7]),
  ...heard('room:2', 1, [2, 3, 4, 5, 6]),
  ...heard('room:3', 0, [1, 2, 3, 4, 5, 6]),
  ...heard('room:3', 3, [1, 2, 3, 4, 5, 6, 7]),
];

describe('a server with 50 listens', () => {
  let house: RecommenderHouse;
  let recommender: ChildRecommender;
  const seen: (TrainingProgress | null)[] = [];

  beforeAll(async () => {
    house = await RecommenderHouse.build(LIBRARY);
    await house.write(FIFTY_LISTENS);
    recommender = await house.recommender();
    await trained();
  });
  afterAll(() => house.demolish());

  async function trained(): Promise<void> {
    await until('it is trained', () => {
      const { training, trainedAt } = recommender.status();
      seen.push(training);
      return trainedAt !== null && training === null;
    }, PATIENCE_MS);
  }

  async function expected(style: number, number: number, listener = ADA): Promise<number> {
    const [score] = await recommender.explain(trackId(style, number), [listener]);
    return score?.signals.collaborative.value ?? NaN;
  }

  it('expects more of what nobody has heard by an artist somebody loves than of what nobody has heard by others', async () => {
    expect(FIFTY_LISTENS).toHaveLength(50);
    const lovedArtist = await expected(2, 8);
    const others = await Promise.all([[0, 8], [0, 9], [1, 9], [2, 9], [3, 8], [3, 9]].map(([style, number]) => expected(style ?? 0, number ?? 0)));
    for (const other of others) expect(lovedArtist).toBeGreaterThan(other);
    const [score] = await recommender.explain(trackId(2, 8), [ADA]);
    expect(score?.signals.collaborative.weight).toBeGreaterThan(0);
    expect(score?.because.every((id) => id.startsWith('2/'))).toBe(true);
  });

  it('knows the same of a track when its process is gone', async () => {
    await house.snapshotIsTrained();
    const before = await recommender.similar(trackId(2, 0), 5);
    process.kill(recommender.pid ?? 0, 'SIGKILL');
    await until('it is gone', () => recommender.status().from === 'snapshot');
    expect((await recommender.similar(trackId(2, 0), 5)).map(({ trackId: id }) => id)).toEqual(before.map(({ trackId: id }) => id));
    await until('another is there', () => recommender.status().from === 'process' && recommender.status().listeners === 4, PATIENCE_MS);
  }, PATIENCE_MS);

  it('follows a like at once, and a skip, without training anew', async () => {
    const { modelVersion } = recommender.status();
    const before = await expected(3, 8);
    await house.write(heard(ADA, 3, [0, 2, 4], { reaction: 'like' }));
    recommender.learn(ADA);
    const liked = { unheard: await expected(3, 8), heard: await expected(3, 0) };
    expect(liked.unheard).toBeGreaterThan(before);
    await house.write(heard(ADA, 3, [0, 2, 4], { completions: 0, skips: 1, earlySkips: 1 }));
    recommender.learn(ADA);
    expect(await expected(3, 8)).toBeLessThan(liked.unheard);
    expect(await expected(3, 0)).toBeLessThan(liked.heard);
    expect(recommender.status().modelVersion).toBe(modelVersion);
  });

  it('tells somebody their own taste in numbers, and nothing of whom it knows nothing', async () => {
    const told = await recommender.tasteOf(ADA);
    expect(told?.modelVersion).toBe(recommender.status().modelVersion);
    expect(told?.numbers.some((number) => number !== 0)).toBe(true);
    expect(await recommender.tasteOf('room:new')).toBeNull();
  });

  it('expects of somebody nothing is known of what goes down well with everybody', async () => {
    expect(await expected(1, 3, 'room:new')).toBeGreaterThan(await expected(2, 9, 'room:new'));
    // It counts, beside popularity and novelty, which say the same of everybody's favourites …
    const score = async (style: number, number: number) => (await recommender.explain(trackId(style, number), ['room:new']))[0];
    const [favourite, unheard] = [await score(1, 3), await score(1, 8)];
    const said = ({ score, signals: { popularity, novelty } }: typeof favourite) => score - popularity.value * popularity.weight - novelty.value * novelty.weight;
    expect(said(favourite)).toBeGreaterThan(0.005);
    expect(said(favourite)).toBeGreaterThan(said(unheard));
    // … but less than for somebody whose taste is known.
    const [known] = await recommender.explain(trackId(1, 3), [ADA]);
    expect(favourite.signals.collaborative.weight).toBeLessThan(0.5 * known.signals.collaborative.weight);
  });

  it('knows what is like a track: its artist’s before others, never itself, two of an artist at most', async () => {
    const similar = await recommender.similar(trackId(2, 0), 20);
    expect(similar.slice(0, 2).every(({ trackId: id }) => ['2/2', '2/4', '2/6', '2/8'].includes(id))).toBe(true);
    expect(similar.map(({ trackId: id }) => id)).not.toContain(trackId(2, 0));
    const artists = similar.map(({ trackId: id }) => LIBRARY.find((track) => track.id === id)?.artist);
    for (const artist of artists) expect(artists.filter((other) => other === artist).length).toBeLessThanOrEqual(2);
    expect(await recommender.similar('gone', 5)).toEqual([]);
    // Three of four like both 1/2 and 1/3, one both 2/0 and 2/2: that is for nobody to know.
    expect((await recommender.similar(trackId(1, 2), 20)).some(({ together }) => together)).toBe(false);
    expect(similar.some(({ together }) => together)).toBe(false);
  });

  it('tells how far training is', () => {
    const shares = seen.flatMap((training) => training?.share ?? []);
    expect(shares.length).toBeGreaterThan(0);
    for (const share of shares) expect(share).toBeLessThanOrEqual(1);
    expect(shares).toEqual(shares.toSorted((a, b) => a - b));
  });

  it('learns anew without whom it forgets', async () => {
    const { modelVersion } = recommender.status();
    await house.eraseListener(ADA);
    await recommender.forget(ADA);
    expect((await house.bytesOnDisk()).includes(ADA)).toBe(false);
    await until('another is trained', () => recommender.status().trainedAt !== null && recommender.status().modelVersion !== modelVersion, PATIENCE_MS);
    await house.snapshotIsTrained();
    expect(recommender.status()).toMatchObject({ listeners: 3 });
    expect((await house.bytesOnDisk()).includes(ADA)).toBe(false);
    // Nobody else has heard the style: what Ada loved there is as unknown as the rest of it.
    expect(Math.abs((await expected(2, 8, 'room:1')) - (await expected(2, 9, 'room:1')))).toBeLessThan(0.05);
  }, PATIENCE_MS);
});
