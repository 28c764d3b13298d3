import { afterEach, expect, it } from 'vitest';
import { seeded } from '../../models/random.ts';
import type { ListenEnding } from '../../src/domain.ts';
import type { LogEvent } from '../../src/listening/log-event.ts';
import { placeStats, statsSince } from '../../src/recommender/place-stats.ts';
import type { Recommender } from '../../src/recommender/recommender.ts';
import { DAY, listenEvent, MONDAY, writeEvents } from '../support/event-log.ts';
import { inProcessRecommender } from '../support/in-process-recommender.ts';
import { BOTH_DIALECTS } from '../support/storage.ts';
import { TestClock } from '../support/test-clock.ts';

const PLACE = 'room:lounge';
const FIVE = ['ada', 'ben', 'cem', 'dua', 'eve'];
const MINUTE = 60_000;
const NOW = MONDAY + 20 * DAY;

let count = 0;

/** A play with the listens of it, heard to its end by everybody unless more is said. */
function played(at: number, origin: 'request' | 'picks' | 'tries', given: { readonly who?: readonly string[]; readonly session?: string; readonly place?: string; readonly skippedAt?: number; readonly endings?: Readonly<Record<string, ListenEnding>>; readonly track?: string } = {}): readonly LogEvent[] {
  const { who = FIVE, session = 's1', place = PLACE, skippedAt, endings = {}, track = `t${count}` } = given;
  const n = count++;
  const head = { placeId: place, sessionId: session, listenerId: null, trackId: track, playId: `p${n}` };
  const ranMs = skippedAt ?? MINUTE;
  return [
    ...(origin === 'request' ? [] : [{ ...head, at, playId: null, kind: 'pick' as const, data: { pickId: `k${n}`, modelVersion: 'm', probability: 0.5, exploratory: origin === 'tries', madeAt: at } }]),
    { ...head, at, kind: 'play', data: { durationMs: MINUTE, origin: origin === 'request' ? 'request' : 'pick', pickId: origin === 'request' ? null : `k${n}` } },
    { ...head, at: at + ranMs, kind: 'play-ended', data: { ending: skippedAt === undefined ? 'finished' : 'skipped', ranMs } },
    ...who.map((id) => listenEvent(id, track, at, { playId: `p${n}`, placeId: place, sessionId: session, heardMs: ranMs, trackMs: MINUTE, ending: endings[id] ?? (skippedAt === undefined ? 'finished' : 'skipped-by-other') })),
  ];
}

function said(listenerId: string, trackId: string, feedback: 'like' | 'love' | 'dislike' | 'request', at: number): LogEvent {
  return { at, kind: 'feedback', placeId: PLACE, sessionId: 's1', listenerId, trackId, playId: null, data: { feedback, positionMs: null } };
}

it('counts what went to picks, what went well and what was skipped early, by week', () => {
  const stats = placeStats([
    // Week 1: a request, a pick heard by all to its end, and one that ada skips after ten seconds.
    ...played(MONDAY, 'request'),
    ...played(MONDAY + MINUTE, 'picks'),
    ...played(MONDAY + 2 * MINUTE, 'picks', { skippedAt: 10_000, endings: { ada: 'skipped' }, session: 's2' }),
    ...played(MONDAY + 3 * MINUTE, 'tries', { skippedAt: 40_000, endings: { ben: 'skipped' } }),
    // Week 2: nobody was there. Week 3: a pick.
    ...played(MONDAY + 15 * DAY, 'picks', { session: 's3' }),
  ], NOW)!;
  expect(stats).toMatchObject({ from: MONDAY, plays: 5, picks: 4, listeners: 5 });
  expect(stats.weeks.map(({ start, plays }) => [start, plays])).toEqual([[MONDAY, 4], [MONDAY + 7 * DAY, 0], [MONDAY + 14 * DAY, 1]]);
  const [first, second, third] = stats.weeks.map(({ figures }) => figures);
  // Of 60 + 60 + 10 + 40 s, 110 went to what was picked.
  expect(first?.share).toBeCloseTo(110 / 170, 9);
  // Five ends and one skip tell something; four heard somebody else's skip.
  expect(first?.picks.liked).toMatchObject({ share: 5 / 6, of: 6 });
  expect(first?.picks.skipped).toMatchObject({ share: 1 / 2, of: 2 });
  expect(first?.tries.liked).toMatchObject({ share: 0, of: 1 });
  expect(first?.tries.skipped).toMatchObject({ share: 0, of: 1 });
  expect(second).toBeNull();
  expect(third).toMatchObject({ share: 1, picks: { liked: { share: 1, of: 5 }, skipped: { share: 0, of: 1 } }, tries: { liked: null, skipped: null } });
  expect(stats.figures?.picks.liked).toMatchObject({ share: 10 / 11, of: 11 });
  expect(stats.better.liked?.value).toBeCloseTo(10 / 11, 9);
});

