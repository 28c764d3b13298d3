import { expect, it } from 'vitest';
import { seeded, shuffled } from '../../models/random.ts';
import { catalogueOf, recordOf } from '../../src/recommender/catalogue.ts';
import { LibrarySound } from '../../src/recommender/library-sound.ts';
import { remoteness } from '../../src/recommender/remoteness.ts';
import { TrackSounds } from '../../src/recommender/track-sounds.ts';
import { aTrack } from '../support/tracks.ts';
import { aSound } from './support/sounds.ts';

const STYLES = 6;
const TRACKS = 240;

/** Tracks of six styles in turn, each style a direction of its own. */
function sounding(heard = TRACKS): TrackSounds {
  const sound = new LibrarySound('n1');
  const random = seeded(5);
  const tracks = Array.from({ length: TRACKS }, (_, n) => aTrack(n));
  for (const [n, { id }] of tracks.slice(0, heard).entries()) sound.set(id, aSound({ embedding: Array.from({ length: 12 }, (_, i) => (i === n % STYLES ? 1 : 0) + 0.6 * (random() - 0.5)) }));
  return new TrackSounds(catalogueOf(tracks.map(recordOf)), sound, 0);
}

const alike = (tracks: readonly number[]) => tracks.map((track) => ({ track, weight: 1 }));

it('is little for who keeps to one style, more for who hears two, and a half, in the mean, for who draws by chance', () => {
  const sounds = sounding();
  const one = remoteness(sounds, alike(Array.from({ length: 20 }, (_, i) => STYLES * i)))!;
  const two = remoteness(sounds, alike(Array.from({ length: 20 }, (_, i) => STYLES * (i >> 1) + (i % 2))))!;
  const random = seeded(1);
  const drawn = Array.from({ length: 200 }, () => remoteness(sounds, alike(shuffled(Array.from({ length: TRACKS }, (_, i) => i), random).slice(0, 20)))!);
  const mean = drawn.reduce((sum, x) => sum + x, 0) / drawn.length;
  expect(one).toBeLessThan(0.15);
  expect(two).toBeGreaterThan(one);
  expect(two).toBeLessThan(0.4);
  expect(mean).toBeGreaterThan(0.42);
  expect(mean).toBeLessThan(0.58);
});

it('weighs tracks by how long they were heard', () => {
  const sounds = sounding();
  const own = Array.from({ length: 20 }, (_, i) => ({ track: STYLES * i, weight: 10 }));
  const little = remoteness(sounds, [...own, { track: 1, weight: 0.1 }])!;
  const much = remoteness(sounds, [...own, { track: 1, weight: 40 }])!;
  expect(much).toBeGreaterThan(1.5 * little);
});

it('says nothing of who has heard next to nothing, or what no network has', () => {
  expect(remoteness(sounding(), alike([0, 6]))).toBeNull();
  expect(remoteness(sounding(0), alike([0, 6, 12, 18]))).toBeNull();
  expect(remoteness(sounding(), [])).toBeNull();
});
