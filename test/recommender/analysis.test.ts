import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { analysisOf } from '../../src/storage/track-analyses.ts';
import { wav } from '../library/music-files.ts';
import { aTrack } from '../support/tracks.ts';
import { pickRequest, RecommenderHouse, until } from './support/recommender-house.ts';

it('the recommender’s process has the library analysed, tells how far that is, and goes on after its end; one that is told to leaves it to another', async () => {
  const house = await RecommenderHouse.build([]);
  onTestFinished(() => house.demolish());
  const tracks = [15_000, 16_000, 2_000].map((durationMs, n) => {
    const path = join(house.folder, `${n}.wav`);
    writeFileSync(path, wav(durationMs));
    return aTrack(n, { durationMs, file: { path, format: 'wav' } });
  });
  house.tracks = tracks;
  const elsewhere = await RecommenderHouse.build(tracks);
  onTestFinished(() => elsewhere.demolish());
  const leaving = await elsewhere.recommender({ analyses: false });
  const recommender = await house.recommender();
  let told = 0;
  onTestFinished(recommender.onAnalysis(() => told++));
  process.kill(recommender.pid ?? 0, 'SIGKILL');
  await until('it is there again', () => recommender.status().restarts === 1 && recommender.status().from === 'process');
  await until('every track is analysed', () => recommender.status().analysis.analysed === 3, 120_000);
  expect(recommender.status().analysis).toMatchObject({ tracks: 3, faults: 0, leftMs: null });
  expect(told).toBeGreaterThan(0);
  for (const { file, durationMs } of tracks) expect((await analysisOf(house.storage, file.path))?.seconds).toBeCloseTo(durationMs / 1000, 1);
  for (const { id, file, durationMs } of tracks) expect((await recommender.analysisOf({ id, path: file.path }))?.seconds).toBeCloseTo(durationMs / 1000, 1);
  expect(await recommender.analysisOf({ id: 't9', path: '/nowhere.wav' })).toBe(null);
  expect(leaving.status().analysis).toMatchObject({ tracks: 3, analysed: 0 });
  expect(await elsewhere.storage.db.selectFrom('analysed_file').selectAll().execute()).toEqual([]);
  // What is too short to be picked is analysed all the same.
  expect(recommender.status().tracks).toBe(2);
  expect((await recommender.pick(pickRequest({ count: 3 }))).map(({ trackId }) => trackId).toSorted()).toEqual(tracks.slice(0, 2).map(({ id }) => id).toSorted());
}, 180_000);
