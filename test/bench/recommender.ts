import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { seeded } from '../../models/random.ts';
import { systemClock } from '../../src/clock.ts';
import type { Track } from '../../src/domain.ts';
import { silentLogger } from '../../src/log.ts';
import { ChildRecommender } from '../../src/recommender/child-recommender.ts';
import { openStorage } from '../../src/storage/storage.ts';
import { demoLikeLibrary } from '../recommender/support/demo-like-library.ts';
import { pickRequest, until } from '../recommender/support/recommender-house.ts';
import { type Figure, quantile } from './figure.ts';

const LISTENERS = 200;
const HEARD = 100;
const PICKS = 200;

/** Picks over 10,000 tracks as the main process waits for them. */
export async function benchRecommender(): Promise<Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'segue-bench-recommender-'));
  const tracks = demoLikeLibrary({ styles: 50, perStyle: 200, artistsPerStyle: 20 }, 1);
  await writeHistories(join(folder, 'segue.db'), tracks);
  const recommender = new ChildRecommender({
    databaseUrl: null,
    databaseFile: join(folder, 'segue.db'),
    snapshotFolder: join(folder, 'snapshots'),
    listLibrary: () => tracks,
    log: silentLogger,
    clock: systemClock,
    pickDeadlineMs: 10_000,
  });
  try {
    await recommender.start();
    await until('everybody is known', () => recommender.status().listeners === LISTENERS);
    const training = await times(recommender, 1, () => recommender.status().trainedAt === null);
    await until('factors are trained', () => recommender.status().trainedAt !== null, 300_000);
    const one = await times(recommender, 1);
    const eight = await times(recommender, 8);
    const what = 'next pick over 10,000 tracks';
    return [
      { name: `${what}, 1 listener, p50`, value: quantile(one, 0.5), unit: 'ms' },
      { name: `${what}, 1 listener, p99`, value: quantile(one, 0.99), unit: 'ms', aim: '≤ 100' },
      { name: `${what}, 8 listeners, p50`, value: quantile(eight, 0.5), unit: 'ms' },
      { name: `${what}, 8 listeners, p99`, value: quantile(eight, 0.99), unit: 'ms', aim: '≤ 100' },
      { name: `${what}, 1 listener, while training, p99`, value: quantile(training, 0.99), unit: 'ms', aim: '≤ 100' },
    ];
  } finally {
    await recommender.close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function writeHistories(file: string, tracks: readonly Track[]): Promise<void> {
  const storage = await openStorage({ url: null, file, log: silentLogger });
  const random = seeded(1);
  for (let listener = 0; listener < LISTENERS; listener++) {
    const heard = new Set(Array.from({ length: HEARD }, () => Math.floor(random() ** 2 * tracks.length)));
    const rows = [...heard].map((track) => ({
      ...{ listener_id: `room:${listener}`, track_id: tracks[track].id, plays: 1, completions: 1, heard_ms: 90_000 },
      ...{ skips: 0, early_skips: 0, requests: 0, reaction: null, last_at: Date.now() },
    }));
    await storage.db.insertInto('affinity').values(rows).execute();
  }
  await storage.close();
}

/** Milliseconds of each of many picks, one after another, for as long as `go` says. */
async function times(recommender: ChildRecommender, members: number, go: () => boolean = () => true): Promise<number[]> {
  const result: number[] = [];
  for (let i = 0; i < PICKS && go(); i++) {
    const listeners = Array.from({ length: members }, (_, m) => ({ id: `room:${(i + m) % LISTENERS}`, satisfaction: 0 }));
    const from = performance.now();
    await recommender.pick(pickRequest({ listeners, count: 2, seed: i }));
    result.push(performance.now() - from);
  }
  return result;
}
