import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { systemClock } from '../../../src/clock.ts';
import type { Affinity, Track } from '../../../src/domain.ts';
import { silentLogger } from '../../../src/log.ts';
import { ChildRecommender, type RecommenderOptions } from '../../../src/recommender/child-recommender.ts';
import type { PickRequest } from '../../../src/recommender/recommender.ts';
import { SnapshotFolder } from '../../../src/recommender/snapshot-folder.ts';
import { openStorage, type Storage } from '../../../src/storage/storage.ts';
import { affinity, styleOf, trackId } from './demo-like-library.ts';

/** Affinities as the projection keeps them. */
export function affinityRows(affinities: readonly Affinity[]) {
  return affinities.map((a) => ({
    listener_id: a.listenerId,
    track_id: a.trackId,
    plays: a.plays,
    completions: a.completions,
    heard_ms: a.heardMs,
    skips: a.skips,
    early_skips: a.earlySkips,
    requests: a.requests,
    reaction: a.reaction,
    last_at: a.lastAt,
  }));
}

/** A folder with a real database and a library, in which recommenders can be started. */
export class RecommenderHouse {
  readonly folder: string;
  readonly storage: Storage;
  tracks: Track[];
  readonly #started: ChildRecommender[] = [];

  private constructor(folder: string, storage: Storage, tracks: Track[]) {
    this.folder = folder;
    this.storage = storage;
    this.tracks = tracks;
  }

  static async build(tracks: Track[]): Promise<RecommenderHouse> {
    const folder = await mkdtemp(join(tmpdir(), 'segue-recommender-'));
    return new RecommenderHouse(folder, await openStorage({ url: null, file: join(folder, 'segue.db'), log: silentLogger }), tracks);
  }

  get snapshotFolder(): string {
    return join(this.folder, 'snapshots');
  }

  async recommender(options: Partial<RecommenderOptions> = {}): Promise<ChildRecommender> {
    const recommender = new ChildRecommender({
      databaseUrl: null,
      databaseFile: join(this.folder, 'segue.db'),
      snapshotFolder: this.snapshotFolder,
      listLibrary: () => this.tracks,
      log: silentLogger,
      clock: systemClock,
      // Machines that run tests are busy; deadlines are tested where they matter.
      pickDeadlineMs: 10_000,
      ...options,
    });
    this.#started.push(recommender);
    await recommender.start();
    return recommender;
  }

  async write(affinities: readonly Affinity[]): Promise<void> {
    if (affinities.length === 0) return;
    await this.storage.db.replaceInto('affinity').values(affinityRows(affinities)).execute();
  }

  async eraseListener(id: string): Promise<void> {
    await this.storage.db.deleteFrom('affinity').where('listener_id', '=', id).execute();
  }

  /** Waits until a snapshot on disk knows the listener. */
  snapshotKnows(listener: string): Promise<void> {
    return until(`a snapshot knows ${listener}`, async () => {
      const snapshot = await new SnapshotFolder(this.snapshotFolder, silentLogger).read();
      return (snapshot?.knowledge.affinitiesOf(listener).length ?? 0) > 0;
    });
  }

  /** Waits until a snapshot on disk holds what was trained. */
  snapshotIsTrained(): Promise<void> {
    return until('a snapshot holds a model', async () => (await new SnapshotFolder(this.snapshotFolder, silentLogger).read())?.knowledge.trained != null);
  }

  /** Every byte in the snapshot folder. */
  async bytesOnDisk(): Promise<Buffer> {
    const names = await readdir(this.snapshotFolder);
    return Buffer.concat(await Promise.all(names.map((name) => readFile(join(this.snapshotFolder, name)))));
  }

  async demolish(): Promise<void> {
    for (const recommender of this.#started) await recommender.close();
    await this.storage.close();
    await rm(this.folder, { recursive: true, force: true });
  }
}

export function pickRequest(what: Partial<PickRequest> = {}): PickRequest {
  return { sessionId: 'session', listeners: [], exclude: [], before: [], count: 1, seed: 1, ...what };
}

/** Three opinions on one style, of now. */
export function opinions(listener: string, style: number, reaction: 'like' | 'dislike'): Affinity[] {
  return [0, 1, 2].map((i) => affinity(listener, trackId(style, i), { reaction, lastAt: Date.now() }));
}

/** The share of a listener's picks, over many seeds, that are of a style. */
export async function shareOf(style: number, listener: string, recommender: ChildRecommender): Promise<number> {
  const request = pickRequest({ listeners: [{ id: listener, satisfaction: 0 }] });
  const picks = await Promise.all(Array.from({ length: 20 }, (_, seed) => recommender.pick({ ...request, seed })));
  return picks.filter(([pick]) => styleOf(pick.trackId) === style).length / picks.length;
}

/** Polls a condition that another process brings about. */
export async function until(what: string, holds: () => boolean | Promise<boolean>, withinMs = 20_000): Promise<void> {
  const deadline = Date.now() + withinMs;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`waited in vain until ${what}`);
    await delay(20);
  }
}
