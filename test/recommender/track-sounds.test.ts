import { describe, expect, it } from 'vitest';
import { catalogueOf, recordOf } from '../../src/recommender/catalogue.ts';
import { Knowledge } from '../../src/recommender/knowledge.ts';
import { LibrarySound } from '../../src/recommender/library-sound.ts';
import { sceneOf } from '../../src/recommender/scene.ts';
import { TrackSounds } from '../../src/recommender/track-sounds.ts';
import type { TrackSound } from '../../src/storage/track-analyses.ts';
import { aTrack } from '../support/tracks.ts';

const NETWORK = 'n1';
const TRACKS = [0, 1, 2, 3].map((n) => aTrack(n));

function sounding(embedding: readonly number[] | null, bpm = 120): TrackSound {
  const character = { onsetsPerSecond: 3, energy: 0.5, brightness: 0.5, danceability: 0.5, acousticness: 0.5, vocalness: null, valence: null, arousal: null };
  return {
    version: 1,
    seconds: 200,
    loudness: { integratedLufs: -12, rangeLu: 5, truePeakDbtp: -1 },
    tempo: { bpm, confidence: 1, alternative: bpm / 2, steadiness: 1 },
    key: null,
    character,
    embedding: embedding && Float32Array.from(embedding),
    networkVersion: NETWORK,
  };
}

function heard(embeddings: readonly (readonly number[] | null)[]) {
  const sound = new LibrarySound(NETWORK);
  embeddings.forEach((embedding, n) => sound.set(TRACKS[n].id, sounding(embedding, 100 + n)));
  const catalogue = catalogueOf(TRACKS.map(recordOf));
  return { sound, sounds: new TrackSounds(catalogue, sound, 0) };
}

const liked = (track: number) => ({ track, positive: 3, negative: 0 });

describe('how the tracks of a catalogue sound', () => {
  it('tells the likeness of two by what sets them apart from the others', () => {
    // All share a large first number, as whatever comes out of one network does.
    const { sounds } = heard([[0.9, 0.3, 0.3], [0.9, 0.31, 0.29], [0.9, -0.3, -0.31], [0.9, -0.31, -0.28]]);
    expect(sounds.product(0, 1)).toBeGreaterThan(0.95);
    expect(sounds.product(0, 3)).toBeLessThan(-0.9);
  });

  it('puts what sounds like a history first, and what sounds like what was turned down last', () => {
    const { sounds } = heard([[1, 0, 0.1], [0.9, 0.1, 0.1], [0, 1, 0.1], [0, 0.9, 0.1]]);
    const products = sounds.products([liked(0), { track: 2, positive: 0, negative: 3 }]);
    expect(products[1]).toBeGreaterThan(0.5);
    expect(products[3]).toBeLessThan(-0.5);
  });

  it('says nothing of what was not heard, and of histories of nothing else', () => {
    const { sounds } = heard([[1, 0, 0], null, [0, 1, 0]]);
    expect(sounds.has(0)).toBe(true);
    expect([sounds.has(1), sounds.has(3)]).toEqual([false, false]);
    expect(sounds.product(0, 1)).toBeNaN();
    expect(sounds.products([liked(0)])[3]).toBeNaN();
    expect(sounds.products([liked(1)])[0]).toBeNaN();
    expect(sounds.coverage([liked(0), liked(1)])).toBe(0.5);
    expect(sounds.number(1, 'bpm')).toBe(101);
    expect(sounds.number(3, 'bpm')).toBeNaN();
  });

  it('is out of date as soon as more is heard', () => {
    const { sound, sounds } = heard([[1, 0, 0]]);
    const exactly = { missing: 0, since: 0 };
    expect(sounds.isOf(sound, exactly)).toBe(true);
    sound.set(TRACKS[1].id, sounding([0, 1, 0]));
    expect(sounds.isOf(sound, exactly)).toBe(false);
  });

  it('joins a large library a little later where little was heard', () => {
    const tracks = Array.from({ length: 400 }, (_, n) => aTrack(n));
    const catalogue = catalogueOf(tracks.map(recordOf));
    const knowledge = new Knowledge();
    const sound = new LibrarySound(NETWORK);
    const hear = (n: number) => sound.set(tracks[n].id, sounding([Math.cos(n), Math.sin(n), 0]));
    const isHeard = (n: number, now: number) => sceneOf(knowledge, catalogue, now, sound).sounds.has(n);
    for (let n = 0; n < 300; n++) hear(n);
    expect(isHeard(299, 0)).toBe(true);
    hear(300);
    expect(isHeard(300, 9_000)).toBe(false);
    expect(isHeard(300, 10_000)).toBe(true);
    for (const n of [301, 302, 303, 304]) hear(n);
    expect(isHeard(301, 10_001)).toBe(true);
  });
});
