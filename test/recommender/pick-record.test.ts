import { afterEach, beforeEach, expect, it } from 'vitest';
import type { ListenEnding } from '../../src/domain.ts';
import type { LogEvent } from '../../src/listening/log-event.ts';
import { pickRecord } from '../../src/recommender/pick-record.ts';
import { listenEvent, MONDAY, writeEvents } from '../support/event-log.ts';
import { temporarySqlite, type TestStorage } from '../support/storage.ts';

let database: TestStorage;
beforeEach(async () => {
  database = await temporarySqlite();
});
afterEach(() => database.remove());

/** A pick that suited a member so well, and how their listen of it went; null while it is not over. */
function picked(listenerId: string, n: number, relevance: number, ending: ListenEnding | null): readonly LogEvent[] {
  const at = MONDAY + n * 60_000;
  const [sessionId, trackId] = [`s${n % 7}`, `t${n}`];
  const signal = { value: 0, weight: 0 };
  const signals = { collaborative: signal, language: signal, acoustic: signal, tags: signal, popularity: signal, novelty: signal };
  return [
    { at, kind: 'pick-score', placeId: 'room:lounge', sessionId, listenerId, trackId, playId: null, data: { pickId: `k${n}`, score: 1, relevance, signals, because: [] } },
    ...(ending === null ? [] : [listenEvent(listenerId, trackId, at, { sessionId, ending, heardMs: ending === 'finished' ? 60_000 : 5_000 })]),
  ];
}

it('is what became of the picks that suited as well, of this member alone', async () => {
  await writeEvents(database.storage, [
    // Of 40 that suited well, 30 went well; of 60 that did not, none; and another member's never.
    ...Array.from({ length: 40 }, (_, n) => picked('ada', n, 0.9 + n / 1_000, n % 4 === 0 ? 'skipped' : 'finished')).flat(),
    ...Array.from({ length: 60 }, (_, n) => picked('ada', 100 + n, 0.3, 'skipped')).flat(),
    ...Array.from({ length: 40 }, (_, n) => picked('ben', 200 + n, 0.9, 'skipped')).flat(),
    // What tells nothing, and what plays still.
    ...picked('ada', 300, 0.9, 'skipped-by-other'),
    ...picked('ada', 301, 0.9, null),
    // What was asked for is no pick.
    listenEvent('ada', 'asked', MONDAY, { ending: 'finished' }),
  ]);
  const well = await pickRecord(database.storage, 'ada', 0.92);
  expect(well).toMatchObject({ judged: 100, alike: { share: 30 / 40, of: 40 } });
  expect(well.alike!.low).toBeLessThan(0.72);
  expect(well.alike!.high).toBeLessThan(1);
  expect((await pickRecord(database.storage, 'ada', 0.1)).alike).toMatchObject({ share: 0, of: 40 });
});

it('says nothing of few', async () => {
  expect(await pickRecord(database.storage, 'ada', 0.5)).toEqual({ judged: 0, alike: null });
  await writeEvents(database.storage, Array.from({ length: 9 }, (_, n) => picked('ada', n, 0.5, 'finished')).flat());
  expect(await pickRecord(database.storage, 'ada', 0.5)).toEqual({ judged: 9, alike: null });
});
