import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { temporarySqlite, type TestStorage } from '../support/storage.ts';
import { settle } from '../support/test-clock.ts';
import { openStage, type Stage } from './stage.ts';

/** A database that fails for a while, and a log that must not lose by it. */
describe('a database that cannot be written', () => {
  let opened: TestStorage;
  let stage: Stage;
  beforeEach(async () => {
    opened = await temporarySqlite();
    stage = await openStage(opened.storage);
    await stage.consenting('ana');
  });
  afterEach(() => opened.remove());

  const breakDatabase = () => sql`alter table event rename to event_away`.execute(opened.storage.db);
  const mendDatabase = () => sql`alter table event_away rename to event`.execute(opened.storage.db);
  const feedback = () => opened.storage.db.selectFrom('event').select('data').where('kind', '=', 'feedback').orderBy('id').execute();

  test('for a moment costs nothing: what came is written when it can be, once and in order', async () => {
    const play = stage.play('song');
    await breakDatabase();
    let written = false;
    const like = stage.listening.feedback(stage.says('ana', 'like', play)).then(() => (written = true));
    // One more while the first is being written.
    await Promise.resolve();
    const love = stage.listening.feedback(stage.says('ana', 'love', play));
    await stage.clock.advance(300);
    expect(written).toBe(false);
    await mendDatabase();
    await stage.clock.advance(500);
    await Promise.all([like, love]);
    expect((await feedback()).map(({ data }) => (JSON.parse(data) as { feedback: string }).feedback)).toEqual(['like', 'love']);
    expect(await stage.listening.affinities(stage.member('ana').id)).toMatchObject([{ reaction: 'love' }]);
  });

  test('for long tells who waits, and later events are written again', async () => {
    const play = stage.play('song');
    await breakDatabase();
    const like = expect(stage.listening.feedback(stage.says('ana', 'like', play))).rejects.toThrow(/no such table: event/);
    await stage.clock.advance(10_000);
    await like;
    await mendDatabase();
    await stage.listening.feedback(stage.says('ana', 'love', play));
    expect(await feedback()).toHaveLength(1);
  });

  test('for a moment writes a listen elsewhere once, though it is told again meanwhile', async () => {
    await stage.listening.agreeToElsewhere(stage.member('ana').id, true);
    const song = stage.elsewhere('ana', 'Far Away', { trackId: 'far-away', heardMs: 40_000 });
    await stage.listening.heardElsewhere(song);
    await breakDatabase();
    const told = [stage.listening.heardElsewhere({ ...song, heardMs: 70_000 }), stage.listening.heardElsewhere({ ...song, heardMs: 95_000 })];
    await stage.clock.advance(300);
    await mendDatabase();
    await stage.clock.advance(500);
    await Promise.all(told);
    expect(await stage.listening.affinities(song.listenerId)).toMatchObject([{ trackId: 'far-away', plays: 1, completions: 1, heardMs: 95_000 }]);
    expect(await stage.listening.summary(song.listenerId)).toMatchObject({ elsewhere: { listens: 1 } });
  });

  test('deletion also takes what waits to be written', async () => {
    const play = stage.play('song');
    await breakDatabase();
    const like = stage.listening.feedback(stage.says('ana', 'like', play));
    await settle();
    await mendDatabase();
    await stage.listening.deleteAll(stage.member('ana').id);
    await stage.clock.advance(10_000);
    await like;
    expect(await feedback()).toEqual([]);
    expect(await stage.listening.affinities(stage.member('ana').id)).toEqual([]);
  });

  test('deletion also takes what is just failing to be written', async () => {
    const play = stage.play('song');
    await breakDatabase();
    const like = stage.listening.feedback(stage.says('ana', 'like', play));
    await expect(stage.listening.deleteAll(stage.member('ana').id)).rejects.toMatchObject({ code: 'not-removed' });
    await mendDatabase();
    await stage.clock.advance(10_000);
    await like;
    expect(await feedback()).toEqual([]);
  });

  test('a deletion that fails is said to, ends the counting all the same, and goes through when it is asked for again', async () => {
    const { id } = stage.member('ana');
    const forgotten: string[] = [];
    stage.listening.onForgotten(async (ids) => void forgotten.push(...ids));
    await breakDatabase();
    await expect(stage.listening.deleteAll(id)).rejects.toThrow('Not everything about you could be removed');
    expect(stage.listening.consentOf(id)).toBe('paused');
    expect(forgotten).toEqual([id]);
    await mendDatabase();
    await stage.listening.deleteAll(id);
    expect(await stage.listening.exportOf(id)).toMatchObject({ profile: null, consent: [] });
    expect(stage.listening.consentOf(id)).toBe('unasked');
  });
});

test('what nobody waits for is written within a tenth of a second', async () => {
  const opened = await temporarySqlite();
  const stage = await openStage(opened.storage);
  await stage.consenting('ana');
  const play = stage.play('song');
  await stage.listening.playStarted(play, []);
  stage.listening.joined(play.id, stage.here('ana'), stage.clock.now());
  await stage.clock.advance(40);
  stage.listening.left(play.id, stage.member('ana').id, stage.clock.now());
  await stage.clock.advance(100);
  const kept = await opened.storage.db.selectFrom('open_listen').selectAll().execute();
  expect(kept).toMatchObject([{ listener_id: stage.member('ana').id, heard_ms: 40, hearing: 0 }]);
  await opened.remove();
});
