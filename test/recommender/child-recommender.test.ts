import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { seeded } from '../../models/random.ts';
import { silentLogger } from '../../src/log.ts';
import type { ChildRecommender } from '../../src/recommender/child-recommender.ts';
import { SnapshotFolder } from '../../src/recommender/snapshot-folder.ts';
import { openStorage } from '../../src/storage/storage.ts';
import { postgresMissing, startPostgres } from '../support/postgres.ts';
import { affinity, DEMO_SHAPE, demoLikeLibrary, styleOf, trackId } from './support/demo-like-library.ts';
import { opinions, pickRequest, RecommenderHouse, shareOf, until } from './support/recommender-house.ts';

const ADA = 'room:ada-7f3c';
const noPostgres = postgresMissing();

let house: RecommenderHouse;
beforeEach(async () => {
  house = await RecommenderHouse.build(demoLikeLibrary(DEMO_SHAPE, 2));
});
afterEach(() => house.demolish());

const forAda = (seed = 1) => pickRequest({ listeners: [{ id: ADA, satisfaction: 0 }], seed });

describe('the recommender and its process', () => {
  it('follows what was just learnt with the very next pick', async () => {
    const recommender = await house.recommender();
    expect(await shareOf(3, ADA, recommender)).toBeLessThan(0.6);
    await house.write(opinions(ADA, 3, 'like'));
    recommender.learn(ADA);
    expect(await shareOf(3, ADA, recommender)).toBeGreaterThan(0.6);
    await house.write(opinions(ADA, 3, 'dislike'));
    recommender.learn(ADA);
    expect(await shareOf(3, ADA, recommender)).toBe(0);
    const [score] = await recommender.explain(trackId(3, 4), [ADA]);
    expect(score.signals.tags.value * score.signals.tags.weight).toBeLessThan(0);
  });

  it('takes its process at its word that it knows nothing, and unpacks no snapshot', async () => {
    const recommender = await house.recommender();
    const read = vi.spyOn(SnapshotFolder.prototype, 'read');
    expect(await recommender.tasteOf('room:new')).toBeNull();
    expect(read).not.toHaveBeenCalled();
    read.mockRestore();
  });

  it('goes on picking for the same taste when its process is killed, and gets a new one', async () => {
    await house.write(opinions(ADA, 3, 'like'));
    const recommender = await house.recommender();
    await recommender.pick(forAda());
    await house.snapshotKnows(ADA);
    process.kill(recommender.pid!, 'SIGKILL');
    expect(await shareOf(3, ADA, recommender)).toBeGreaterThan(0.6);
    await until('a new process answers', () => recommender.status().from === 'process' && recommender.status().restarts === 1);
    expect(await shareOf(3, ADA, recommender)).toBeGreaterThan(0.6);
  });

  it('answers while its process hangs, and replaces it', async () => {
    await house.write(opinions(ADA, 3, 'like'));
    const recommender = await house.recommender({ pickDeadlineMs: 500 });
    await recommender.pick(forAda());
    await house.snapshotKnows(ADA);
    const hanging = recommender.pid!;
    process.kill(hanging, 'SIGSTOP');
    expect(await shareOf(3, ADA, recommender)).toBeGreaterThan(0.6);
    expect(recommender.status().from).toBe('snapshot');
    await until('a new process answers', () => recommender.status().from === 'process');
    expect(recommender.pid).not.toBe(hanging);
    expect(() => process.kill(hanging, 0)).toThrow('ESRCH');
  });

  it('closes even when its process hangs, and leaves none behind', async () => {
    const recommender = await house.recommender();
    const hanging = recommender.pid!;
    process.kill(hanging, 'SIGSTOP');
    await recommender.close();
    expect(() => process.kill(hanging, 0)).toThrow('ESRCH');
  });

  it('picks without a process and without a snapshot, from the library alone', async () => {
    const recommender = await house.recommender({ databaseFile: join(house.folder, 'nowhere', 'missing.db') });
    expect(recommender.status()).toMatchObject({ from: 'snapshot', modelVersion: '6-0-0' });
    const picks = await recommender.pick(pickRequest({ count: 4, exclude: [trackId(0, 0)] }));
    expect(new Set(picks.map((pick) => styleOf(pick.trackId))).size).toBe(4);
  });

  it('does not use a snapshot that is torn', async () => {
    const first = await house.recommender();
    await house.write(opinions(ADA, 3, 'like'));
    first.learn(ADA);
    await first.pick(forAda());
    await first.close();
    for (const name of await readdir(house.snapshotFolder)) await writeFile(join(house.snapshotFolder, name), 'SEGUESNP and then nothing');
    const second = await house.recommender();
    expect(await shareOf(3, ADA, second)).toBeGreaterThan(0.6);
  });

  it('follows the library: new tracks can be picked, gone ones cannot', async () => {
    const recommender = await house.recommender();
    const all = house.tracks;
    house.tracks = all.filter((track) => styleOf(track.id) === 5);
    recommender.libraryChanged();
    const few = await recommender.pick(pickRequest({ count: 48 }));
    expect(few.map((pick) => styleOf(pick.trackId))).toEqual(Array(6).fill(5));
    house.tracks = all;
    recommender.libraryChanged();
    expect(await recommender.pick(pickRequest({ count: 48 }))).toHaveLength(48);
    await until('the number of tracks is told', () => recommender.status().tracks === 48);
  });

  it('leaves skits and signals to those who ask for them', async () => {
    const [song] = house.tracks;
    house.tracks = [...house.tracks.slice(1).map((track) => ({ ...track, durationMs: 9_000 })), song];
    const recommender = await house.recommender();
    expect((await recommender.pick(pickRequest({ count: 5 }))).map(({ trackId }) => trackId)).toEqual([song.id]);
  });

  it('says of every pick how it was made', async () => {
    await house.write(opinions(ADA, 3, 'like'));
    const recommender = await house.recommender();
    const picks = await recommender.pick({ ...forAda(), count: 3 });
    expect(new Set(picks.map((pick) => pick.id)).size).toBe(3);
    for (const pick of picks) {
      expect(pick.modelVersion).toMatch(/^6-0-\d+$/);
      expect(Math.abs(pick.madeAt - Date.now())).toBeLessThan(60_000);
      expect(pick.scores.map((score) => score.listenerId)).toEqual([ADA]);
    }
    expect(picks[0].scores[0].because.every((id) => styleOf(id) === 3)).toBe(true);
  });
});

