import { describe, expect, it } from 'vitest';
import { catalogueOf, recordOf } from '../../src/recommender/catalogue.ts';
import { Knowledge } from '../../src/recommender/knowledge.ts';
import { sceneOf } from '../../src/recommender/scene.ts';
import { labelledTracks, tagsOfLibrary } from '../../src/recommender/words.ts';
import { aTrack } from '../support/tracks.ts';

describe('the tags of the library', () => {
  it('are counted once for all who ask, and anew when the library is another', () => {
    const tracks = (count: number) => catalogueOf(Array.from({ length: count }, (_, n) => recordOf(aTrack(n, { genres: [n % 3 === 0 ? 'folk' : 'house'] }))));
    const knowledge = new Knowledge();
    const scene = sceneOf(knowledge, tracks(9), 0);
    let looked = 0;
    const words = new Proxy(scene.words, {
      get: (of, name) => (name === 'tagsOf' ? (track: number) => (looked++, of.tagsOf(track)) : (Reflect.get(of, name, of) as unknown)),
    });
    const asked = { ...scene, words };
    expect(tagsOfLibrary(asked, 1)).toEqual([{ tag: 'house', tracks: 6 }]);
    expect(tagsOfLibrary(asked, 5)).toEqual([{ tag: 'house', tracks: 6 }, { tag: 'folk', tracks: 3 }]);
    expect(looked).toBe(9);
    expect(tagsOfLibrary(sceneOf(knowledge, tracks(12), 0), 1)).toEqual([{ tag: 'house', tracks: 8 }]);
  });
});

describe('what a label fits', () => {
  it('says so when only something broader does', () => {
    const scene = (genre: string) => sceneOf(new Knowledge(), catalogueOf([recordOf(aTrack(1, { genres: [genre] }))]), 0);
    expect(labelledTracks(scene('jazz'), 'bebop', 1)).toMatchObject([{ says: 'file', broader: 'jazz' }]);
    expect(labelledTracks(scene('bebop'), 'bebop', 1)).toMatchObject([{ says: 'file', broader: null }]);
    expect(labelledTracks(scene('bebop'), 'jazz', 1)).toMatchObject([{ says: 'file', broader: null }]);
  });
});
