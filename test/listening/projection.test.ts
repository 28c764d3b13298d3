import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { rebuildProjection } from '../../src/listening/projection.ts';
import { BOTH_DIALECTS, type TestStorage } from '../support/storage.ts';
import { openStage, type Stage } from './stage.ts';

type Deed =
  | { readonly kind: 'says'; readonly who: string; readonly song: string; readonly what: 'like' | 'love' | 'dislike' | 'request' }
  | { readonly kind: 'takes back'; readonly who: string; readonly song: string }
  | { readonly kind: 'plays'; readonly song: string; readonly present: readonly string[]; readonly seconds: number; readonly skippedBy: string | null }
  | { readonly kind: 'hears elsewhere'; readonly who: string; readonly song: string; readonly matched: boolean; readonly times: readonly (readonly [laterMs: number, heardMs: number])[] }
  | { readonly kind: 'pauses' | 'resumes'; readonly who: string };

const who = fc.constantFrom('ana', 'ben', 'cem');
const song = fc.constantFrom('one', 'two', 'three');
const deed: fc.Arbitrary<Deed> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('says' as const), who, song, what: fc.constantFrom('like' as const, 'love' as const, 'dislike' as const, 'request' as const) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('takes back' as const), who, song }) },
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant('plays' as const), song, present: fc.uniqueArray(who), seconds: fc.integer({ min: 0, max: 100 }), skippedBy: fc.option(who) }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('hears elsewhere' as const),
      who,
      song,
      matched: fc.boolean(),
      times: fc.array(fc.tuple(fc.integer({ min: -3_000, max: 3_000 }), fc.integer({ min: 0, max: 110_000 })), { minLength: 1, maxLength: 4 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('pauses' as const, 'resumes' as const), who }) },
);

async function happen(stage: Stage, name: string, deed: Deed): Promise<void> {
  const { listening, clock, member } = stage;
  switch (deed.kind) {
    case 'pauses':
      return listening.pauseConsent(member(deed.who).id);
    case 'resumes':
      return listening.resumeConsent(member(deed.who).id);
    case 'says':
      return listening.feedback(stage.says(deed.who, deed.what, stage.play(name, { trackId: deed.song })));
    case 'takes back':
      return listening.takeBack({ listenerId: member(deed.who).id, trackId: deed.song, placeId: 'place', sessionId: null, at: clock.now() });
    case 'hears elsewhere': {
      const trackId = deed.matched ? deed.song : null;
      const told = deed.times.map(([laterMs, heardMs]) => stage.elsewhere(deed.who, deed.song, { startedAt: clock.now() + laterMs, heardMs, trackId }));
      await Promise.all(told.map((listen) => listening.heardElsewhere(listen)));
      return;
    }
    case 'plays': {
      const play = stage.play(name, { trackId: deed.song });
      const positionMs = deed.seconds * 1_000;
      await listening.playStarted(play, deed.present.map((person) => stage.here(person)));
      const ending = deed.skippedBy === null ? ({ kind: 'finished' } as const) : ({ kind: 'skipped', by: member(deed.skippedBy).id, positionMs } as const);
      return listening.playEnded(play.id, ending, play.startedAt + positionMs);
    }
  }
}

for (const database of BOTH_DIALECTS) {
  describe(`the projection on ${database.name}`, () => {
    let opened: TestStorage;
    beforeAll(async () => {
      opened = await database.open();
    });
    afterAll(() => opened?.remove());

    test('kept event by event is what the log gives when it is read from the start', async () => {
      const { storage } = opened;
      const rows = () => storage.db.selectFrom('affinity').selectAll().orderBy('listener_id').orderBy('track_id').execute();
      await fc.assert(
        fc.asyncProperty(fc.array(deed, { maxLength: 25 }), async (deeds) => {
          const stage = await openStage(storage);
          await stage.consenting('ana', 'ben');
          for (const name of ['ana', 'ben']) await stage.listening.agreeToElsewhere(stage.member(name).id, true);
          for (const [n, what] of deeds.entries()) {
            await stage.clock.advance(1_000);
            await happen(stage, `${n}`, what);
          }
          await stage.listening.close();
          const kept = await rows();
          await rebuildProjection(storage);
          expect(await rows()).toEqual(kept);
        }),
        { numRuns: database.name === 'SQLite' ? 40 : 10 },
      );
    });

    test('a projection that was lost is built anew', async () => {
      const { storage } = opened;
      const stage = await openStage(storage);
      await stage.consenting('ana');
      await stage.listening.feedback(stage.says('ana', 'love', stage.play('song')));
      await storage.db.deleteFrom('affinity').execute();
      await rebuildProjection(storage);
      expect(await stage.listening.affinities(stage.member('ana').id)).toMatchObject([{ reaction: 'love' }]);
    });
  });
}