describe('learning from many', () => {
  /** 30 listeners of two kinds that no tag tells apart: the even ones like styles 0–3, the odd ones 4–7. */
  async function manyListeners(): Promise<void> {
    const random = seeded(5);
    house.tracks = house.tracks.map((track) => ({ ...track, genres: [], tags: [], album: null, year: null, artist: `Artist of ${track.id}` }));
    const rows = Array.from({ length: 30 }, (_, listener) =>
      house.tracks
        .filter((track) => Math.floor(styleOf(track.id) / 4) === listener % 2 && random() < 0.5)
        .map((track) => affinity(`room:${listener}`, track.id, { completions: 1, lastAt: Date.now() })),
    );
    await house.write(rows.flat());
  }

  it('trains by itself, which tell what tags cannot, and keeps them over a restart', async () => {
    await manyListeners();
    await house.write([0, 1, 2, 3].map((i) => affinity(ADA, trackId(1, i), { plays: 1, completions: 1, reaction: 'like', lastAt: Date.now() })));
    const first = await house.recommender();
    await until('it is trained on everybody', () => first.status().listeners === 31 && first.status().trainedAt !== null);
    expect(first.status().modelVersion).toMatch(/^6-[1-9]\d*-\d+$/);
    const played = [0, 1, 2, 3].map((i) => trackId(1, i));
    const kindOfPicks = async (recommender: ChildRecommender) => {
      const picks = await Promise.all(Array.from({ length: 30 }, (_, seed) => recommender.pick({ ...forAda(seed), exclude: played })));
      return picks.filter(([pick]) => styleOf(pick.trackId) < 4).length / picks.length;
    };
    expect(await kindOfPicks(first)).toBeGreaterThan(0.8);
    const [score] = await first.explain(trackId(2, 2), [ADA]);
    expect(score.signals.collaborative.weight).toBeGreaterThan(0);
    expect(score.signals.collaborative.value).toBeGreaterThan(0);
    await first.close();

    const second = await house.recommender();
    const [pick] = await second.pick(forAda());
    expect(Number(pick.modelVersion.split('-')[1])).toBeGreaterThan(0);
    expect(await kindOfPicks(second)).toBeGreaterThan(0.8);
  });

  it('answers from before its training starts until after it has ended', async () => {
    house.tracks = demoLikeLibrary({ styles: 8, perStyle: 25, artistsPerStyle: 5 }, 1);
    const random = seeded(9);
    const heard = Array.from({ length: 60 }, (_, listener) =>
      house.tracks.filter(() => random() < 0.05).map((track) => affinity(`room:${listener}`, track.id, { completions: 1, lastAt: Date.now() })),
    );
    for (const affinities of heard) await house.write(affinities);
    const recommender = await house.recommender();
    await until('everybody is known', () => recommender.status().listeners === 60);
    for (let i = 0, last = false; !last; i++) {
      last = recommender.status().trainedAt !== null;
      expect(await recommender.pick(pickRequest({ listeners: [{ id: `room:${i % 60}`, satisfaction: 0 }], seed: i }))).toHaveLength(1);
      expect(recommender.status().from).toBe('process');
    }
  });
});

describe.skipIf(noPostgres !== null)(`on PostgreSQL${noPostgres === null ? '' : ` (skipped: ${noPostgres})`}`, () => {
  it('learns from its tables as from SQLite', async () => {
    const server = await startPostgres();
    const storage = await openStorage({ url: server.url, file: '', log: silentLogger });
    try {
      const recommender = await house.recommender({ databaseUrl: server.url });
      await recommender.pick(forAda());
      const rows = [0, 1, 2].map((i) => ({
        ...{ listener_id: ADA, track_id: trackId(3, i), plays: 1, completions: 1, heard_ms: 9.5, skips: 0, early_skips: 0, requests: 0 },
        ...{ reaction: 'like' as const, last_at: Date.now() },
      }));
      await storage.db.insertInto('affinity').values(rows).execute();
      recommender.learn(ADA);
      expect(await shareOf(3, ADA, recommender)).toBeGreaterThan(0.6);
      expect(recommender.status()).toMatchObject({ from: 'process', restarts: 0 });
      await recommender.close();
    } finally {
      await storage.close();
      await server.stop();
    }
  });
});
