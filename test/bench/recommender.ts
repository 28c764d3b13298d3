import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { seeded } from '../../models/random.ts';
import { systemClock } from '../../src/clock.ts';
import type { Track } from '../../src/domain.ts';
import type { Vibe } from '../../src/vibe.ts';
import { silentLogger } from '../../src/log.ts';
import { ChildRecommender } from '../../src/recommender/child-recommender.ts';
import { openStorage } from '../../src/storage/storage.ts';
import { demoLikeLibrary } from '../recommender/support/demo-like-library.ts';
import { pickRequest, until } from '../recommender/support/recommender-house.ts';
import { aVibe } from '../support/vibes.ts';
import { ratio } from './cpu-time.ts';
import { type Figure, quantile } from './figure.ts';

const LISTENERS = 200;
const HEARD = 100;
const PICKS = 200;
/** Of everything that is looked at: tags, artists, what it is to be like, years and how it is to change. */
const VIBE = aVibe({
  ...{ tags: { wanted: ['style 3', 'mellow'], unwanted: ['style 7'] }, like: { artists: ['Artist 4-1'], tracks: [] } },
  ...{ era: { from: 1990, to: 2010 }, leanings: { energy: { by: -0.5, than: null }, mood: null, tempo: null } },
});

/** Picks as the main process waits for them: over 10,000 tracks, over 20,000 by what was asked for in words, and over 50,000 for a group. */
export async function benchRecommender(): Promise<Figure[]> {
  return [...(await withRecommender(200, picksByTaste)), ...(await withRecommender(400, picksWithVibe)), ...(await withRecommender(1000, picksOfGroup))];
}

/** A recommender that knows so many listeners and 50 times `perStyle` tracks. */
async function withRecommender(perStyle: number, measure: (recommender: ChildRecommender) => Promise<Figure[]>, listeners = LISTENERS): Promise<Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'segue-bench-recommender-'));
  const tracks = demoLikeLibrary({ styles: 50, perStyle, artistsPerStyle: 20 }, 1);
  await writeHistories(join(folder, 'segue.db'), tracks, listeners);
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
    await until('everybody is known', () => recommender.status().listeners === listeners, 60_000);
    return await measure(recommender);
  } finally {
    await recommender.close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function picksByTaste(recommender: ChildRecommender): Promise<Figure[]> {
  const training = await times(recommender, 1, () => recommender.status().trainedAt === null);
  await isTrained(recommender);
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
}

/** In turns, so that what else runs on the machine slows both. */
async function picksWithVibe(recommender: ChildRecommender): Promise<Figure[]> {
  await isTrained(recommender);
  const [plain, wished]: [number[], number[]] = [[], []];
  for (let i = 0; i < PICKS; i++) {
    plain.push(await timeOf(recommender, { members: 1, seed: i }));
    wished.push(await timeOf(recommender, { members: 1, seed: i, vibe: VIBE }));
  }
  const name = 'next pick over 20,000 tracks with a vibe';
  const p50 = quantile(wished, 0.5);
  return [
    { name: `${name}, p50`, value: p50, unit: 'ms', reference: ratio('without', quantile(plain, 0.5), p50, 'ms') },
    { name: `${name}, p99`, value: quantile(wished, 0.99), unit: 'ms', aim: '≤ 100' },
  ];
}

/** Members of whom one has just reacted, as happens while they listen. */
async function picksOfGroup(recommender: ChildRecommender): Promise<Figure[]> {
  await isTrained(recommender);
  const times: number[] = [];
  for (let i = 0; i < PICKS; i++) {
    recommender.learn(`room:${i % 8}`);
    times.push(await timeOf(recommender, { members: 8, seed: i, who: 0, count: 1 }));
  }
  const name = 'next pick over 50,000 tracks, a group of 8, one of whom has just reacted';
  return [
    { name: `${name}, p50`, value: quantile(times, 0.5), unit: 'ms' },
    { name: `${name}, p99`, value: quantile(times, 0.99), unit: 'ms', aim: '≤ 100' },
  ];
}

/** Resolves when its first model is there. */
function isTrained(recommender: ChildRecommender): Promise<void> {
  return until('factors are trained', () => recommender.status().trainedAt !== null, 300_000);
}

async function writeHistories(file: string, tracks: readonly Track[], listeners: number): Promise<void> {
  const storage = await openStorage({ url: null, file, log: silentLogger });
  const random = seeded(1);
  for (let listener = 0; listener < listeners; listener++) {
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
    result.push(await timeOf(recommender, { members, seed: i }));
  }
  return result;
}

interface Asked {
  readonly members: number;
  readonly seed: number;
  /** The first of the members. */
  readonly who?: number;
  readonly count?: number;
  readonly vibe?: Vibe;
}

async function timeOf(recommender: ChildRecommender, { members, seed, who = seed, count = 2, vibe }: Asked): Promise<number> {
  const listeners = Array.from({ length: members }, (_, m) => ({ id: `room:${(who + m) % LISTENERS}`, satisfaction: 0 }));
  const from = performance.now();
  await recommender.pick(pickRequest({ listeners, count, seed, ...(vibe && { vibe }) }));
  return performance.now() - from;
}