it('goes by what was said during a listen or after it, as it stands', () => {
  const [track, other] = ['loved', 'taken back'];
  const stats = placeStats([
    ...played(MONDAY, 'picks', { track, skippedAt: 20_000, endings: { ada: 'skipped' } }),
    ...played(MONDAY + MINUTE, 'picks', { track: other, skippedAt: 20_000, endings: {} }),
    said('ben', track, 'love', MONDAY + 5_000),
    said('cem', track, 'request', MONDAY + DAY),
    said('dua', track, 'like', MONDAY + 5_000),
    said('dua', track, 'dislike', MONDAY + 6_000),
    said('eve', other, 'like', MONDAY + MINUTE + 1_000),
    { at: MONDAY + MINUTE + 2_000, kind: 'taken-back', placeId: PLACE, sessionId: 's1', listenerId: 'eve', trackId: other, playId: null, data: {} },
    // Before it was ever heard, it is about nothing.
    said('ada', other, 'love', MONDAY - DAY),
  ], NOW)!;
  // Ada skipped, dua disliked; ben loved, cem asked again.
  expect(stats.figures?.picks.liked).toMatchObject({ share: 2 / 4, of: 4 });
});

it('says nothing that would be about fewer than five members', () => {
  const four = FIVE.slice(0, 4);
  const few = placeStats([...played(MONDAY, 'picks', { who: four }), ...played(MONDAY + 8 * DAY, 'tries', { who: four })], NOW)!;
  expect(few).toMatchObject({ plays: 2, picks: 2, listeners: 4, figures: null, better: { liked: null, skipped: null } });
  expect(few.weeks.every(({ figures }) => figures === null)).toBe(true);

  // A week of two members is in no sum either: taken from it, the other weeks would lay it bare.
  const shown = played(MONDAY, 'picks');
  const mixed = placeStats([...shown, ...played(MONDAY + 8 * DAY, 'picks', { who: ['ada', 'ben'], skippedAt: 5_000, endings: { ada: 'skipped' } })], NOW)!;
  expect(mixed.weeks.map(({ figures }) => figures !== null)).toEqual([true, false, false]);
  expect(mixed.figures?.picks.skipped).toMatchObject({ share: 0, of: 1 });

  // Tries that only two have heard are told with nobody's picks.
  const lone = placeStats([...shown, ...played(MONDAY + MINUTE, 'tries', { who: ['ada', 'ben'] })], NOW)!;
  expect(lone.figures?.tries).toEqual({ liked: null, skipped: null });
});

it('leaves out what nobody could have meant: failures, and a session that ends', () => {
  const [, play, ended, ...listens] = played(MONDAY, 'picks', { skippedAt: 3_000 });
  const ending = (how: 'failed' | 'interrupted' | 'stopped') => placeStats([play, { ...ended, data: { ending: how, ranMs: 3_000 } } as LogEvent, ...listens], NOW)?.figures?.picks.skipped;
  expect([ending('failed'), ending('interrupted'), ending('stopped')]).toEqual([null, null, null]);
  expect(placeStats([], NOW)).toBeNull();
  expect(placeStats(played(statsSince(NOW) - DAY, 'picks'), NOW)).toBeNull();
});

let recommender: Recommender | null = null;
afterEach(async () => {
  await recommender?.close();
  recommender = null;
});

it.each(BOTH_DIALECTS)('reads one place out of a log of many, page by page, on $name', async (database) => {
  const opened = await database.open();
  const { storage } = opened;
  try {
    const random = seeded(3);
    // Weeks of another place lie between, and much that is older, and imported.
    await writeEvents(storage, Array.from({ length: 4_500 }, (_, i) => listenEvent('zoe', `x${i}`, MONDAY - 300 * DAY, { placeId: 'room:other' })));
    await writeEvents(storage, played(MONDAY - 200 * DAY, 'picks'));
    const own = Array.from({ length: 300 }, (_, i) => played(MONDAY + i * 2 * MINUTE, 'picks', { session: `s${i % 10}`, ...(random() < 0.3 && { skippedAt: 8_000, endings: { ada: 'skipped' as const } }) }));
    for (const events of own) await writeEvents(storage, [...events, ...played(events[0].at, 'tries', { place: 'room:other' })]);
    await writeEvents(storage, Array.from({ length: 4_500 }, (_, i) => ({ ...listenEvent('zoe', `y${i}`, MONDAY - 900 * DAY), kind: 'elsewhere' as const, placeId: null, data: { service: 'x', title: 't', artist: 'a', album: null, startedAt: 0, endedAt: 1, heardMs: 1, durationMs: 1, externalId: null } })));
    recommender = await inProcessRecommender({ storage, clock: new TestClock(NOW), tracks: () => [] });
    const stats = await recommender.placeStats(PLACE);
    const skipped = own.filter((events) => events.some((event) => event.kind === 'play-ended' && event.data.ending === 'skipped')).length;
    expect(stats).toMatchObject({ plays: 300, picks: 300, listeners: 5 });
    expect(stats?.figures?.picks.skipped).toMatchObject({ share: skipped / 300, of: 300 });
    expect(stats?.figures?.tries.skipped).toBeNull();
    expect(await recommender.placeStats('room:empty')).toBeNull();
  } finally {
    await recommender?.close();
    recommender = null;
    await opened.remove();
  }
});
