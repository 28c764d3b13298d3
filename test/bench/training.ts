import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Random, seeded } from '../../models/random.ts';
import { createVoice } from '../../src/audio/worker-voice.ts';
import { systemClock } from '../../src/clock.ts';
import type { Track } from '../../src/domain.ts';
import { createLogger, silentLogger } from '../../src/log.ts';
import { ChildRecommender } from '../../src/recommender/child-recommender.ts';
import { openStorage } from '../../src/storage/storage.ts';
import { AudioFolder } from '../audio/files.ts';
import { demoLikeLibrary } from '../recommender/support/demo-like-library.ts';
import { pickRequest, until } from '../recommender/support/recommender-house.ts';
import { type Figure, quantile } from './figure.ts';
import { chords, openSession } from './voice.ts';

const LISTENERS = 20_000;
const TRACKS = 50_000;
const LISTENS = 2_000_000;
const STYLES = 100;
const STYLES_A_LISTENER = 3;
/** Of what somebody hears, so much is of their own styles. */
const OWN = 0.7;
const LONGEST_MS = 3_600_000;
/** Clock ticks a second in /proc: 100 wherever Node runs. */
const TICKS = 100;

/**
 * One training of a large house from end to end, in the recommender's own process, while two sessions play in this
 * one and picks are asked for. Popularity and activity follow power laws; listeners keep to a few styles.
 */
export async function benchTraining(): Promise<Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'segue-bench-training-'));
  const tracks = demoLikeLibrary({ styles: STYLES, perStyle: TRACKS / STYLES, artistsPerStyle: 50 }, 1);
  const file = join(folder, 'segue.db');
  const listens = await writeHistories(file, tracks);
  const recommender = new ChildRecommender({
    databaseUrl: null,
    databaseFile: file,
    snapshotFolder: join(folder, 'snapshots'),
    listLibrary: () => tracks,
    log: process.env['LOG_LEVEL'] === 'debug' ? createLogger('debug') : silentLogger,
    clock: systemClock,
    pickDeadlineMs: 10_000,
  });
  const voice = createVoice({ log: silentLogger });
  try {
    const sound = await new AudioFolder(folder).opus('bench', chords(24, 48_000));
    await recommender.start();
    await until('training begins', () => recommender.status().training !== null, LONGEST_MS);
    const begun = performance.now();
    const before = usage(recommender.pid);
    for (const place of ['a', 'b']) await openSession(voice, place, sound);
    const picks: number[] = [];
    for (let i = 0; recommender.status().training !== null; i++) {
      const from = performance.now();
      await recommender.pick(pickRequest({ listeners: [{ id: `room:${i % LISTENERS}`, satisfaction: 0 }], count: 2, seed: i }));
      picks.push(performance.now() - from);
      await sleep(500);
    }
    const seconds = (performance.now() - begun) / 1000;
    if (recommender.status().trainedAt === null) throw new Error('Training failed.');
    const after = usage(recommender.pid);
    const { frames, lateP50, lateP99, lateMax, gapMax } = await voice.pacing();
    const what = `training, ${LISTENERS} listeners × ${TRACKS} tracks × ${listens} listens, 2 threads`;
    const reference = `${frames} frames, 2 sessions, while training`;
    return [
      { name: what, value: seconds, unit: 's' },
      { name: `${what}: of all threads`, value: after.cpuSeconds - before.cpuSeconds, unit: 'CPU s' },
      { name: `${what}: most memory of the process`, value: after.mostMegabytes, unit: 'MB', reference: `${before.megabytes.toFixed(0)} MB before`, aim: '≤ 1536' },
      { name: 'next pick over all tracks, while training, p50', value: quantile(picks, 0.5), unit: 'ms', aim: '≤ 100' },
      { name: 'next pick over all tracks, while training, p99', value: quantile(picks, 0.99), unit: 'ms', aim: '≤ 100' },
      { name: 'frame lateness while training, median', value: lateP50, unit: 'ms', reference },
      { name: 'frame lateness while training, 99 of 100', value: lateP99, unit: 'ms', reference },
      { name: 'frame lateness while training, most', value: lateMax, unit: 'ms', reference },
      { name: 'longest gap between frames while training', value: gapMax, unit: 'ms', reference, aim: '≤ 60' },
    ];
  } finally {
    await voice.close();
    await recommender.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** @returns how many pairs of listener and track were written */
async function writeHistories(file: string, tracks: readonly Track[]): Promise<number> {
  await (await openStorage({ url: null, file, log: silentLogger })).close();
  const database = new DatabaseSync(file);
  const insert = database.prepare(
    'insert into affinity (listener_id, track_id, plays, completions, heard_ms, skips, early_skips, requests, reaction, last_at) values (?, ?, ?, ?, ?, ?, ?, 0, ?, ?)',
  );
  const random = seeded(1);
  const perStyle = tracks.length / STYLES;
  let written = 0;
  database.exec('begin');
  for (let listener = 0; listener < LISTENERS; listener++) {
    const own = Array.from({ length: STYLES_A_LISTENER }, () => Math.floor(random() * STYLES));
    const heard = new Set<number>();
    // Pareto with exponent 1.5 has a mean of three times its least value.
    const wanted = Math.min(5_000, Math.ceil((LISTENS / LISTENERS / 3) * (1 - random()) ** (-1 / 1.5)));
    for (let tries = 0; heard.size < wanted && tries < 3 * wanted; tries++) {
      const style = random() < OWN ? own[Math.floor(random() * own.length)] : Math.floor(random() * STYLES);
      heard.add(style * perStyle + popular(perStyle, random));
    }
    for (const track of heard) {
      const plays = 1 + Math.floor(-2 * Math.log(1 - random()));
      const skips = random() < 0.1 ? 1 : 0;
      const reaction = random() < 0.05 ? (random() < 0.8 ? 'like' : 'dislike') : null;
      insert.run(`room:${listener}`, tracks[track]?.id ?? '', plays, plays - skips, plays * 90_000, skips, skips, reaction, Date.now() - Math.floor(random() * 365 * 86_400_000));
      written++;
    }
  }
  database.exec('commit');
  database.close();
  return written;
}

/** 0 … count − 1, the first ones most often (density ∝ rank^−0.8). */
function popular(count: number, random: Random): number {
  return Math.min(count - 1, Math.floor(count * random() ** 5));
}

/** Of the process with all its threads; Linux alone tells. */
function usage(pid: number | undefined) {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const kilobytes = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1]);
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return { cpuSeconds: (Number(fields[11]) + Number(fields[12])) / TICKS, megabytes: kilobytes('VmRSS') / 1024, mostMegabytes: kilobytes('VmHWM') / 1024 };
}
