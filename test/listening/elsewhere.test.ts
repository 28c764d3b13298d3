import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { rebuildProjection } from '../../src/listening/projection.ts';
import { createListening } from '../../src/listening/create-listening.ts';
import { silentLogger } from '../../src/log.ts';
import { UserError } from '../../src/user-error.ts';
import { BOTH_DIALECTS, type TestStorage } from '../support/storage.ts';
import { openStage, type Stage } from './stage.ts';

for (const database of BOTH_DIALECTS) {
  describe(`what members play elsewhere, on ${database.name}`, () => {
    let opened: TestStorage;
    let stage: Stage;
    let ana: string;
    beforeAll(async () => {
      opened = await database.open();
    });
    afterAll(() => opened?.remove());
    beforeEach(async () => {
      stage = await openStage(opened.storage);
      ana = stage.member('ana').id;
    });

    const agreeing = async (...names: string[]) => {
      await stage.consenting(...names);
      for (const name of names) await stage.listening.agreeToElsewhere(stage.member(name).id, true);
    };
    const kept = async (id = ana) => {
      const told = (await stage.listening.exportOf(id)) as { elsewhere: readonly { title: string; startedAt: string; heardMs: number }[] };
      return told.elsewhere;
    };

    test('is kept only with an agreement of its own', async () => {
      await expect(stage.listening.agreeToElsewhere(ana, true)).rejects.toThrow(UserError);
      await stage.consenting('ana');
      expect(stage.listening.agreedToElsewhere(ana)).toBe(false);
      await stage.listening.heardElsewhere(stage.elsewhere('ana', 'Before'));
      await stage.listening.agreeToElsewhere(ana, true);
      expect(stage.listening.agreedToElsewhere(ana)).toBe(true);
      await stage.listening.heardElsewhere(stage.elsewhere('ana', 'After'));
      await stage.listening.heardElsewhere(stage.elsewhere('ben', 'Not asked'));
      expect((await kept()).map(({ title }) => title)).toEqual(['After']);
      expect(await kept(stage.member('ben').id)).toEqual([]);
      expect(await stage.listening.summary(ana)).toMatchObject({ elsewhere: { agreed: true, listens: 1 } });
    });

    test('is given its track when the library has it at last, once, and of those who count alone', async () => {
      await agreeing('ana', 'ben');
      const ben = stage.member('ben').id;
      const first = stage.clock.now();
      const hour = 3_600_000;
      for (let i = 0; i < 230; i++) await stage.listening.heardElsewhere(stage.elsewhere('ana', i % 2 === 0 ? 'Late Arrival' : 'Never Here', { startedAt: first + i * hour }));
      await stage.listening.heardElsewhere(stage.elsewhere('ben', 'Late Arrival'));
      await stage.listening.pauseConsent(ben);
      const learnt: string[] = [];
      stage.listening.onLearnt((id) => learnt.push(id));
      const match = ({ title, artist }: { title: string; artist: string }) => (title === 'Late Arrival' && artist === 'The Lanterns' ? `${ana} track` : null);
      for (let time = 1; time <= 2; time++) {
        let over = false;
        const matching = stage.listening.matchElsewhere(match).then(() => (over = true));
        while (!over) await stage.clock.advance(20);
        await matching;
      }
      const affinity = { trackId: `${ana} track`, plays: 115, completions: 115, heardMs: 11_500_000 };
      expect(await stage.listening.affinities(ana)).toMatchObject([affinity]);
      expect(await stage.listening.affinities(ben)).toEqual([]);
      expect(new Set(learnt)).toEqual(new Set([ana]));
      // Told again with more, it grows as if it had always had its track.
      await stage.listening.heardElsewhere(stage.elsewhere('ana', 'Late Arrival', { startedAt: first, endedAt: first + 120_000, heardMs: 120_000 }));
      expect(await stage.listening.affinities(ana)).toMatchObject([{ ...affinity, heardMs: 11_520_000 }]);
      const before = await stage.listening.affinities(ana);
      await rebuildProjection(opened.storage);
      expect(await stage.listening.affinities(ana)).toEqual(before);
    });

    test('stops at once with a pause, goes on with its end, and ends with the agreement; what was kept stays', async () => {
      await agreeing('ana');
      await stage.listening.heardElsewhere(stage.elsewhere('ana', 'One'));
      const pausing = stage.listening.pauseConsent(ana);
      expect(stage.listening.agreedToElsewhere(ana)).toBe(false);
      await stage.listening.heardElsewhere(stage.elsewhere('ana', 'Two'));
      await pausing;
      await expect(stage.listening.agreeToElsewhere(ana, true)).rejects.toThrow(/resume/);
      expect(await stage.listening.summary(ana)).toMatchObject({ consent: 'paused', elsewhere: { agreed: true, listens: 1 } });
      await stage.listening.resumeConsent(ana);
      await stage.listening.heardElsewhere(stage.elsewhere('ana', 'Three'));
      const withdrawing = stage.listening.agreeToElsewhere(ana, false);
      await stage.listening.heardElsewhere(stage.elsewhere('ana', 'Four'));
      await withdrawing;
      expect((await kept()).map(({ title }) => title)).toEqual(['One', 'Three']);
      expect(await stage.listening.exportOf(ana)).toMatchObject({
        consent: ['given', 'elsewhere-agreed', 'paused', 'resumed', 'elsewhere-withdrawn'].map((state) => ({ state })),
      });
      expect(stage.listening.consentOf(ana)).toBe('given');
    });

    test('can be withdrawn in a pause, and does not come back with its end', async () => {
      await agreeing('ana');
      await stage.listening.pauseConsent(ana);
      await stage.listening.agreeToElsewhere(ana, false);
      await stage.listening.resumeConsent(ana);
      expect(stage.listening.agreedToElsewhere(ana)).toBe(false);
    });

    test('is not theirs for the time before they agreed, or in a pause', async () => {
      await stage.consenting('ana');
      const early = stage.elsewhere('ana', 'Early');
      await stage.clock.advance(30_000);
      await stage.listening.agreeToElsewhere(ana, true);
      await stage.listening.heardElsewhere(early);
      expect(await kept()).toMatchObject([{ title: 'Early', heardMs: 70_000, startedAt: new Date(early.startedAt + 30_000).toISOString() }]);
      const during = stage.elsewhere('ana', 'During');
      await stage.listening.pauseConsent(ana);
      await stage.clock.advance(200_000);
      await stage.listening.resumeConsent(ana);
      await stage.listening.heardElsewhere(during);
      expect(await kept()).toHaveLength(1);
    });

    test('the agreement outlives the process, and deletion ends it', async () => {
      await agreeing('ana');
      expect((await stage.reopen()).agreedToElsewhere(ana)).toBe(true);
      await stage.listening.heardElsewhere(stage.elsewhere('ana', 'Song', { trackId: `${ana}-song` }));
      await stage.listening.deleteAll(ana);
      await stage.consenting('ana');
      expect(stage.listening.agreedToElsewhere(ana)).toBe(false);
      expect(await stage.listening.summary(ana)).toMatchObject({ elsewhere: { agreed: false, listens: 0 } });
      expect(await stage.listening.affinities(ana)).toEqual([]);
    });

    test('counts like a listen here for the track it is; what the library has not is kept beside', async () => {
      await agreeing('ana');
      const learnt: string[] = [];
      stage.listening.onLearnt((id) => learnt.push(id));
      const at = stage.clock.now();
      await stage.listening.heardElsewhere(stage.elsewhere('ana', 'Song', { trackId: 'song', heardMs: 89_000 }));
      await stage.clock.advance(200_000);
      await stage.listening.heardElsewhere(stage.elsewhere('ana', 'Song', { trackId: 'song', heardMs: 90_000 }));
      await stage.listening.heardElsewhere(stage.elsewhere('ana', 'Endless', { trackId: 'endless', durationMs: null }));
      await stage.listening.heardElsewhere(stage.elsewhere('ana', 'Unknown', { externalId: 'abc' }));
      expect(learnt).toEqual([ana, ana, ana, ana]);
      const affinities = new Map((await stage.listening.affinities(ana)).map((affinity) => [affinity.trackId, affinity]));
      expect([...affinities.keys()].sort()).toEqual(['endless', 'song']);
      expect(affinities.get('song')).toEqual({
        listenerId: ana, trackId: 'song', plays: 2, completions: 1, heardMs: 179_000, skips: 0, earlySkips: 0, leaves: 0, requests: 0, reaction: null, lastAt: at + 300_000,
      });
      expect(affinities.get('endless')).toMatchObject({ plays: 1, completions: 0 });
      expect(await kept()).toMatchObject([
        { title: 'Song', track: { id: 'song' } },
        { title: 'Song' },
        { title: 'Endless' },
        { title: 'Unknown', artist: 'The Lanterns', album: 'Blue Hours', service: 'Spotify', externalId: 'abc' },
      ]);
      // Figures of what was heard here are about here.
      expect(await stage.listening.summary(ana)).toMatchObject({ listens: 0, heardMs: 0, elsewhere: { listens: 4 } });
      expect(await stage.listening.recentListens(ana, 10)).toEqual([]);
    });

    test('told again it grows, and takes in what was not known at first', async () => {
      await agreeing('ana');
      const first = stage.elsewhere('ana', 'Song', { heardMs: 20_000, endedAt: stage.clock.now() + 20_000, album: null });
      await stage.listening.heardElsewhere(first);
      await stage.listening.heardElsewhere({ ...first, startedAt: first.startedAt + 1_900, endedAt: first.startedAt + 99_000, heardMs: 95_000, title: 'SONG', album: 'Blue Hours', trackId: 'song' });
      await stage.listening.heardElsewhere(first);
      expect(await kept()).toMatchObject([
        { title: 'Song', heardMs: 95_000, album: 'Blue Hours', startedAt: new Date(first.startedAt).toISOString(), endedAt: new Date(first.startedAt + 99_000).toISOString() },
      ]);
      expect(await stage.listening.affinities(ana)).toMatchObject([{ trackId: 'song', plays: 1, completions: 1, heardMs: 95_000 }]);
      // Played once more, or another song, or another member: another listen.
      await agreeing('ben');
      await stage.listening.heardElsewhere({ ...first, startedAt: first.startedAt + 2_001 });
      await stage.listening.heardElsewhere({ ...first, title: 'Other Song' });
      await stage.listening.heardElsewhere({ ...first, listenerId: stage.member('ben').id });
      expect(await kept()).toHaveLength(3);
      expect(await kept(stage.member('ben').id)).toHaveLength(1);
    });

    test('two processes that are told of one listen at the same time keep it once', async () => {
      await agreeing('ana');
      const other = await createListening({ storage: opened.storage, clock: stage.clock, log: silentLogger });
      for (let n = 0; n < 10; n++) {
        const song = stage.elsewhere('ana', `Song ${n}`, { trackId: 'song' });
        await Promise.all([stage.listening.heardElsewhere(song), other.heardElsewhere({ ...song, startedAt: song.startedAt + 500 })]);
      }
      expect(await kept()).toHaveLength(10);
      expect(await stage.listening.affinities(ana)).toMatchObject([{ plays: 10 }]);
    });

    test('counts once however often and in whatever order it is told', async () => {
      const telling = fc.record({ song: fc.nat(2), play: fc.nat(2), jitterMs: fc.integer({ min: 0, max: 1_000 }), heardMs: fc.integer({ min: 1, max: 90_000 }), loud: fc.boolean() });
      await fc.assert(
        fc.asyncProperty(fc.array(fc.array(telling, { maxLength: 6 }), { maxLength: 5 }), async (batches) => {
          stage = await openStage(opened.storage);
          ana = stage.member('ana').id;
          await agreeing('ana');
          const start = stage.clock.now();
          const most = new Map<string, number>();
          for (const batch of batches) {
            const told = batch.map(({ song, play, jitterMs, heardMs, loud }) => {
              const title = `Song ${song}`;
              most.set(`${title} ${play}`, Math.max(most.get(`${title} ${play}`) ?? 0, heardMs));
              const startedAt = start + play * 10_000 + jitterMs;
              return stage.elsewhere('ana', loud ? title.toUpperCase() : title, { startedAt, heardMs, trackId: title });
            });
            await Promise.all(told.map((listen) => stage.listening.heardElsewhere(listen)));
          }
          const listens = await kept();
          expect(listens).toHaveLength(most.size);
          const total = [...most.values()].reduce((sum, heardMs) => sum + heardMs, 0);
          expect(listens.reduce((sum, { heardMs }) => sum + heardMs, 0)).toBe(total);
          const affinities = await stage.listening.affinities(ana);
          expect(affinities.reduce((sum, { plays }) => sum + plays, 0)).toBe(most.size);
          expect(affinities.reduce((sum, { heardMs }) => sum + heardMs, 0)).toBe(total);
          await rebuildProjection(opened.storage);
          const byTrack = (a: { trackId: string }, b: { trackId: string }) => (a.trackId < b.trackId ? -1 : 1);
          expect([...(await stage.listening.affinities(ana))].sort(byTrack)).toEqual([...affinities].sort(byTrack));
        }),
        { numRuns: database.name === 'SQLite' ? 40 : 10 },
      );
    });
  });
}
