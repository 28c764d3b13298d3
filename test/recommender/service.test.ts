import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { silentLogger } from '../../src/log.ts';
import { recordOf } from '../../src/recommender/catalogue.ts';
import { RecommenderService } from '../../src/recommender/service.ts';
import { SnapshotFolder } from '../../src/recommender/snapshot-folder.ts';
import { temporarySqlite } from '../support/storage.ts';
import { aTrack } from '../support/tracks.ts';

it('is closed when nothing is on its way to the disk any more', async () => {
  const path = await mkdtemp(join(tmpdir(), 'segue-service-'));
  const database = await temporarySqlite();
  const due: (() => void)[] = [];
  const clock = { now: () => 0, after: (_ms: number, run: () => void) => (due.push(run), () => {}) };
  const service = new RecommenderService({ storage: { ...database.storage, close: async () => {} }, clock, log: silentLogger, folder: new SnapshotFolder(path, silentLogger), notify: () => {} });
  await service.open();
  due.length = 0;
  service.changeLibrary({ put: [recordOf(aTrack(1))], remove: [] });
  // The time has come to save, and to close in the same moment.
  for (const run of due) run();
  await service.close();
  expect(await readdir(path)).toEqual(['0000000001.snapshot']);
  await rm(path, { recursive: true });
  await database.remove();
});
