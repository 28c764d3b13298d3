import { describe, expect, it } from 'vitest';
import type { Track } from '../../src/domain.ts';
import type { Vibe } from '../../src/vibe.ts';
import { catalogueOf, recordOf } from '../../src/recommender/catalogue.ts';
import { choose } from '../../src/recommender/choose.ts';
import { Knowledge } from '../../src/recommender/knowledge.ts';
import { LibrarySound } from '../../src/recommender/library-sound.ts';
import { type Scene, sceneOf } from '../../src/recommender/scene.ts';
import { similarTo } from '../../src/recommender/similar.ts';
import { labelledTracks as labelledSounds, learnSoundLabels } from '../../src/recommender/sound-labels.ts';
import { labelledTracks } from '../../src/recommender/words.ts';
import { aTrack } from '../support/tracks.ts';
import { aVibe } from '../support/vibes.ts';
import { pickRequest } from './support/recommender-house.ts';
import { aSound, type SoundShape } from './support/sounds.ts';

const NOW = 1_800_000_000_000;

function sceneFor(tracks: readonly Track[], shapeOf: (n: number) => SoundShape | null): Scene {
  const sound = new LibrarySound('n1');
  tracks.forEach(({ id }, n) => {
    const shape = shapeOf(n);
    if (shape) sound.set(id, aSound(shape, n));
  });
  return sceneOf(new Knowledge(), catalogueOf(tracks.map(recordOf)), NOW, sound);
}

/** With the labels that can be heard, as the thread learns them. */
function learnt(scene: Scene, heard: (scene: Scene) => Scene): Scene {
  scene.knowledge.useSoundLabels(learnSoundLabels(labelledSounds(scene.sounds)));
  return heard(scene);
}

const numberOf = (id: string) => Number(id.slice(1));

/** What ten slots of a session play, each planned without what was picked before; no slot explores. */
function tenPicks(scene: Scene, vibe: Partial<Vibe>): readonly number[] {
  const taken: string[] = [];
  for (let seed = 0; taken.length < 10; seed++) {
    const [choice] = choose(scene, pickRequest({ exclude: taken, count: 1, seed, slot: taken.length, vibe: aVibe(vibe) }));
    taken.push(choice.trackId);
  }
  return taken.map(numberOf);
}

describe('labels that are heard', () => {
  // 60 tracks by 30 artists, of whom every other one sounds dark and is said to; of 30 more, by others, nothing is said.
  const DARK = [0.9, 0.1, 0.3];
  const GLAD = [-0.9, 0.1, 0.3];
  const isDark = (n: number) => (n % 30) % 2 === 0;
  const TRACKS = Array.from({ length: 90 }, (_, n) =>
    aTrack(n, { artist: n >= 60 ? `Stranger ${n}` : `Artist ${n % 30}`, genres: n >= 60 ? [] : [isDark(n) ? 'black metal' : 'disco'], tags: n >= 60 ? [] : [isDark(n) ? 'melancholic' : 'happy'] }),
  );
  const sound = new LibrarySound('n1');
  TRACKS.forEach(({ id }, n) => sound.set(id, aSound({ embedding: isDark(n) ? DARK : GLAD }, n)));
  const bare = sceneOf(new Knowledge(), catalogueOf(TRACKS.map(recordOf)), NOW, sound);
  const scene = learnt(bare, ({ knowledge, catalogue }) => sceneOf(knowledge, catalogue, NOW, sound));

  it('are found on tracks without tags, and said to be by their sound, after all whose files say so', () => {
    const found = labelledTracks(scene, 'melancholic', 60);
    const untagged = found.filter(({ trackId }) => numberOf(trackId) >= 60);
    expect(untagged.length).toBeGreaterThanOrEqual(10);
    expect(untagged.every(({ trackId, says }) => isDark(numberOf(trackId)) && says === 'heard')).toBe(true);
    const firstHeard = found.findIndex(({ says }) => says === 'heard');
    expect(found.slice(0, firstHeard).every(({ says }) => says === 'file')).toBe(true);
    expect(found.slice(firstHeard).some(({ says }) => says === 'file')).toBe(false);
  });

  it('are learnt of what they are kinds of, too', () => {
    expect(scene.knowledge.soundLabels?.names).toEqual(expect.arrayContaining(['black metal', 'metal', 'happy']));
    const metal = labelledTracks(scene, 'metal', 60).filter(({ says }) => says === 'heard');
    expect(metal.length).toBeGreaterThanOrEqual(10);
    expect(metal.every(({ trackId }) => isDark(numberOf(trackId)))).toBe(true);
  });

  it('say how happy a track is that nobody describes', () => {
    const mood = (n: number) => scene.words.moods.level(scene.catalogue.indexOf.get(`t${n}`) ?? -1, 'mood');
    expect(mood(60)).toBeLessThan(-0.2);
    expect(mood(61)).toBeGreaterThan(0.2);
  });

  it('are nowhere as long as nobody has learnt them', () => {
    const before = sceneOf(new Knowledge(), catalogueOf(TRACKS.map(recordOf)), NOW, sound);
    expect(labelledTracks(before, 'black metal', 90).every(({ trackId }) => numberOf(trackId) < 60)).toBe(true);
  });
});

