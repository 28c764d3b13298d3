import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Logger } from '../../src/log.ts';
import { silentLogger } from '../../src/log.ts';
import { recordOf } from '../../src/recommender/catalogue.ts';
import type { RecommenderNotice } from '../../src/recommender/protocol.ts';
import { readArtists } from '../../src/recommender/read-artists.ts';
import { RecommenderService } from '../../src/recommender/service.ts';
import { SnapshotFolder } from '../../src/recommender/snapshot-folder.ts';
import type { Storage } from '../../src/storage/storage.ts';
import { backgroundThreads } from '../support/background-threads.ts';
import { temporarySqlite, type TestStorage } from '../support/storage.ts';
import { settle, TestClock } from '../support/test-clock.ts';
import { aTrack } from '../support/tracks.ts';
import { affinity } from './support/demo-like-library.ts';
import { affinityRows } from './support/recommender-house.ts';

let path: string;
let database: TestStorage;
beforeEach(async () => {
  path = await mkdtemp(join(tmpdir(), 'segue-service-'));
  database = await temporarySqlite();
});
afterEach(async () => {
  await rm(path, { recursive: true });
  await database.remove();
});

function stage(storage: Pick<Storage, 'db'> = database.storage) {
  const clock = new TestClock();
  const notices: RecommenderNotice[] = [];
  const errors: string[] = [];
  const log = { ...silentLogger, debug: () => {}, error: (_: unknown, line: string) => void errors.push(line) } as unknown as Logger;
  const service = new RecommenderService({
    storage: { ...database.storage, get db() { return storage.db; }, close: async () => {} },
    clock,
    log,
    folder: new SnapshotFolder(path, silentLogger),
    notify: (notice) => notices.push(notice),
    read: (plan) => readArtists(database.storage, plan),
  });
  return { service, clock, notices, errors };
}

/** Somebody has heard so many tracks. */
async function heard(listener: string, count: number): Promise<void> {
  const affinities = Array.from({ length: count }, (_, i) => affinity(listener, `track ${i}`, { completions: 1 }));
  await database.storage.db.insertInto('affinity').values(affinityRows(affinities)).execute();
}

describe('the recommender’s service', () => {
  it('is closed when nothing is on its way to the disk any more', async () => {
    const due: (() => void)[] = [];
    const clock = { now: () => 0, after: (_ms: number, run: () => void) => (due.push(run), () => {}) };
    const service = new RecommenderService({ storage: { ...database.storage, close: async () => {} }, clock, log: silentLogger, folder: new SnapshotFolder(path, silentLogger), notify: () => {}, read: (plan) => readArtists(database.storage, plan) });
    await service.open();
    due.length = 0;
    service.changeLibrary({ put: [recordOf(aTrack(1))], remove: [] });
    // The time has come to save, and to close in the same moment.
    for (const run of due) run();
    await service.close();
    expect(await readdir(path)).toEqual(['0000000001.snapshot']);
  });

  it('does not train on a part of the listeners when the database fails, and reads the others later', async () => {
    for (const listener of ['a', 'b', 'c']) await heard(listener, 20);
    let asked = 0;
    const failing = {
      get db() {
        if (++asked === 4) throw new Error('the disk is away');
        return database.storage.db;
      },
    };
    const { service, clock, notices, errors } = stage(failing);
    await service.open();
    await expect.poll(() => errors).toHaveLength(1);
    await service.learn('a');
    service.changeLibrary({ put: [recordOf(aTrack(1))], remove: [] });
    await service.forget('a');
    await settle();
    expect(notices.filter(({ training }) => training !== null)).toEqual([]);
    await database.storage.db.deleteFrom('affinity').where('listener_id', '=', 'a').execute();
    await clock.advance(60_000);
    await expect.poll(() => notices.at(-1)).toMatchObject({ listeners: 2, training: { doing: 'choosing' } });
    await service.close();
    expect(errors).toHaveLength(1);
  });

  it('keeps the snapshot that knows everybody until everybody’s history is read again', async () => {
    const everybody = ['a', 'b', 'c', 'd'];
    for (const listener of everybody) await heard(listener, 20);
    const first = stage();
    await first.service.open();
    await expect.poll(() => first.notices.at(-1)?.trainedAt, { timeout: 30_000 }).toBeTypeOf('number');
    await first.service.close();
    const kept = async () => (await new SnapshotFolder(path, silentLogger).read())?.knowledge.listeners;
    expect(await kept()).toBe(everybody.length);
    let away = true;
    const { service, clock, errors } = stage({
      get db() {
        if (away) throw new Error('the disk is away');
        return database.storage.db;
      },
    });
    await service.open();
    await expect.poll(() => errors).toHaveLength(1);
    for (let time = 0; time < 3; time++) {
      service.changeLibrary({ put: [recordOf(aTrack(time))], remove: [] });
      await clock.advance(5_000);
    }
    expect(await kept()).toBe(everybody.length);
    await service.close();
    expect(await kept()).toBe(everybody.length);
    away = false;
    const third = stage();
    await third.service.open();
    third.service.changeLibrary({ put: [recordOf(aTrack(1))], remove: [] });
    await expect.poll(() => third.notices.at(-1)?.listeners).toBe(everybody.length);
    await third.service.close();
    expect((await new SnapshotFolder(path, silentLogger).read())?.catalogue.ids).toEqual([aTrack(1).id]);
  });

  it('tells what a training does from its beginning to its end, and what came of it', async () => {
    for (const listener of ['a', 'b', 'c', 'd', 'e', 'f']) await heard(listener, 20);
    const { service, notices } = stage();
    await service.open();
    await expect.poll(() => notices.at(-1)?.trainedAt, { timeout: 30_000 }).toBeTypeOf('number');
    const told = notices.map(({ training }) => training).filter((training) => training !== null);
    expect(told[0]).toEqual({ share: 0, doing: 'choosing' });
    const last = told.at(-1);
    expect(last?.doing).toBe('training');
    expect(last?.share).toBeGreaterThan(0.5);
    expect(told.map(({ share }) => share)).toEqual(told.map(({ share }) => share).toSorted((a, b) => a - b));
    expect(notices.at(-1)?.training).toBeNull();
    await service.close();
  });

  it.runIf(process.platform === 'linux')('has forgotten somebody when no thread is left that trained with them', async () => {
    for (const listener of ['a', 'b']) await heard(listener, 400);
    const { service } = stage();
    await service.open();
    await expect.poll(backgroundThreads, { timeout: 20_000 }).toBeGreaterThan(1);
    await service.forget('a');
    expect(backgroundThreads()).toBe(0);
    await service.close();
  });
});
