import { expect, it } from 'vitest';
import { silentLogger } from '../../src/log.ts';
import { mapInBackground } from '../../src/recommender/background-map.ts';
import { LibrarySound } from '../../src/recommender/library-sound.ts';
import { SoundMap } from '../../src/recommender/sound-map.ts';
import { seeded } from '../../models/random.ts';
import type { TrackSound } from '../../src/storage/track-analyses.ts';
import { TestClock } from '../support/test-clock.ts';

const PATIENCE = { timeout: 30_000 };
const NETWORK = 'a network';
const DIMENSIONS = 16;

/** What a network hears of track `n`; every second is of the other of two styles. */
function heard(n: number): TrackSound {
  const random = seeded(n + 1);
  const values = Float64Array.from({ length: DIMENSIONS }, (_, i) => random() - 0.5 + (i % 2 === n % 2 ? 2 : -2));
  const length = Math.hypot(...values);
  return {
    version: 1,
    seconds: 200,
    loudness: { integratedLufs: -14, rangeLu: 6, truePeakDbtp: -1 },
    tempo: null,
    key: null,
    character: { onsetsPerSecond: 2, energy: 0.5, brightness: 0.5, danceability: 0.5, acousticness: 0.5, vocalness: null, valence: null, arousal: null },
    embedding: Float32Array.from(values, (x) => x / length),
    networkVersion: NETWORK,
  };
}

function stage() {
  const clock = new TestClock();
  const sound = new LibrarySound(NETWORK);
  const ids: string[] = [];
  let drawn = 0;
  const map = new SoundMap({
    sound,
    ids: () => ids,
    draw: async (request, signal) => {
      const answer = await mapInBackground(request, signal);
      drawn++;
      return answer;
    },
    clock,
    log: silentLogger,
  });
  const hear = (from: number, to: number) => {
    for (let n = from; n < to; n++) sound.set(`track ${n}`, heard(n));
    map.changed();
  };
  return { clock, sound, ids, map, hear, drawn: () => drawn };
}

it('draws what was heard, on a thread, and counts what was not', async () => {
  const { clock, ids, map, hear, drawn } = stage();
  ids.push(...Array.from({ length: 50 }, (_, n) => `track ${n}`));
  expect(map.picture()).toBeNull();
  hear(0, 40);
  await clock.advance(5_000);
  await expect.poll(drawn, PATIENCE).toBe(1);
  await expect.poll(() => map.picture()?.unheard).toBe(10);
  const { ids: shown, places } = map.picture()!;
  expect(shown.toSorted()).toEqual(ids.slice(0, 40).toSorted());
  const place = (n: number) => [0, 1].map((axis) => places[shown.indexOf(`track ${n}`) * 2 + axis]);
  const apart = (a: number, b: number) => Math.hypot(place(a)[0] - place(b)[0], place(a)[1] - place(b)[1]);
  const mean = (step: number) => Array.from({ length: 38 }, (_, n) => apart(n, n + step)).reduce((sum, x) => sum + x, 0) / 38;
  expect(mean(2)).toBeLessThan(mean(1));
  // What goes is not shown any more.
  ids.splice(0, 1);
  expect(map.picture()!.ids).not.toContain('track 0');
  await map.stop();
});

it('is drawn anew when enough has come, or anything has for long; and not after it was stopped', async () => {
  const { clock, ids, map, hear, drawn } = stage();
  ids.push(...Array.from({ length: 60 }, (_, n) => `track ${n}`));
  hear(0, 40);
  await clock.advance(5_000);
  await expect.poll(() => map.picture()?.ids.length, PATIENCE).toBe(40);
  hear(40, 42);
  await clock.advance(5_000);
  expect(drawn()).toBe(1);
  await clock.advance(15 * 60_000);
  map.consider();
  await expect.poll(() => map.picture()?.ids.length, PATIENCE).toBe(42);
  hear(42, 55);
  await clock.advance(5_000);
  await expect.poll(() => map.picture()?.ids.length, PATIENCE).toBe(55);
  await clock.advance(60 * 60_000);
  map.consider();
  expect(drawn()).toBe(3);
  await map.stop();
  hear(55, 60);
  await clock.advance(60 * 60_000);
  map.consider();
  expect(drawn()).toBe(3);
});

it('is drawn anew when the last track of the library was heard', async () => {
  const { clock, ids, map, hear } = stage();
  ids.push(...Array.from({ length: 42 }, (_, n) => `track ${n}`));
  hear(0, 40);
  await clock.advance(5_000);
  await expect.poll(() => map.picture()?.unheard, PATIENCE).toBe(2);
  hear(40, 42);
  await clock.advance(60_000);
  map.consider();
  await expect.poll(() => map.picture()?.unheard, PATIENCE).toBe(0);
  await map.stop();
});
