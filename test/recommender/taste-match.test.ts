import { expect, it } from 'vitest';
import type { Affinity } from '../../src/domain.ts';
import { catalogueOf } from '../../src/recommender/catalogue.ts';
import { Knowledge } from '../../src/recommender/knowledge.ts';
import { sceneOf } from '../../src/recommender/scene.ts';
import { tasteMatch } from '../../src/recommender/taste-match.ts';
import { affinity, demoLikeLibrary, trackId } from './support/demo-like-library.ts';

const NOW = 1_800_000_000_000;
const catalogue = catalogueOf(demoLikeLibrary({ styles: 12, perStyle: 20, artistsPerStyle: 5 }, 5));
const likes = (listener: string, ...styles: readonly number[]) =>
  styles.flatMap((style) => Array.from({ length: 4 }, (_, i) => affinity(listener, trackId(style, i + (listener === 'b' ? 8 : 0)), { reaction: 'like', plays: 2, completions: 2 })));

function matchOf(a: readonly Affinity[], b: readonly Affinity[]): number | null {
  const knowledge = new Knowledge();
  knowledge.learn('a', a);
  knowledge.learn('b', b);
  return tasteMatch(sceneOf(knowledge, catalogue, NOW), ['a', 'b']);
}

it('is near 1 for those who like the same, less for those who share a part, and near ½ for strangers', () => {
  const [same, part, none] = [matchOf(likes('a', 1, 2), likes('b', 1, 2)), matchOf(likes('a', 1, 2), likes('b', 2, 3)), matchOf(likes('a', 1, 2), likes('b', 5, 6))].map((match) => match ?? NaN);
  expect(same).toBeGreaterThan(0.9);
  expect(part).toBeGreaterThan(none + 0.1);
  expect(same).toBeGreaterThan(part + 0.1);
  expect(Math.abs(none - 0.5)).toBeLessThan(0.15);
});

it('is the same both ways, and not told of whom little is known', () => {
  expect(matchOf(likes('a', 1), likes('b', 1, 2))).toBeNull();
  const knowledge = new Knowledge();
  knowledge.learn('a', likes('a', 1, 4));
  knowledge.learn('b', likes('b', 1, 2));
  const scene = sceneOf(knowledge, catalogue, NOW);
  expect(tasteMatch(scene, ['a', 'b'])).toBeCloseTo(tasteMatch(scene, ['b', 'a']) ?? NaN, 12);
});
