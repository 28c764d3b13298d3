import { rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { expect, it } from 'vitest';
import { PATIENCE, scanned, testHome } from './library-in-test.ts';

it('with no folder the demo plays: measured, found, offered at once the next time, and gone when there is music', { timeout: 120_000 }, async () => {
  const home = await testHome();
  const library = await home.open({ folders: [] });
  await library.ready();
  const [track] = library.tracks();
  if (!track) throw new Error('ready without a track');
  expect(track).toMatchObject({ source: 'demo', file: { format: 'opus' } });
  expect(track.genres.length).toBeGreaterThan(0);
  expect(await library.loudness(track.id, 1)).toEqual(track.loudness);
  expect(library.search(`${track.artist} ${track.title}`, 1)).toEqual([track]);
  expect(library.status().sources).toEqual([expect.objectContaining({ name: 'demo', state: 'scanning', total: 48 })]);
  await library.close();

  const again = await home.open({ folders: [] });
  expect(again.get(track.id)).toEqual(track);
  await again.close();

  const own = await home.open();
  await scanned(own);
  expect(own.get(track.id)).toBeUndefined();
  await own.close();

  await rm(dirname(track.file.path), { recursive: true });
  const last = await home.open({ folders: [] });
  expect(last.get(track.id), 'a file that is no longer there').toBeUndefined();
  await expect.poll(() => last.size, { ...PATIENCE, timeout: 60_000 }).toBeGreaterThan(0);
});
