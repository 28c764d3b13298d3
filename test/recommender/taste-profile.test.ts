import fc from 'fast-check';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Recommender } from '../../src/recommender/recommender.ts';
import { weekStart, WEEK_MS } from '../../src/recommender/week.ts';
import { DAY, elsewhereEvent, listenEvent, MONDAY, writeEvents, writeTracks } from '../support/event-log.ts';
import { inProcessRecommender } from '../support/in-process-recommender.ts';
import { BOTH_DIALECTS, temporarySqlite, type TestStorage } from '../support/storage.ts';
import { TestClock } from '../support/test-clock.ts';
import { aTrack } from '../support/tracks.ts';

const GENRES = ['house', 'ambient', 'bossa nova'];
/** Of three genres in turn, by six artists. */
const TRACKS = Array.from({ length: 60 }, (_, n) => aTrack(n, { artist: `Artist ${n % 6}`, genres: [GENRES[n % 3]] }));
const MINUTE = 60_000;

let database: TestStorage;
let recommender: Recommender | null = null;
beforeEach(async () => {
  database = await temporarySqlite();
});
afterEach(async () => {
  await recommender?.close();
  recommender = null;
  await database.remove();
});

async function profileOf(id: string, where: TestStorage = database) {
  recommender ??= await inProcessRecommender({ storage: where.storage, clock: new TestClock(MONDAY + 60 * DAY), tracks: () => TRACKS });
  return recommender.tasteProfile(id);
}

it.each(BOTH_DIALECTS)('counts what one member heard, and nobody else, on $name', async (kind) => {
  const other = await kind.open();
  try {
    await writeTracks(other.storage, TRACKS);
    await writeEvents(other.storage, [
      // Week 1: two minutes of house, one of ambient.
      listenEvent('ada', 't0', MONDAY + DAY),
      listenEvent('ada', 't3', MONDAY + 2 * DAY),
      listenEvent('ada', 't1', MONDAY + 3 * DAY),
      listenEvent('ben', 't2', MONDAY + 3 * DAY),
      // Week 3: one of house again, three of bossa nova.
      listenEvent('ada', 't0', MONDAY + 14 * DAY),
      listenEvent('ada', 't2', MONDAY + 15 * DAY, { heardMs: 3 * MINUTE }),
    ]);
    const profile = (await profileOf('ada', other))!;
    expect(profile.listens).toBe(5);
    expect(profile.songs).toBe(4);
    expect(profile.heardMs).toBe(7 * MINUTE);
    expect([profile.from, profile.to]).toEqual([MONDAY, MONDAY + 21 * DAY]);
    expect(profile.styles).toEqual([{ style: 'bossa nova', share: 3 / 7 }, { style: 'house', share: 3 / 7 }, { style: 'ambient', share: 1 / 7 }]);
    expect(profile.weeks).toEqual([
      { start: MONDAY, heardMs: 3 * MINUTE, shares: [0, 2 / 3, 1 / 3] },
      { start: MONDAY + 7 * DAY, heardMs: 0, shares: [0, 0, 0] },
      { start: MONDAY + 14 * DAY, heardMs: 4 * MINUTE, shares: [3 / 4, 1 / 4, 0] },
    ]);
    expect(profile.artists).toEqual([
      { artist: 'Artist 2', heardMs: 3 * MINUTE, listens: 1 },
      { artist: 'Artist 0', heardMs: 2 * MINUTE, listens: 2 },
      { artist: 'Artist 3', heardMs: MINUTE, listens: 1 },
      { artist: 'Artist 1', heardMs: MINUTE, listens: 1 },
    ]);
    // After the first week, one of two listens was of something new.
    expect(profile.adventure.fresh).toBe(1 / 2);
    expect(profile.heard.slice(0, 2)).toEqual([{ trackId: 't2', share: 3 / 7, style: 0 }, { trackId: 't0', share: 2 / 7, style: 1 }]);
    expect(await profileOf('cem', other)).toBeNull();
  } finally {
    await recommender?.close();
    recommender = null;
    await other.remove();
  }
});

it('goes by what was heard elsewhere and what the library has lost as well', async () => {
  const gone = aTrack(99, { artist: 'The Gone', genres: ['trip hop'] });
  await writeTracks(database.storage, [...TRACKS, gone]);
  await writeEvents(database.storage, [
    listenEvent('ada', 't99', MONDAY),
    elsewhereEvent('ada', 't0', MONDAY + DAY, { artist: 'Artist 0', title: 'Song 0' }),
    elsewhereEvent('ada', null, MONDAY + DAY, { artist: 'Nobody Has', title: 'One', heardMs: 5 * MINUTE }),
    elsewhereEvent('ada', null, MONDAY + 2 * DAY, { artist: 'nobody has', title: 'ONE' }),
  ]);
  const profile = (await profileOf('ada'))!;
  expect(profile.artists.map(({ artist, listens }) => [artist, listens])).toEqual([['Nobody Has', 2], ['The Gone', 1], ['Artist 0', 1]]);
  expect(profile.songs).toBe(3);
  // Of what nobody knows the style of, none is made up.
  expect(profile.styles).toEqual([{ style: 'house', share: 1 / 2 }, { style: 'trip hop', share: 1 / 2 }]);
  expect(profile.adventure.fresh).toBeNull();
});

it('looks back half a year from the last listen, but knows what was heard before', async () => {
  await writeTracks(database.storage, TRACKS);
  await writeEvents(database.storage, [
    listenEvent('ada', 't1', MONDAY - 400 * DAY),
    listenEvent('ada', 't1', MONDAY),
    listenEvent('ada', 't2', MONDAY + DAY),
  ]);
  const profile = (await profileOf('ada'))!;
  expect(profile.listens).toBe(2);
  expect(profile.weeks.map(({ start }) => start)).toEqual([MONDAY]);
  expect(profile.adventure.fresh).toBe(1 / 2);
});

it('is level with long logs: every listen counts once, over many pages', async () => {
  await writeTracks(database.storage, TRACKS);
  await writeEvents(database.storage, Array.from({ length: 2_500 }, (_, i) => listenEvent('ada', `t${i % 60}`, MONDAY + i * MINUTE)));
  const profile = (await profileOf('ada'))!;
  expect(profile.listens).toBe(2_500);
  expect(profile.styles.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 9);
  expect(profile.heard.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 9);
});

it('weeks begin on Mondays at midnight, UTC', () => {
  fc.assert(fc.property(fc.integer({ min: -1e12, max: 4e12 }), (at) => {
    const start = weekStart(at);
    expect(new Date(start).getUTCDay()).toBe(1);
    expect(at - start).toBeGreaterThanOrEqual(0);
    expect(at - start).toBeLessThan(WEEK_MS);
  }));
  expect(weekStart(MONDAY)).toBe(MONDAY);
});
