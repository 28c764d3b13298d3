import { describe, expect, it } from 'vitest';
import { catalogueOf, recordOf } from '../../src/recommender/catalogue.ts';
import { Knowledge } from '../../src/recommender/knowledge.ts';
import { sceneOf } from '../../src/recommender/scene.ts';
import { similarTo } from '../../src/recommender/similar.ts';
import { aTrack } from '../support/tracks.ts';
import { affinity } from './support/demo-like-library.ts';

const NOW = 1_800_000_000_000;
const TRACKS = [0, 1, 2].map((n) => aTrack(n, { artist: 'A Band' }));

/** Whether it is said that Song 0 and Song 1 are liked by the same listeners, when so many like both and so many do not. */
function saidOf(likers: number, others: number): boolean {
  const knowledge = new Knowledge();
  for (let i = 0; i < likers; i++) knowledge.learn(`liker ${i}`, ['t0', 't1'].map((id) => affinity(`liker ${i}`, id, { reaction: 'like' })));
  for (let i = 0; i < others; i++) knowledge.learn(`other ${i}`, [affinity(`other ${i}`, i % 2 === 0 ? 't0' : 't2', { reaction: 'like' })]);
  const [first] = similarTo(sceneOf(knowledge, catalogueOf(TRACKS.map(recordOf)), NOW), 't0', 5).filter(({ trackId }) => trackId === 't1');
  return first.together;
}

describe('“liked by the same listeners”', () => {
  it('is said of several among more', () => {
    expect(saidOf(3, 2)).toBe(true);
    expect(saidOf(6, 9)).toBe(true);
  });

  it('is not said of so few that it tells who', () => {
    expect(saidOf(2, 9)).toBe(false);
  });

  it('is not said of all, or all but one: the one who asks would know everybody’s taste', () => {
    for (const house of [3, 4, 10]) {
      expect(saidOf(house, 0)).toBe(false);
      expect(saidOf(house, 1)).toBe(false);
    }
  });
});
