import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { ImportedSong } from '../../src/domain.ts';
import type { MatchedSong } from '../../src/listening/imported.ts';
import type { Match } from '../../src/listening/elsewhere-match.ts';
import { rebuildProjection } from '../../src/listening/projection.ts';
import { UserError } from '../../src/user-error.ts';
import { BOTH_DIALECTS, type TestStorage } from '../support/storage.ts';
import { openStage, type Stage } from './stage.ts';

const YEAR = Date.UTC(2025, 0, 1);
const DAY = 24 * 3_600_000;

function song(title: string, plays: number, change: Partial<ImportedSong> = {}): ImportedSong {
  return { artist: 'The Lanterns', title, album: null, plays, completions: plays, skips: 0, earlySkips: 0, heardMs: plays * 1_000, firstAt: YEAR, lastAt: YEAR + plays * 1_000, ...change };
}

for (const database of BOTH_DIALECTS) {
  describe(`histories that members give, on ${database.name}`, () => {
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

    const give = (service: string, ...songs: readonly MatchedSong[]) => stage.listening.importHistory({ listenerId: ana, service, songs });
    const kept = async () => ((await stage.listening.exportOf(ana)) as { imported: readonly object[] }).imported;
    const matched = async (match: Match) => {
      let over = false;
      const matching = stage.listening.matchElsewhere(match).then(() => (over = true));
      while (!over) await stage.clock.advance(1_000);
      await matching;
    };
    const affinities = async () => (await stage.listening.affinities(ana)).toSorted((a, b) => (a.trackId < b.trackId ? -1 : 1));

    test('are kept of those who count, and told in full to them', async () => {
      await expect(give('Spotify', { song: song('One', 2), trackId: 'one' })).rejects.toThrow(UserError);
      await stage.consenting('ana');
      const learnt: string[] = [];
      stage.listening.onLearnt((id) => learnt.push(id));
      await give('Spotify', { song: song('One', 3, { skips: 2, earlySkips: 1, completions: 1 }), trackId: 'one' }, { song: song('Far', 1), trackId: null });
      expect(learnt).toEqual([ana]);
      expect(await affinities()).toEqual([{ listenerId: ana, trackId: 'one', plays: 3, completions: 1, heardMs: 3_000, skips: 2, earlySkips: 1, leaves: 0, requests: 0, reaction: null, lastAt: YEAR + 3_000 }]);
      expect(await kept()).toEqual([
        expect.objectContaining({ service: 'Spotify', artist: 'The Lanterns', title: 'One', plays: 3, track: { id: 'one' }, firstAt: '2025-01-01T00:00:00.000Z', at: new Date(stage.clock.now()).toISOString() }),
        expect.objectContaining({ title: 'Far' }),
      ]);
      // What was heard here is counted by itself.
      expect(await stage.listening.summary(ana)).toMatchObject({ listens: 0, heardMs: 0, imports: [{ service: 'Spotify', songs: 2, matched: 1, plays: 4, heardMs: 4_000, at: stage.clock.now() }] });
      await stage.listening.pauseConsent(ana);
      await expect(give('Spotify')).rejects.toThrow(UserError);
      expect(await kept()).toHaveLength(2);
    });

    test('given again take the place of what was given before, service by service; what was heard here stays', async () => {
      await stage.consenting('ana');
      const play = stage.play('one', { trackId: 'one' });
      await stage.listening.feedback(stage.says('ana', 'love', play));
      await give('Spotify', { song: song('One', 5), trackId: 'one' }, { song: song('Two', 1), trackId: 'two' });
      await give('Last.fm', { song: song('One', 7, { firstAt: YEAR - 9 * DAY, lastAt: YEAR - 8 * DAY }), trackId: 'one' });
      await give('Spotify', { song: song('One', 6), trackId: 'one' });
      expect(await affinities()).toMatchObject([{ trackId: 'one', plays: 13, completions: 13, reaction: 'love' }]);
      await give('Spotify');
      await give('Last.fm');
      expect(await affinities()).toMatchObject([{ trackId: 'one', plays: 0, heardMs: 0, reaction: 'love' }]);
      expect(await stage.listening.importsOf(ana)).toEqual([]);
    });

    test('tell one play once when a service tells what was heard at another, and whole again when that one is taken back', async () => {
      await stage.consenting('ana');
      await stage.listening.agreeToElsewhere(ana, true);
      await stage.listening.heardElsewhere(stage.elsewhere('ana', 'One', { artist: 'The lanterns', startedAt: YEAR + 2_500, trackId: 'one' }));
      await give('Spotify', { song: song('One', 5, { completions: 2, skips: 3 }), trackId: 'one' }, { song: song('Far', 4), trackId: null });
      expect(await affinities()).toMatchObject([{ trackId: 'one', plays: 5, completions: 2, skips: 3 }]);
      await stage.clock.advance(DAY);
      await give('Last.fm', { song: song('ONE', 9, { completions: 4 }), trackId: 'one' }, { song: song('Far', 2), trackId: null });
      expect(await affinities()).toMatchObject([{ trackId: 'one', plays: 9, completions: 4, skips: 3 }]);
      expect(await stage.listening.importsOf(ana)).toMatchObject([{ service: 'Last.fm', plays: 11 }, { service: 'Spotify', plays: 9 }]);
      expect(await stage.listening.summary(ana)).toMatchObject({ listens: 0, heardMs: 0 });
      // Found in the library at last.
      await matched(({ title }) => (title === 'Far' ? 'far' : null));
      expect(await affinities()).toMatchObject([{ trackId: 'far', plays: 4 }, { trackId: 'one' }]);
      await give('Last.fm');
      expect(await affinities()).toMatchObject([{ trackId: 'far', plays: 4 }, { trackId: 'one', plays: 5, completions: 2, skips: 3 }]);
    });

    test('come to the same however often and in whatever order they are given', async () => {
      const given = fc.uniqueArray(fc.record({ title: fc.constantFrom('a', 'b', 'c'), plays: fc.integer({ min: 1, max: 9 }), year: fc.integer({ min: 0, max: 2 }) }), { selector: ({ title }) => title, maxLength: 3 });
      await fc.assert(
        fc.asyncProperty(fc.array(fc.tuple(fc.constantFrom('Spotify', 'Last.fm'), given), { maxLength: 5 }), async (histories) => {
          stage = await openStage(opened.storage);
          ana = stage.member('ana').id;
          await stage.consenting('ana');
          for (const [service, songs] of histories) await give(service, ...songs.map(({ title, plays, year }) => ({ song: song(title, plays, { firstAt: YEAR + year * 365 * DAY, lastAt: YEAR + (year * 365 + 1) * DAY }), trackId: title })));
          const most = new Map<string, Map<number, number>>();
          for (const songs of new Map(histories).values()) {
            for (const { title, year, plays } of songs) most.set(title, new Map(most.get(title)).set(year, Math.max(plays, most.get(title)?.get(year) ?? 0)));
          }
          const counted = await affinities();
          expect(new Map(counted.map((one) => [one.trackId, one.plays]))).toEqual(new Map(Array.from(most, ([title, years]) => [title, [...years.values()].reduce((sum, plays) => sum + plays, 0)])));
          await rebuildProjection(opened.storage);
          expect((await affinities()).map(({ lastAt: _, ...one }) => one)).toEqual(counted.map(({ lastAt: _, ...one }) => one));
        }),
        { numRuns: database.name === 'SQLite' ? 30 : 6 },
      );
    });

    test('are given their tracks when the library has them at last', async () => {
      await stage.consenting('ana');
      await give('Spotify', ...Array.from({ length: 250 }, (_, n) => ({ song: song(`Song ${n}`, n + 1), trackId: null })));
      expect(await affinities()).toEqual([]);
      await matched(({ title, artist }) => (title === 'Song 7' && artist === 'The Lanterns' ? 'seven' : null));
      expect(await affinities()).toMatchObject([{ trackId: 'seven', plays: 8, lastAt: YEAR + 8_000 }]);
      expect(await stage.listening.importsOf(ana)).toMatchObject([{ songs: 250, matched: 1 }]);
    });

    test('go with everything else, and leave those of others as they are', async () => {
      await stage.consenting('ana', 'ben');
      const ben = stage.member('ben').id;
      await give('Spotify', { song: song('Only hers', 5), trackId: 'one' });
      await stage.listening.importHistory({ listenerId: ben, service: 'Spotify', songs: [{ song: song('His', 2), trackId: 'one' }] });
      await stage.listening.deleteAll(ana);
      expect(await kept()).toEqual([]);
      expect(await affinities()).toEqual([]);
      expect(await stage.listening.affinities(ben)).toMatchObject([{ plays: 2 }]);
      const rows = await opened.storage.db.selectFrom('event').selectAll().where('kind', '=', 'imported').execute();
      expect(rows.filter(({ data }) => data.includes('Only hers'))).toEqual([]);
    });

    test('of somebody who says no while they are being kept are not kept, and what was there before stays', async () => {
      await stage.consenting('ana');
      await give('Spotify', { song: song('One', 1), trackId: 'one' });
      const songs = Array.from({ length: 1_000 }, (_, n) => ({ song: song(`Song ${n}`, 1), trackId: `t${n}` }));
      const giving = give('Spotify', ...songs);
      await new Promise((resolve) => setImmediate(resolve));
      const pausing = stage.listening.pauseConsent(ana);
      await expect(giving).rejects.toThrow('Nothing was taken in');
      await pausing;
      expect(await kept()).toMatchObject([{ title: 'One' }]);
      expect(await affinities()).toMatchObject([{ trackId: 'one', plays: 1 }]);
    });

    test('of artists they choose speak for a track that nobody has heard, once', async () => {
      await stage.consenting('ana');
      const play = stage.play('one', { trackId: 'one' });
      await stage.listening.feedback(stage.says('ana', 'artist', play, { playId: null, positionMs: null }));
      await stage.listening.feedback(stage.says('ana', 'artist', play, { playId: null, positionMs: null }));
      expect(await affinities()).toMatchObject([{ trackId: 'one', plays: 0, requests: 0, reaction: null, artistLiked: true }]);
      await stage.listening.feedback(stage.says('ana', 'dislike', play));
      expect(await affinities()).toMatchObject([{ artistLiked: true, reaction: 'dislike' }]);
      await rebuildProjection(opened.storage);
      expect(await affinities()).toMatchObject([{ artistLiked: true, reaction: 'dislike' }]);
    });
  });
}
