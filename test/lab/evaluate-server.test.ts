import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seeded } from '../../models/random.ts';
import { readServerLog } from '../../src/lab/evaluate/server-log.ts';
import { openStage, type Stage } from '../listening/stage.ts';
import { BOTH_DIALECTS, temporarySqlite, type TestStorage } from '../support/storage.ts';
import { createFolder, type TestFolder } from './support/folder.ts';
import { runLab } from './support/lab.ts';

const MEMBERS = ['ana', 'ben'];
/** How often members like what a signal leads to, or what is drawn to learn. */
const LIKED = { collaborative: 0.8, tags: 0.5, explore: 0.2 } as const;
type Kind = keyof typeof LIKED;

/** A pick that is played to two members; returns once it is over. */
async function played(stage: Stage, name: string, kind: Kind, end: (member: string, play: ReturnType<Stage['play']>) => Promise<void> | void) {
  const made = stage.pick(`track-${name}`, ...MEMBERS);
  const led = { ...made.scores[0].signals, [kind]: { value: 1, weight: 1 } };
  const pick = { ...made, id: `pick-${name}`, exploratory: kind === 'explore', scores: made.scores.map((score) => ({ ...score, signals: kind === 'explore' ? score.signals : led })) };
  const play = stage.play(name, { trackId: pick.trackId, sessionId: `session-${name.split('.')[0]}`, origin: { kind: 'pick', pick } });
  await stage.listening.pickMade(pick, { placeId: play.placeId, sessionId: play.sessionId, present: [] });
  await stage.listening.playStarted(play, MEMBERS.map((member) => stage.here(member)));
  stage.clock.jump(50_000);
  for (const member of MEMBERS) await end(member, play);
  stage.clock.jump(50_000);
  await stage.listening.playEnded(play.id, { kind: 'finished' }, stage.clock.now());
}

describe.each(BOTH_DIALECTS)('the picks in the log of a server on $name', (dialect) => {
  it.skipIf(dialect.missing !== null)('have what came of them: love, replay, completion and staying, not that they were begun', async () => {
    const database = await dialect.open();
    try {
      const stage = await openStage(database.storage);
      await stage.consenting(...MEMBERS);
      const leave = (member: string, play: ReturnType<Stage['play']>) => stage.listening.left(play.id, stage.member(member).id, stage.clock.now());
      await played(stage, '1.heard', 'tags', () => undefined);
      await played(stage, '1.left', 'tags', (member, play) => (member === 'ana' ? leave(member, play) : undefined));
      await played(stage, '1.disliked', 'collaborative', (member, play) => stage.listening.feedback(stage.says(member, 'dislike', play)));
      await played(stage, '1.loved', 'explore', async (member, play) => {
        await stage.listening.feedback(stage.says(member, 'love', play));
        leave(member, play);
      });
      await played(stage, '1.again', 'tags', leave);
      await stage.listening.feedback(stage.says('ben', 'request', stage.play('x', { trackId: 'track-1.again' }), { playId: null }));
      await stage.listening.pickMade({ ...stage.pick('track-never', 'ana'), id: 'never' }, { placeId: 'p', sessionId: 's', present: [] });
      const { picks, untold } = await readServerLog(database.storage);
      expect(untold).toBe(1);
      expect(picks.map(({ leading, exploratory, reward }) => [exploratory ? 'explore' : leading, reward])).toEqual([['tags', 1], ['tags', 0.5], ['collaborative', 0], ['explore', 1], ['tags', 0.5]]);
      await stage.listening.close();
    } finally {
      await database.remove();
    }
  });
});

describe('lab evaluate, of a server', () => {
  let database: TestStorage;
  let folder: TestFolder;
  beforeAll(async () => {
    folder = createFolder();
    database = await temporarySqlite();
    const stage = await openStage(database.storage);
    await stage.consenting(...MEMBERS);
    const random = seeded(5);
    for (let i = 0; i < 400; i++) {
      const kind: Kind = i % 10 === 7 ? 'explore' : random() < 0.6 ? 'collaborative' : 'tags';
      await played(stage, `${Math.floor(i / 8)}.${i}`, kind, (member, play) => {
        if (random() >= LIKED[kind]) stage.listening.left(play.id, stage.member(member).id, stage.clock.now());
      });
    }
    await stage.listening.close();
  });
  afterAll(async () => {
    await database.remove();
    folder.remove();
  });

  it('values the bot as it was, without exploration, exploring only, and led by one signal', async () => {
    const out = join(folder.path, 'value.tsv');
    const { code, stdout } = await runLab('evaluate', '--database', database.file, '--out', out);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ tool: 'evaluate', decisions: 400, untold: 0, sessions: 50, contexts: 1 });
    const [head, ...rows] = readFileSync(out, 'utf8').trimEnd().split('\n').map((line) => line.split('\t'));
    expect(head).toEqual(['policy', 'estimator', 'value', 'low', 'high']);
    const usual = 0.6 * LIKED.collaborative + 0.4 * LIKED.tags;
    const truth: Readonly<Record<string, number>> = {
      logging: 0.9 * usual + 0.1 * LIKED.explore,
      'without-exploration': usual,
      exploration: LIKED.explore,
      'by-collaborative': LIKED.collaborative,
      'by-tags': LIKED.tags,
    };
    expect([...new Set(rows.map(([policy]) => policy))].toSorted()).toEqual(Object.keys(truth).toSorted());
    for (const [policy, estimator, value, low, high] of rows) {
      expect(Number(low) <= Number(value) && Number(value) <= Number(high), policy).toBe(true);
      expect(Math.abs(Number(value) - truth[policy]), `${policy} by ${estimator}`).toBeLessThan(0.12);
    }
  });

  it('says what is wrong with what it is to read', async () => {
    const out = join(folder.path, 'value.tsv');
    const missing = await runLab('evaluate', '--database', join(folder.path, 'nothing.db'), '--out', out);
    expect(missing).toMatchObject({ code: 2 });
    expect(missing.stderr).toContain('there is no such database: name it with --database, or a log with --log');
    const policy = await runLab('evaluate', '--database', database.file, '--policy', folder.file('policy.tsv', 'x'), '--out', out);
    expect(policy.stderr).toContain('A policy of your own needs a --log');
    const empty = await temporarySqlite();
    const run = await runLab('evaluate', '--database', empty.file, '--out', out);
    await empty.remove();
    expect(run).toMatchObject({ code: 2 });
    expect(run.stderr).toContain('The log has no picks yet that somebody’s listening tells anything of.');
  });
});
