import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { sql } from 'kysely';
import { expect, onTestFinished, test } from 'vitest';
import { soundNetworkVersion } from '../../src/sound-weights.ts';
import { wav } from '../library/music-files.ts';
import { AnalysisHouse } from './house.ts';

const THREAD = new URL('../../src/analysis/analysis-thread.ts', import.meta.url);

test('kill -9 loses nothing that was analysed: real files are gone on with from there, a corrupt one says why', async () => {
  const house = await AnalysisHouse.build();
  onTestFinished(() => house.demolish());
  const names = ['a', 'b', 'c', 'd'].map((name) => `${name}.wav`);
  names.forEach((name, n) => house.write(name, wav(8_000, 0.1 + n / 10)));
  const script = fileURLToPath(new URL('./dying-process.ts', import.meta.url));
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', script, house.databaseFile, ...names.map((name) => house.path(name))], { stdio: ['ignore', 'pipe', 'inherit'] });
  const told: string[] = [];
  for await (const line of createInterface(child.stdout)) {
    told.push(line);
    if (told.length === 2) child.kill('SIGKILL');
  }
  if (child.signalCode === null) await once(child, 'exit');
  expect(child.signalCode).toBe('SIGKILL');

  const analysedAt = async () => {
    const rows = await house.storage.db.selectFrom('analysis').innerJoin('analysed_file', 'analysed_file.content_hash', 'analysis.content_hash').select(['path', 'analysed_at']).execute();
    return new Map(rows.map((row) => [row.path, row.analysed_at]));
  };
  const before = await analysedAt();
  for (const path of told) expect(before.has(path)).toBe(true);
  house.write('corrupt.wav', wav(20_000).subarray(0, 30));
  const analysis = house.start({ thread: THREAD, networkVersion: soundNetworkVersion() });
  analysis.put(house.tracks(...names, 'corrupt.wav'));
  await expect.poll(() => analysis.progress.analysed, { timeout: 60_000 }).toBe(4);
  await expect.poll(() => analysis.progress.faulty.map(({ path }) => path), { timeout: 60_000 }).toEqual([house.path('corrupt.wav')]);
  expect(analysis.progress.faulty[0]?.reason).toMatch(/\w/);
  const after = await analysedAt();
  expect(after.size).toBe(4);
  for (const [path, at] of before) expect(after.get(path)).toBe(at);
  for (const name of names) expect(house.sounds.get(name)?.seconds).toBeCloseTo(8, 1);
  const check = await sql<{ integrity_check: string }>`pragma integrity_check`.execute(house.storage.db);
  expect(check.rows).toEqual([{ integrity_check: 'ok' }]);
}, 120_000);
