import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { temporarySqlite, type TestStorage } from '../support/storage.ts';
import { openStage, type Stage } from './stage.ts';

let opened: TestStorage;
let stage: Stage;
beforeEach(async () => {
  opened = await temporarySqlite();
  stage = await openStage(opened.storage);
});
afterEach(() => opened.remove());

/** Everything the database has on disk: the file, its write-ahead log and its index. */
function onDisk(): string {
  const folder = dirname(opened.file);
  const names = readdirSync(folder);
  expect(names).toContain('segue.db-wal');
  return names.map((name) => readFileSync(join(folder, name)).toString('latin1')).join('');
}

/** One track with everything that can happen to it, for and by everybody given. */
async function evening(...names: string[]) {
  const play = stage.play('song');
  const ids = names.map((name) => stage.member(name).id);
  await stage.listening.pickMade(stage.pick(play.trackId, ...names), { placeId: play.placeId, sessionId: play.sessionId, present: ids });
  await stage.listening.playStarted(
    { ...play, origin: { kind: 'request', by: stage.member(names[0] ?? '') } },
    names.map((name) => stage.here(name)),
  );
  await stage.clock.advance(10_000);
  for (const [i, name] of names.entries()) {
    await stage.listening.feedback(stage.says(name, 'like', play));
    await stage.listening.feedback(stage.says(name, 'request', play));
    const id = ids[i] ?? '';
    stage.listening.deafened(play.id, id, true, stage.clock.now());
    stage.listening.deafened(play.id, id, false, stage.clock.now());
    await stage.listening.heardElsewhere(stage.elsewhere(name, 'Far Away'));
    await stage.listening.takeBack({ listenerId: id, trackId: play.trackId, placeId: play.placeId, sessionId: play.sessionId, at: stage.clock.now() });
  }
  await stage.listening.feedback(stage.says(names[0] ?? '', 'skip', play));
  await stage.listening.playEnded(play.id, { kind: 'skipped', by: ids[0] ?? '', positionMs: 10_000 }, stage.clock.now());
  const open = stage.play('next');
  await stage.listening.playStarted(open, names.map((name) => stage.here(name)));
  await stage.clock.advance(2_000);
  return { play, open };
}

describe('members without consent', () => {
  test('who were asked are remembered, without a trace of who they are', async () => {
    const { id, name } = stage.member('stranger');
    expect(stage.listening.wasAsked(id)).toBe(false);
    const marked = stage.listening.markAsked([id, stage.member('other').id]);
    expect(stage.listening.wasAsked(id)).toBe(true);
    await marked;
    const again = await stage.reopen();
    expect(again.wasAsked(id)).toBe(true);
    expect(again.wasAsked(stage.member('another').id)).toBe(false);
    await again.close();
    const rows = await opened.storage.db.selectFrom('kv').select('k').where('ns', '=', 'asked').execute();
    expect(rows).toHaveLength(2);
    const bytes = onDisk();
    expect(bytes).toContain(rows[0]?.k);
    // Nor by what anybody could compute from a list of members.
    for (const known of [id, name, ...['hex', 'base64', 'base64url'].map((form) => createHash('sha256').update(id).digest(form as 'hex'))]) {
      expect(bytes).not.toContain(known);
    }
  });

  test('who have themselves deleted are not asked again on the same evening, and no mark of them stays', async () => {
    const [{ id }, other] = [stage.member('stranger'), stage.member('other')];
    const marks = async () => (await opened.storage.keyValue('asked').entries()).map(([mark]) => mark);
    await stage.listening.markAsked([id]);
    const [mark] = await marks();
    await stage.listening.markAsked([other.id]);
    expect(await stage.listening.exportOf(id)).toMatchObject({ askedForConsent: true, profile: null });
    await stage.listening.deleteAll(id);
    expect(stage.listening.wasAsked(id)).toBe(true);
    expect(await marks()).toHaveLength(1);
    expect(onDisk()).not.toContain(mark);
    const again = await stage.reopen();
    expect([again.wasAsked(id), again.wasAsked(other.id)]).toEqual([false, true]);
  });

  test('whoever was counted in counts as asked, also while they pause', async () => {
    await stage.consenting('ana');
    const { id } = stage.member('ana');
    expect(stage.listening.wasAsked(id)).toBe(true);
    await stage.listening.pauseConsent(id);
    expect((await stage.reopen()).wasAsked(id)).toBe(true);
    await stage.listening.deleteAll(id);
    expect((await stage.reopen()).wasAsked(id)).toBe(false);
  });

  test('who have themselves deleted cost the disk nothing, unless there was something or its traces are still there', async () => {
    let scrubs = 0;
    let fails = true;
    const scrub = async () => {
      scrubs++;
      if (fails) throw new Error('the disk is full');
    };
    const watched = await openStage({ ...opened.storage, scrub });
    await watched.listening.deleteAll('room:nobody');
    expect(scrubs).toBe(0);
    await watched.consenting('ana');
    const { id } = watched.member('ana');
    await expect(watched.listening.deleteAll(id)).rejects.toThrow('could not be cleaned away yet');
    expect(watched.listening.consentOf(id)).toBe('unasked');
    fails = false;
    await watched.listening.deleteAll(id);
    await watched.listening.deleteAll(id);
    expect(scrubs).toBe(2);
  });

  test('are removed from everything else when those who know of them fail to forget, and it is said', async () => {
    let scrubs = 0;
    const watched = await openStage({ ...opened.storage, scrub: async () => void scrubs++ });
    await watched.consenting('ana');
    const { id } = watched.member('ana');
    const told: string[] = [];
    const stop = watched.listening.onForgotten(async () => {
      throw new Error('the models are locked');
    });
    watched.listening.onForgotten(async (ids) => void told.push(...ids));
    await expect(watched.listening.deleteAll(id)).rejects.toThrow('what was learnt from it could not be cleaned away yet');
    expect(told).toEqual([id]);
    expect(scrubs).toBe(1);
    expect(await watched.listening.exportOf(id)).toMatchObject({ profile: null, consent: [] });
    stop();
    await watched.listening.deleteAll(id);
    expect(told).toEqual([id, id]);
  });

  test('leave no trace on disk, whatever they do', async () => {
    await stage.consenting('ana');
    await evening('stranger', 'ana');
    await stage.listening.close();
    const bytes = onDisk();
    expect(bytes).toContain(stage.member('ana').id);
    expect(bytes).not.toContain(stage.member('stranger').id);
    expect(bytes).not.toContain(stage.member('stranger').name);
  });

  test('who paused leaves no new trace', async () => {
    await stage.consenting('ana');
    await stage.listening.agreeToElsewhere(stage.member('ana').id, true);
    await stage.listening.pauseConsent(stage.member('ana').id);
    const rows = async () => (await opened.storage.db.selectFrom('event').select('id').where('listener_id', 'is not', null).execute()).length;
    const before = await rows();
    await evening('ana');
    await stage.listening.close();
    expect(await rows()).toBe(before);
    for (const table of ['affinity', 'open_listen'] as const) expect(await opened.storage.db.selectFrom(table).selectAll().execute()).toEqual([]);
  });
});

