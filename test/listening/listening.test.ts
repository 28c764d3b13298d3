import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { BOTH_DIALECTS, type TestStorage } from '../support/storage.ts';
import { openStage, type Stage } from './stage.ts';

for (const database of BOTH_DIALECTS) {
  describe(`listening on ${database.name}`, () => {
    let opened: TestStorage;
    let stage: Stage;
    beforeAll(async () => {
      opened = await database.open();
    });
    afterAll(() => opened?.remove());
    beforeEach(async () => {
      stage = await openStage(opened.storage);
    });

    const listens = (who: string) => stage.listening.recentListens(stage.member(who).id, 10);
    const affinity = async (who: string) => (await stage.listening.affinities(stage.member(who).id))[0];

    test('everybody there is credited with what they heard, and how it ended for them', async () => {
      await stage.consenting('ana', 'ben', 'cem', 'dua');
      const play = stage.play('song');
      await stage.listening.playStarted(play, [stage.here('ana'), stage.here('ben'), stage.here('dua', true)]);
      await stage.clock.advance(20_000);
      stage.listening.joined(play.id, stage.here('cem'), stage.clock.now());
      await stage.clock.advance(20_000);
      stage.listening.left(play.id, stage.member('ben').id, stage.clock.now());
      stage.listening.musicPaused(play.id, stage.clock.now());
      await stage.clock.advance(60_000);
      stage.listening.musicContinued(play.id, stage.clock.now());
      await stage.clock.advance(60_000);
      await stage.listening.playEnded(play.id, { kind: 'finished' }, stage.clock.now());

      const start = play.startedAt;
      const common = { playId: play.id, trackId: play.trackId, placeId: play.placeId, sessionId: play.sessionId, trackMs: 100_000 };
      expect(await listens('ana')).toEqual([
        { ...common, listenerId: stage.member('ana').id, startedAt: start, endedAt: start + 160_000, heardMs: 100_000, joinedMidway: false, leftMidway: false, ending: 'finished' },
      ]);
      expect(await listens('ben')).toEqual([
        { ...common, listenerId: stage.member('ben').id, startedAt: start, endedAt: start + 40_000, heardMs: 40_000, joinedMidway: false, leftMidway: true, ending: 'left' },
      ]);
      expect(await listens('cem')).toEqual([
        { ...common, listenerId: stage.member('cem').id, startedAt: start + 20_000, endedAt: start + 160_000, heardMs: 80_000, joinedMidway: true, leftMidway: false, ending: 'finished' },
      ]);
      expect(await listens('dua')).toEqual([]);
      // Leaving speaks against it a little, being late or away in between does not.
      expect(await affinity('ana')).toMatchObject({ plays: 1, completions: 1, leaves: 0 });
      expect(await affinity('ben')).toMatchObject({ plays: 1, completions: 0, leaves: 1 });
      expect(await affinity('cem')).toMatchObject({ plays: 1, completions: 0, leaves: 0 });
    });

    test('a skip counts against the skipper alone, and double when early', async () => {
      await stage.consenting('ana', 'ben');
      const early = stage.play('early');
      await stage.listening.playStarted(early, [stage.here('ana'), stage.here('ben')]);
      await stage.clock.advance(29_000);
      await stage.listening.playEnded(early.id, { kind: 'skipped', by: stage.member('ana').id, positionMs: 29_000 }, stage.clock.now());
      expect((await listens('ana'))[0]?.ending).toBe('skipped');
      expect((await listens('ben'))[0]?.ending).toBe('skipped-by-other');
      expect(await affinity('ana')).toMatchObject({ plays: 1, skips: 1, earlySkips: 1, completions: 0, heardMs: 29_000 });
      expect(await affinity('ben')).toMatchObject({ plays: 1, skips: 0, earlySkips: 0, completions: 0, heardMs: 29_000 });
    });

    test('a skip told as feedback and by the end of the play counts once, and a late one is not early', async () => {
      await stage.consenting('ana');
      const play = stage.play('song');
      await stage.listening.playStarted(play, [stage.here('ana')]);
      await stage.clock.advance(95_000);
      await stage.listening.feedback(stage.says('ana', 'skip', play));
      await stage.listening.playEnded(play.id, { kind: 'skipped', by: stage.member('ana').id, positionMs: 95_000 }, stage.clock.now());
      await stage.listening.feedback(stage.says('ana', 'skip', play));
      // Heard nearly whole, but thrown out by herself: not completed.
      expect(await affinity('ana')).toMatchObject({ plays: 1, skips: 1, earlySkips: 0, completions: 0 });
      expect((await stage.listening.summary(stage.member('ana').id)).feedback).toBe(1);
    });

    test('nine tenths heard complete a track', async () => {
      await stage.consenting('ana', 'ben');
      const play = stage.play('song');
      await stage.listening.playStarted(play, [stage.here('ana')]);
      await stage.clock.advance(10_001);
      stage.listening.joined(play.id, stage.here('ben'), stage.clock.now());
      await stage.clock.advance(89_999);
      await stage.listening.playEnded(play.id, { kind: 'finished' }, stage.clock.now());
      expect(await affinity('ana')).toMatchObject({ plays: 1, completions: 1 });
      expect(await affinity('ben')).toMatchObject({ plays: 1, completions: 0, heardMs: 89_999 });
    });

    test('one reaction holds; another replaces it; taken back there is none', async () => {
      await stage.consenting('ana');
      const play = stage.play('song');
      const { id } = stage.member('ana');
      await stage.listening.takeBack({ listenerId: id, trackId: play.trackId, placeId: play.placeId, sessionId: null, at: stage.clock.now() });
      expect(await affinity('ana')).toBeUndefined();
      await stage.listening.feedback(stage.says('ana', 'like', play));
      await stage.listening.feedback(stage.says('ana', 'love', play));
      expect(await stage.listening.reactionOf(id, play.trackId)).toBe('love');
      await stage.listening.feedback(stage.says('ana', 'request', play));
      expect(await affinity('ana')).toMatchObject({ reaction: 'love', requests: 1, plays: 0 });
      await stage.listening.takeBack({ listenerId: id, trackId: play.trackId, placeId: play.placeId, sessionId: null, at: stage.clock.now() });
      expect(await stage.listening.reactionOf(id, play.trackId)).toBeNull();
      expect(await affinity('ana')).toMatchObject({ reaction: null, requests: 1 });
    });

    test('feedback given in the same moment is all counted, in its order', async () => {
      await stage.consenting('ana');
      const play = stage.play('song');
      await Promise.all((['like', 'dislike', 'request', 'request', 'love'] as const).map((kind) => stage.listening.feedback(stage.says('ana', kind, play))));
      expect(await affinity('ana')).toMatchObject({ reaction: 'love', requests: 2 });
    });

    test('consent given in the middle of a track counts from then on', async () => {
      const play = stage.play('song');
      await stage.listening.playStarted(play, [stage.here('ana')]);
      await stage.clock.advance(40_000);
      expect(stage.listening.consentOf(stage.member('ana').id)).toBe('unasked');
      await stage.listening.giveConsent(stage.member('ana'));
      expect(stage.listening.consentOf(stage.member('ana').id)).toBe('given');
      await stage.clock.advance(60_000);
      await stage.listening.playEnded(play.id, { kind: 'finished' }, stage.clock.now());
      expect(await listens('ana')).toMatchObject([{ heardMs: 60_000, joinedMidway: true, ending: 'finished' }]);
    });

    test('a pause of consent stops the counting at once and keeps what was heard', async () => {
      await stage.consenting('ana');
      const { id } = stage.member('ana');
      const play = stage.play('song');
      await stage.listening.playStarted(play, [stage.here('ana')]);
      await stage.clock.advance(30_000);
      const paused = stage.listening.pauseConsent(id);
      expect(stage.listening.consentOf(id)).toBe('paused');
      await paused;
      expect(await listens('ana')).toMatchObject([{ heardMs: 30_000, ending: 'left', leftMidway: true }]);
      await stage.clock.advance(30_000);
      await stage.listening.feedback(stage.says('ana', 'like', play));
      stage.listening.left(play.id, id, stage.clock.now());
      stage.listening.joined(play.id, stage.here('ana'), stage.clock.now());
      expect(await stage.listening.summary(id)).toMatchObject({ consent: 'paused', listens: 1, heardMs: 30_000, feedback: 0 });
      await stage.listening.resumeConsent(id);
      await stage.clock.advance(40_000);
      await stage.listening.playEnded(play.id, { kind: 'finished' }, stage.clock.now());
      expect(await listens('ana')).toMatchObject([{ heardMs: 40_000, joinedMidway: true, ending: 'finished' }, { heardMs: 30_000 }]);
      const told = (await stage.listening.exportOf(id)) as { consent: { state: string }[] };
      expect(told.consent.map(({ state }) => state)).toEqual(['given', 'paused', 'resumed']);
    });

    test('consent holds after a restart', async () => {
      await stage.consenting('ana', 'ben');
      await stage.listening.pauseConsent(stage.member('ben').id);
      const again = await stage.reopen();
      expect(['ana', 'ben', 'cem'].map((who) => again.consentOf(stage.member(who).id))).toEqual(['given', 'paused', 'unasked']);
    });

    test('a play taken up after a restart goes on for those who are there; the time between is nobody’s', async () => {
      await stage.consenting('ana', 'ben', 'cem');
      const play = stage.play('song');
      await stage.listening.playStarted(play, [stage.here('ana'), stage.here('ben')]);
      await stage.clock.advance(40_000);
      await stage.listening.close();
      const again = await stage.reopen();
      await stage.clock.advance(5_000);
      await again.recover([play.id]);
      await again.playResumed(play, [stage.here('ana'), stage.here('cem')], stage.clock.now());
      await stage.clock.advance(60_000);
      await again.playEnded(play.id, { kind: 'finished' }, stage.clock.now());
      const [ana, ben, cem] = await Promise.all(['ana', 'ben', 'cem'].map(listens));
      expect(ana).toMatchObject([{ heardMs: 100_000, joinedMidway: false, ending: 'finished' }]);
      expect(ben).toMatchObject([{ heardMs: 40_000, leftMidway: true, ending: 'left' }]);
      expect(cem).toMatchObject([{ heardMs: 60_000, joinedMidway: true, ending: 'finished' }]);
    });

    test('plays that nobody takes up are closed as interrupted where they were', async () => {
      await stage.consenting('ana', 'ben');
      const play = stage.play('song');
      await stage.listening.playStarted(play, [stage.here('ana'), stage.here('ben')]);
      await stage.clock.advance(10_000);
      stage.listening.left(play.id, stage.member('ben').id, stage.clock.now());
      await stage.clock.advance(10_300);
      // Reading waits for the checkpoints on their way.
      expect(await listens('ana')).toEqual([]);
      const again = await stage.reopen();
      await stage.clock.advance(3_600_000);
      await again.recover([]);
      const [ana] = await listens('ana');
      expect(ana).toMatchObject({ ending: 'interrupted' });
      expect(ana?.heardMs).toBeGreaterThan(19_300);
      expect(ana?.heardMs).toBeLessThanOrEqual(20_300);
      expect(await listens('ben')).toMatchObject([{ heardMs: 10_000, ending: 'left' }]);
      await (await stage.reopen()).recover([]);
      expect(await listens('ana')).toHaveLength(1);
    });

    test('a pick is logged with its provenance: for whom, what each signal said, who was there', async () => {
      await stage.consenting('ana', 'ben');
      const pick = stage.pick('picked-track', 'ana', 'stranger');
      const present = ['ana', 'ben', 'stranger'].map((who) => stage.member(who).id);
      await stage.listening.pickMade(pick, { placeId: 'place', sessionId: 'session', present });
      const rows = await opened.storage.db.selectFrom('event').selectAll().where('track_id', '=', 'picked-track').orderBy('id').execute();
      expect(rows.map(({ kind, listener_id }) => [kind, listener_id])).toEqual([
        ['pick', null],
        ['pick-score', stage.member('ana').id],
        ['pick-present', stage.member('ana').id],
        ['pick-present', stage.member('ben').id],
      ]);
      expect(JSON.parse(rows[0]?.data ?? '')).toEqual({ pickId: pick.id, modelVersion: 'als-7', probability: 0.125, exploratory: false, madeAt: pick.madeAt });
      const { listenerId: _, ...scores } = pick.scores[0] ?? {};
      expect(JSON.parse(rows[1]?.data ?? '')).toEqual({ pickId: pick.id, ...scores });
      await opened.storage.db.deleteFrom('event').where('track_id', '=', 'picked-track').execute();
    });

    test('a pick for a vibe is kept with how well it fitted', async () => {
      await stage.listening.pickMade({ ...stage.pick('fitting-track', 'ana'), vibe: 0.75 }, { placeId: 'place', sessionId: 'session', present: [] });
      const [row] = await opened.storage.db.selectFrom('event').selectAll().where('track_id', '=', 'fitting-track').where('kind', '=', 'pick').execute();
      expect(JSON.parse(row?.data ?? '')).toMatchObject({ vibe: 0.75 });
      await opened.storage.db.deleteFrom('event').where('track_id', '=', 'fitting-track').execute();
    });

    test('who asks to be told is told, once it is durable, of members that count', async () => {
      await stage.consenting('ana');
      const told: string[] = [];
      const stop = stage.listening.onLearnt((id) => told.push(id));
      const play = stage.play('song');
      await stage.listening.playStarted(play, [stage.here('ana'), stage.here('stranger')]);
      await stage.clock.advance(5_000);
      expect(told).toEqual([]);
      await stage.listening.feedback(stage.says('stranger', 'like', play));
      await stage.listening.feedback(stage.says('ana', 'like', play));
      await stage.listening.playEnded(play.id, { kind: 'stopped' }, stage.clock.now());
      expect(told).toEqual([stage.member('ana').id, stage.member('ana').id]);
      stop();
      await stage.listening.feedback(stage.says('ana', 'love', play));
      expect(told).toHaveLength(2);
    });

    test('a night that the machine slept through is nobody’s listen', async () => {
      await stage.consenting('ana');
      const play = stage.play('song');
      await stage.listening.playStarted(play, [stage.here('ana')]);
      await stage.clock.advance(5_000);
      stage.clock.jump(8 * 3_600_000);
      await stage.clock.advance(2_000);
      await stage.listening.playEnded(play.id, { kind: 'stopped' }, stage.clock.now());
      const [listen] = await stage.listening.recentListens(stage.member('ana').id, 1);
      expect(listen.heardMs).toBeGreaterThanOrEqual(7_000);
      expect(listen.heardMs).toBeLessThan(8_000);
    });

    test('events of plays that are not open change nothing', async () => {
      await stage.consenting('ana');
      stage.listening.joined('unknown', stage.here('ana'), stage.clock.now());
      await stage.listening.playEnded('unknown', { kind: 'finished' }, stage.clock.now());
      expect(await stage.listening.summary(stage.member('ana').id)).toMatchObject({ listens: 0, feedback: 0, picks: 0, heardMs: 0 });
    });
  });
}
