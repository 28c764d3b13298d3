import { describe, expect, it } from 'vitest';
import { catalogueOf, recordOf } from '../../src/recommender/catalogue.ts';
import { Knowledge } from '../../src/recommender/knowledge.ts';
import { sceneOf } from '../../src/recommender/scene.ts';
import { LibrarySound } from '../../src/recommender/library-sound.ts';
import { similarSounding, similarTo } from '../../src/recommender/similar.ts';
import { aTrack } from '../support/tracks.ts';
import { aSound } from './support/sounds.ts';
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

describe('tracks that sound alike', () => {
  const WARM = { tempo: 90, tonic: 9, embedding: [1, 0.1, 0] };
  const LOUD = { tempo: 170, tonic: 2, embedding: [-1, 0.1, 0] };
  /** By nine artists, three of a kind each, but the last three, who are all by the first one. */
  const LIBRARY = Array.from({ length: 12 }, (_, n) => aTrack(n, { artist: n < 9 ? `Artist ${n}` : 'Artist 0', genres: [] }));
  const scene = (heard: (n: number) => boolean = () => true) => {
    const sound = new LibrarySound('n1');
    LIBRARY.forEach(({ id }, n) => heard(n) && sound.set(id, aSound(n % 2 === 0 ? WARM : LOUD, n)));
    return sceneOf(new Knowledge(), catalogueOf(LIBRARY.map(recordOf)), NOW, sound);
  };

  it('come first though nothing is known of them but their sound, with what can be heard that both have', () => {
    const found = similarSounding(scene(), 't1', 4) ?? [];
    expect(found.map(({ trackId }) => Number(trackId.slice(1)) % 2)).toEqual([1, 1, 1, 1]);
    expect(found[0].score).toBeGreaterThan(0.8);
    expect(found[0].sound).toContain('same tempo and key');
  });

  it('are of one artist two at most', () => {
    const found = similarSounding(scene(), 't1', 20) ?? [];
    expect(found.filter(({ trackId }) => LIBRARY.find(({ id }) => id === trackId)?.artist === 'Artist 0')).toHaveLength(2);
  });

  it('are not known of a track that was not heard, and never one that was not', () => {
    expect(similarSounding(scene((n) => n !== 1), 't1', 4)).toBeNull();
    expect(similarSounding(scene((n) => n !== 3), 't1', 20)?.map(({ trackId }) => trackId)).not.toContain('t3');
    expect(similarSounding(scene(), 'gone', 4)).toEqual([]);
  });
});