describe('the rights of a person', () => {
  test('the summary counts what is there', async () => {
    await stage.consenting('ana');
    const since = stage.clock.now();
    await evening('ana');
    const elsewhere = { agreed: false, listens: 0 };
    expect(await stage.listening.summary(stage.member('ana').id)).toEqual({ consent: 'given', since, listens: 1, heardMs: 10_000, feedback: 3, picks: 1, elsewhere, imports: [] });
    expect(await stage.listening.summary('nobody')).toEqual({ consent: 'unasked', since: null, listens: 0, heardMs: 0, feedback: 0, picks: 0, elsewhere, imports: [] });
  });

  test('the export holds everything about the person, readable, and nothing about others', async () => {
    await stage.consenting('ana', 'ben');
    for (const who of ['ana', 'ben']) await stage.listening.agreeToElsewhere(stage.member(who).id, true);
    const { play } = await evening('ana', 'ben');
    await opened.storage.db
      .insertInto('track')
      .values({
        id: play.trackId, title: 'Blue Hour', artist: 'The Lanterns', album: null, track_number: null, disc_number: null, year: null, genres: '[]', tags: '[]',
        duration_ms: 100_000, isrc: null, mbid: null, source: 'demo', path: '/x', format: 'opus', integrated_lufs: null, true_peak_dbtp: null, added_at: 1,
      })
      .execute();
    const { id, name } = stage.member('ana');
    await opened.storage.keyValue('preferences').set(`member:${id}`, { language: 'en' });
    const ben = stage.member('ben');
    await opened.storage.keyValue('settings').set('place', { idleMinutes: 5, djs: [ben.id, id] });
    await opened.storage.keyValue('settings').set('another place', { djs: [ben.id, `${id}2`] });
    await opened.storage.keyValue('session').set('place', {
      id: 's', current: null,
      placed: [{ id: 'e1', trackId: 't1', origin: { kind: 'request', by: ben } }, { id: 'e2', trackId: 't2', origin: { kind: 'request', by: { id, name } } }],
      history: [{ trackId: 't3', origin: { kind: 'pick', pick: { id: 'p', scores: [{ listenerId: ben.id, score: 1 }, { listenerId: id, score: 2 }] } } }],
      satisfaction: [[ben.id, 3], [id, 4]],
    });
    const told = await stage.listening.exportOf(id);
    const track = { id: play.trackId, artist: 'The Lanterns', title: 'Blue Hour' };
    expect(told).toMatchObject({
      askedForConsent: true,
      profile: { id, name, consent: 'given', since: '2026-01-05T20:00:00.000Z', agreedToElsewhereSince: '2026-01-05T20:00:00.000Z' },
      consent: [{ at: '2026-01-05T20:00:00.000Z', state: 'given' }, { state: 'elsewhere-agreed' }],
      listens: [{ track, heardMs: 10_000, ending: 'skipped', startedAt: '2026-01-05T20:00:00.000Z', endedAt: '2026-01-05T20:00:10.000Z' }],
      elsewhere: [{ service: 'Spotify', title: 'Far Away', artist: 'The Lanterns', album: 'Blue Hours', heardMs: 100_000, endedAt: '2026-01-05T20:01:50.000Z' }],
      listeningNow: [{ heardMs: 2_000 }],
      feedback: [
        { what: 'feedback', track, feedback: 'like' },
        { what: 'feedback', track, feedback: 'request' },
        { what: 'taken-back', track },
        { what: 'feedback', track, feedback: 'skip', positionMs: 10_000 },
      ],
      picks: [
        { what: 'pick-score', track, score: 0.5, relevance: 0.5, because: ['another-track'] },
        { what: 'pick-present', track },
      ],
      tracks: [{ track, plays: 1, skips: 1, earlySkips: 1, requests: 1, reaction: null }],
    });
    // Of what places hold only what is about the person, with what it belongs to.
    const { settings } = told as { settings: readonly unknown[] };
    expect(settings).toHaveLength(3);
    expect(settings).toContainEqual({ kind: 'preferences', key: `member:${id}`, value: { language: 'en' } });
    expect(settings).toContainEqual({ kind: 'settings', key: 'place', value: { idleMinutes: 5, djs: [id] } });
    expect(settings).toContainEqual({
      kind: 'session', key: 'place',
      value: {
        id: 's',
        placed: [{ id: 'e2', trackId: 't2', origin: { kind: 'request', by: { id, name } } }],
        history: [{ trackId: 't3', origin: { kind: 'pick', pick: { id: 'p', scores: [{ listenerId: id, score: 2 }] } } }],
        satisfaction: [[id, 4]],
      },
    });
    const text = JSON.stringify(told);
    expect(text).not.toContain(ben.id);
  });

  test('deletion removes the person from every file of the database, and nobody else', async () => {
    await stage.consenting('ana', 'ben');
    const { id, name } = stage.member('ana');
    await stage.listening.markAsked([id]);
    await stage.listening.agreeToElsewhere(id, true);
    const { open } = await evening('ana', 'ben');
    const state = opened.storage.keyValue<unknown>('session');
    await opened.storage.keyValue('preferences').set(`member:${id}`, { language: 'en' });
    await opened.storage.keyValue('preferences').set(`member:${id}2`, { language: 'de' });
    await state.set('place', { queue: [{ by: { id, name } }], satisfaction: [[id, 0.4], ['ben', 1]], djs: [id, 'ben'], counts: { [id]: 3, ben: 4 } });
    expect(onDisk()).toContain(name);

    // While the member is being heard, with feedback on its way.
    const late = [stage.listening.feedback(stage.says('ana', 'love', open)), stage.listening.heardElsewhere(stage.elsewhere('ana', 'Too Late'))];
    await stage.listening.deleteAll(id);
    await Promise.all(late);
    await stage.clock.advance(5_000);
    await stage.listening.feedback(stage.says('ana', 'love', open));
    await stage.listening.playEnded(open.id, { kind: 'finished' }, stage.clock.now());

    const bytes = onDisk().replaceAll(`${id}2`, '');
    expect(bytes).not.toContain(id);
    expect(bytes).not.toContain(name);
    for (const song of ['Far Away', 'Too Late']) expect(bytes).not.toContain(song);
    expect(stage.listening.consentOf(id)).toBe('unasked');
    expect(await opened.storage.keyValue('asked').entries()).toEqual([]);
    expect(await stage.listening.exportOf(id)).toMatchObject({ profile: null, consent: [], listens: [], elsewhere: [], feedback: [], picks: [], tracks: [], settings: [] });
    expect(await stage.listening.summary(stage.member('ben').id)).toMatchObject({ consent: 'given', listens: 2, heardMs: 17_000, feedback: 2, picks: 1 });
    expect(await opened.storage.keyValue('preferences').get(`member:${id}2`)).toEqual({ language: 'de' });
    expect(await state.get('place')).toEqual({ queue: [{ by: { id: '', name: 'a guest' } }], satisfaction: [['', 0.4], ['ben', 1]], djs: ['ben'], counts: { ben: 4 } });
  });

  test('who comes back after deletion starts anew', async () => {
    await stage.consenting('ana');
    await evening('ana');
    await stage.listening.deleteAll(stage.member('ana').id);
    await stage.consenting('ana');
    expect(await stage.listening.summary(stage.member('ana').id)).toMatchObject({ consent: 'given', listens: 0, heardMs: 0, feedback: 0 });
  });

  test('deletion holds for what a crashed process had left open', async () => {
    await stage.consenting('ana');
    const { open } = await evening('ana');
    const { id } = stage.member('ana');
    const again = await stage.reopen();
    await again.deleteAll(id);
    await again.recover([]);
    expect(onDisk()).not.toContain(id);
    expect((await opened.storage.db.selectFrom('event').select('kind').where('play_id', '=', open.id).execute()).map(({ kind }) => kind)).toEqual(['play', 'play-ended']);
  });
});