describe('a vibe in a library without tags', () => {
  /** From 70 to 168 beats a minute, and from quiet to lively, in no order together. */
  const TRACKS = Array.from({ length: 50 }, (_, n) => aTrack(n, { artist: `Artist ${n}`, genres: [] }));
  const tempoOf = (n: number) => 70 + 2 * n;
  const energyOf = (n: number) => 0.5 + 0.3 * (((n * 7) % 50) / 50);
  const scene = sceneFor(TRACKS, (n) => ({ tempo: tempoOf(n), energy: energyOf(n) }));

  it('goes faster and slower than what plays by the beats that are counted', () => {
    const leanings = (by: number) => ({ leanings: { energy: null, mood: null, tempo: { by, than: 't25' } } });
    const faster = tenPicks(scene, leanings(0.5)).filter((n) => tempoOf(n) > tempoOf(25));
    const slower = tenPicks(scene, leanings(-0.5)).filter((n) => tempoOf(n) < tempoOf(25));
    expect([faster.length, slower.length].every((count) => count >= 9)).toBe(true);
  });

  it('does so from the fastest there is, and from what words call fast', () => {
    const tagged = TRACKS.map((track, n) => ({ ...track, genres: [n < 25 ? 'drum and bass' : 'ambient'] }));
    const contrary = sceneFor(tagged, (n) => ({ tempo: 100 + 3 * n }));
    const faster = tenPicks(contrary, { leanings: { energy: null, mood: null, tempo: { by: 0.5, than: 't20' } } });
    expect(faster.filter((n) => n > 20).length).toBeGreaterThanOrEqual(9);
  });

  it('is mellow, or lively, by what is heard', () => {
    const mean = (picks: readonly number[]) => picks.reduce((sum, n) => sum + energyOf(n), 0) / picks.length;
    expect(mean(tenPicks(scene, { tags: { wanted: ['mellow'], unwanted: [] } }))).toBeLessThan(0.6);
    expect(mean(tenPicks(scene, { leanings: { energy: { by: 1, than: null }, mood: null, tempo: null } }))).toBeGreaterThan(0.7);
  });

  it('keeps to what sounds like a track', () => {
    const alike = sceneFor(TRACKS, (n) => ({ embedding: n % 5 === 0 ? [1, 0.1, 0] : [-0.2, 0.1, 1] }));
    const picks = tenPicks(alike, { like: { artists: [], tracks: ['t0'] } });
    expect(picks.slice(0, 8).filter((n) => n % 5 === 0).length).toBeGreaterThanOrEqual(7);
  });
});

it('a likeness of sounds lists tracks of which nothing else is known, after those that are called the same', () => {
  const tracks = Array.from({ length: 12 }, (_, n) => aTrack(n, { artist: `Artist ${n}`, genres: n === 0 || n === 6 ? ['dub'] : [] }));
  const scene = sceneFor(tracks, (n) => ({ embedding: n % 3 === 0 && n !== 6 ? [1, 0, 0.1] : [-0.5, 1, 0.1] }));
  const found = similarTo(scene, 't0', 5);
  expect(found.map(({ trackId }) => trackId).toSorted()).toEqual(['t3', 't6', 't9']);
  expect(found[0]).toMatchObject({ trackId: 't6', sound: [] });
  expect(found[1].sound.length).toBeGreaterThan(0);
});
