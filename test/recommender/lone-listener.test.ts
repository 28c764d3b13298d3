import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ChildRecommender } from '../../src/recommender/child-recommender.ts';
import { affinity, DEMO_SHAPE, demoLikeLibrary, type LibraryShape, styleOf, trackId } from './support/demo-like-library.ts';
import { pickRequest, RecommenderHouse } from './support/recommender-house.ts';

const SEEDS = Array.from({ length: 20 }, (_, i) => i + 1);
const DAY_MS = 24 * 3_600_000;

/** Three 👍 on one style and two 👎 on another, told to the running process; then ten picks. */
async function tenPicks(house: RecommenderHouse, recommender: ChildRecommender, seed: number, heard: 'this session' | 'yesterday') {
  const listener = `room:${heard}-${seed}`;
  const liked = seed % 8;
  const disliked = (seed + 3) % 8;
  const lastAt = Date.now() - (heard === 'yesterday' ? DAY_MS : 600_000);
  const likes = [0, 1, 2].map((i) => affinity(listener, trackId(liked, i), { reaction: 'like', lastAt }));
  const dislikes = [0, 1].map((i) => affinity(listener, trackId(disliked, i), { reaction: 'dislike', lastAt }));
  await house.write([...likes, ...dislikes]);
  recommender.learn(listener);

  const played = heard === 'this session' ? [...likes, ...dislikes].map((a) => a.trackId) : [];
  for (let slot = 0; slot < 10; slot++) {
    const [pick] = await recommender.pick(
      pickRequest({ listeners: [{ id: listener, satisfaction: slot * 0.5 }], exclude: played, before: played.slice(-3), seed: seed * 100 + slot }),
    );
    played.push(pick.trackId);
  }
  const styles = played.slice(-10).map(styleOf);
  const picked = played.slice(-10);
  return {
    liked: styles.filter((style) => style === liked).length,
    disliked: styles.filter((style) => style === disliked).length,
    again: picked.length - new Set(picked).size,
  };
}

describe.each<{ name: string; shape: LibraryShape; heard: 'this session' | 'yesterday' }>([
  { name: 'the demo library, told yesterday', shape: DEMO_SHAPE, heard: 'yesterday' },
  { name: 'a library with 14 tracks a style, told in this session', shape: { styles: 8, perStyle: 14, artistsPerStyle: 3 }, heard: 'this session' },
])('a lone new listener in $name', ({ shape, heard }) => {
  let house: RecommenderHouse;
  let recommender: ChildRecommender;
  beforeAll(async () => {
    house = await RecommenderHouse.build(demoLikeLibrary(shape, 7));
    recommender = await house.recommender();
  });
  afterAll(() => house.demolish());

  it('feels it: 6 of 10 picks of the liked style and none of the disliked, for each of 20 seeds', async () => {
    for (const seed of SEEDS) {
      // Everybody is alone: what others like must not help.
      const result = await tenPicks(house, recommender, seed, heard);
      expect(result, `seed ${seed}`).toMatchObject({ disliked: 0, again: 0 });
      expect(result.liked, `seed ${seed}`).toBeGreaterThanOrEqual(6);
      await house.eraseListener(`room:${heard}-${seed}`);
      recommender.learn(`room:${heard}-${seed}`);
    }
    expect(recommender.status()).toMatchObject({ from: 'process', restarts: 0 });
  });
});
