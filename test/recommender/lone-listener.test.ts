import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seeded, shuffled } from '../../models/random.ts';
import type { Track } from '../../src/domain.ts';
import type { ChildRecommender } from '../../src/recommender/child-recommender.ts';
import { affinity, demoLibrary, demoLikeLibrary, styleOf } from './support/demo-like-library.ts';
import { pickRequest, RecommenderHouse } from './support/recommender-house.ts';

const SEEDS = Array.from({ length: 20 }, (_, i) => i + 1);
const DAY_MS = 24 * 3_600_000;

/** Three 👍 on one style and two 👎 on another, told to the running process; then ten picks. */
async function tenPicks(house: RecommenderHouse, recommender: ChildRecommender, seed: number, heard: 'this session' | 'yesterday') {
  const random = seeded(seed);
  const [liked, disliked] = shuffled([0, 1, 2, 3, 4, 5, 6, 7], random);
  const listener = `room:${seed}`;
  const lastAt = Date.now() - (heard === 'yesterday' ? DAY_MS : 600_000);
  const some = (style: number, count: number) => shuffled(house.tracks.filter((track) => styleOf(track.id) === style), random).slice(0, count);
  const opinions = [
    ...some(liked, 3).map((track) => affinity(listener, track.id, { reaction: 'like', completions: 1, lastAt })),
    ...some(disliked, 2).map((track) => affinity(listener, track.id, { reaction: 'dislike', lastAt })),
  ];
  await house.write(opinions);
  recommender.learn(listener);

  const before = heard === 'this session' ? opinions.map((opinion) => opinion.trackId) : [];
  const played = [...before];
  for (let slot = before.length; slot < before.length + 10; slot++) {
    const listeners = [{ id: listener, satisfaction: played.length * 0.5 }];
    const request = pickRequest({ sessionId: `session ${seed}`, listeners, exclude: played, before: played.slice(-3), slot, seed: seed * 100 + slot });
    played.push(...(await recommender.pick(request)).map((pick) => pick.trackId));
  }
  // Everybody is alone: what the ones before liked must not help.
  await house.eraseListener(listener);
  recommender.learn(listener);
  const styles = played.slice(before.length).map(styleOf);
  return {
    liked: styles.filter((style) => style === liked).length,
    disliked: styles.filter((style) => style === disliked).length,
    distinct: new Set(played).size - before.length,
  };
}

// The demo library has six tracks a style: with three of them heard in this session, three would be left.
describe.each<{ name: string; library: () => Track[]; heard: 'this session' | 'yesterday' }>([
  { name: 'the demo library, told yesterday', library: demoLibrary, heard: 'yesterday' },
  {
    name: 'a library with 14 tracks a style, told in this session',
    library: () => demoLikeLibrary({ styles: 8, perStyle: 14, artistsPerStyle: 3 }, 7),
    heard: 'this session',
  },
])('a lone new listener in $name', ({ library, heard }) => {
  let house: RecommenderHouse;
  let recommender: ChildRecommender;
  beforeAll(async () => {
    house = await RecommenderHouse.build(library());
    recommender = await house.recommender();
  });
  afterAll(() => house.demolish());

  it('feels it: 6 of 10 picks of the liked style and none of the disliked, for each of 20 seeds', async () => {
    for (const seed of SEEDS) {
      const result = await tenPicks(house, recommender, seed, heard);
      expect(result, `seed ${seed}`).toMatchObject({ disliked: 0, distinct: 10 });
      expect(result.liked, `seed ${seed}`).toBeGreaterThanOrEqual(6);
    }
    expect(recommender.status()).toMatchObject({ from: 'process', restarts: 0 });
  });
});
