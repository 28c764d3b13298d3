import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createListening } from '../../src/listening/create-listening.ts';
import type { Listening } from '../../src/listening/listening.ts';
import { silentLogger } from '../../src/log.ts';
import type { ListRequest, Recommender } from '../../src/recommender/recommender.ts';
import { NotPosted, type Courier } from '../../src/weekly/courier.ts';
import { createWeekly } from '../../src/weekly/create-weekly.ts';
import type { DiscoveryList, Weekly } from '../../src/weekly/weekly.ts';
import { inProcessRecommender } from '../support/in-process-recommender.ts';
import { BOTH_DIALECTS, type TestStorage } from '../support/storage.ts';
import { TestClock } from '../support/test-clock.ts';
import { TrackList } from '../support/track-list.ts';
import { aTrack } from '../support/tracks.ts';

const PLACE = 'room:lounge';
const DAY_MS = 24 * 3_600_000;
const WEEK_MS = 7 * DAY_MS;
const GENRES = ['ambient', 'house', 'jazz', 'rock'];
const TRACKS = Array.from({ length: 300 }, (_, n) => aTrack(n + 1, { artist: `Artist ${n % 120}`, genres: [GENRES[n % 4] ?? ''], durationMs: 200_000 }));

describe.each(BOTH_DIALECTS)('lists on $name', (kind) => {
  let database: TestStorage;
  let clock: TestClock;
  let listening: Listening;
  let recommender: Recommender;
  let weekly: Weekly;
  const library = new TrackList(TRACKS);
  const posted: DiscoveryList[] = [];
  /** What the recommender was asked for. */
  const asked: ListRequest[] = [];
  /** Why the door does not bring a list; null when it does. */
  let refuses: ((list: DiscoveryList) => NotPosted | null) | null = null;
  const courier: Courier = {
    serves: () => true,
    addressOf: async ({ placeId }) => placeId,
    find: async ({ id }) => posted.find((list) => list.id === id)?.id ?? null,
    post: async (list) => {
      const refusal = refuses?.(list);
      if (refusal) throw refusal;
      posted.push(list);
      return list.id;
    },
  };

  beforeEach(async () => {
    posted.length = 0;
    asked.length = 0;
    refuses = null;
    database = await kind.open();
    clock = new TestClock(Date.UTC(2026, 0, 7, 12));
    const { storage } = database;
    listening = await createListening({ storage, clock, log: silentLogger });
    recommender = await inProcessRecommender({ storage, clock, tracks: () => library.tracks() });
    const real = recommender;
    recommender = { ...real, list: (request) => (asked.push(request), real.list(request)) };
    weekly = createWeekly({ storage, listening, library, recommender, clock, log: silentLogger, paceMs: 0 });
    weekly.deliverBy(courier);
    await weekly.changePlace(PLACE, { zone: 'UTC' });
  });

  afterEach(async () => {
    await weekly.close();
    await recommender.close();
    await listening.close();
    await database.remove();
  });

  async function joined(...ids: readonly string[]): Promise<void> {
    for (const id of ids) {
      await listening.giveConsent({ id, name: id });
      await weekly.join(PLACE, id, {});
    }
  }

  async function later(ms: number): Promise<void> {
    clock.jump(ms);
    await weekly.bringUpToDate();
  }

  it('come by themselves when their hour strikes, each week one', async () => {
    await joined('room:ada', 'room:ben');
    await weekly.bringUpToDate();
    // Monday the 12th, half past eight.
    await later(4 * DAY_MS + 20.5 * 3_600_000);
    await clock.advance(30 * 60_000 - 1);
    expect(posted).toEqual([]);
    await clock.advance(1);
    await weekly.bringUpToDate();
    expect(posted.map(({ listenerId, week }) => [listenerId, week]).toSorted()).toEqual([['room:ada', '2026-W03'], ['room:ben', '2026-W03']]);
    await later(WEEK_MS - 60_000);
    await clock.advance(60_000);
    await weekly.bringUpToDate();
    expect(posted.map(({ week }) => week).toSorted()).toEqual(['2026-W03', '2026-W03', '2026-W04', '2026-W04']);
  });

  it('that were due while nothing ran come late, once, and only the newest', async () => {
    await joined('room:ada');
    await later(3 * WEEK_MS + 3 * DAY_MS);
    await later(60_000);
    expect(posted.map(({ week }) => week)).toEqual(['2026-W05']);
  });

  it('have nothing that was on one of the weeks before, and two of an artist at most', async () => {
    await joined('room:ada');
    for (let week = 0; week < 3; week++) await later(WEEK_MS);
    const ids = posted.map(({ content }) => content.picks.map(({ trackId }) => trackId));
    expect(ids.map((list) => list.length)).toEqual([30, 30, 30]);
    expect(new Set(ids.flat()).size).toBe(90);
    for (const list of ids) {
      const perArtist = Map.groupBy(list, (id) => library.get(id)?.artist);
      expect(Math.max(...[...perArtist.values()].map((tracks) => tracks.length))).toBeLessThanOrEqual(2);
    }
  });

  it('are logged as picks are, with the cover and its probability, once', async () => {
    await joined('room:ada');
    await later(WEEK_MS);
    const [list] = posted;
    const events = await database.storage.db.selectFrom('event').selectAll().where('session_id', '=', list?.id ?? '').execute();
    expect(Map.groupBy(events, ({ kind }) => kind)).toMatchObject(new Map([['list', { length: 1 }], ['pick', { length: 30 }], ['pick-score', { length: 30 }]]));
    const shown = events.find(({ kind }) => kind === 'list');
    expect(shown?.listener_id).toBe('room:ada');
    expect(JSON.parse(shown?.data ?? '{}')).toEqual({ list: 'weekly', tracks: 30, cover: list?.content.cover.variant, coverProbability: 1 / 3 });
    expect(events.every(({ data }) => !data.includes('room:ada'))).toBe(true);
  });

  it('give two members of the same taste covers of their own', async () => {
    await joined('room:ada', 'room:ben');
    await later(WEEK_MS);
    const [one, other] = posted.map(({ content }) => content.cover);
    expect(one?.seed).not.toBe(other?.seed);
    expect(one?.hues).not.toEqual(other?.hues);
  });

  it('turn away from what somebody wants less of', async () => {
    await joined('room:ada');
    await later(WEEK_MS);
    const [first] = posted;
    if (!first) throw new Error('no list');
    await weekly.wantLess(first, 'room:ada');
    expect(await listening.listsUnwanted('room:ada', 0)).toEqual([first.id]);
    await later(WEEK_MS);
    expect(asked.map(({ vibe }) => vibe?.unlike ?? [])).toEqual([[], first.content.picks.map(({ trackId }) => trackId)]);
    await later(5 * WEEK_MS);
    expect(asked.at(-1)?.vibe).toBeUndefined();
  });

  it('are tried again when a door could not bring them, elsewhere if need be', async () => {
    await joined('room:ada');
    refuses = () => new NotPosted('no-channel', false);
    await later(WEEK_MS);
    expect(await weekly.faultOf({ placeId: PLACE, listenerId: 'room:ada' })).toBe('no-channel');
    refuses = null;
    await later(61_000);
    expect(posted).toHaveLength(1);
    expect(await weekly.faultOf({ placeId: PLACE, listenerId: 'room:ada' })).toBeNull();
  });

  it('are kept by whoever likes, without what they were chosen by, and let go of', async () => {
    await joined('room:ada', 'room:ben');
    await later(WEEK_MS);
    const list = posted.find(({ listenerId }) => listenerId === 'room:ada');
    if (!list) throw new Error('no list');
    expect(await weekly.keep(list, 'room:ben')).toBe(true);
    const [kept] = await weekly.kept(PLACE, 'room:ben');
    expect(kept?.content.picks.map(({ trackId }) => trackId)).toEqual(list.content.picks.map(({ trackId }) => trackId));
    expect(kept?.content.picks.every(({ scores }) => scores.length === 0)).toBe(true);
    if (kept) expect(await weekly.keep(kept, 'room:ben')).toBe(false);
    expect(await weekly.kept(PLACE, 'room:ben')).toEqual([]);
  });

  it('of somebody are in their export, and go with them, leaving those of others as they were', async () => {
    await joined('room:ada', 'room:ben');
    await weekly.discover({ placeId: PLACE, by: 'room:ada', count: 5 });
    await later(WEEK_MS);
    const list = posted.find(({ listenerId }) => listenerId === 'room:ben');
    if (!list) throw new Error('no list');
    await weekly.keep(list, 'room:ada');
    const exported = await listening.exportOf('room:ada');
    expect(exported).toMatchObject({ lists: [{ kind: 'discover', tracks: { length: 5 } }, { kind: 'weekly', tracks: { length: 30 } }, { kind: 'kept' }] });
    expect(JSON.stringify(exported)).not.toContain('room:ben');
    const before = await database.storage.db.selectFrom('weekly_list').selectAll().where('listener_id', '=', 'room:ben').execute();
    await listening.deleteAll('room:ada');
    for (const table of ['weekly_list', 'event', 'kv'] as const) {
      expect(JSON.stringify(await database.storage.db.selectFrom(table).selectAll().execute())).not.toContain('room:ada');
    }
    expect(await database.storage.db.selectFrom('weekly_list').selectAll().execute()).toEqual(before);
    await later(WEEK_MS);
    expect(posted.filter(({ listenerId }) => listenerId === 'room:ada')).toHaveLength(1);
  });

  it('that are asked for need consent, and are made at once of what was never heard', async () => {
    await expect(weekly.discover({ placeId: PLACE, by: 'room:cyd', count: 5 })).rejects.toThrow('/privacy join');
    await joined('room:ada');
    const list = await weekly.discover({ placeId: PLACE, by: 'room:ada', count: 5, adventure: 'brave' });
    expect(list?.content.picks).toHaveLength(5);
    const again = await weekly.discover({ placeId: PLACE, by: 'room:ada', count: 5 });
    const ids = [list, again].flatMap((one) => one?.content.picks.map(({ trackId }) => trackId) ?? []);
    expect(new Set(ids).size).toBe(10);
    expect(await weekly.latest({ placeId: PLACE, listenerId: 'room:ada' })).toBeNull();
  });
});
