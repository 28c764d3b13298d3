import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';
import { scanned, testHome } from './library-in-test.ts';
import { put, wav } from './music-files.ts';

const FILES = 10_000;
const MB = 1024 * 1024;

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

function heapMb(): number {
  collect();
  return process.memoryUsage().heapUsed / MB;
}

it('scans ten thousand files with steady memory and gives it back', { timeout: 120_000 }, async () => {
  const home = await testHome();
  const tiny = wav(5);
  const albums = Array.from({ length: FILES / 20 }, (_, album) => album);
  for (let i = 0; i < albums.length; i += 25) await Promise.all(albums.slice(i, i + 25).map((album) => put(home.music, songsOf(album, tiny))));
  const before = heapMb();
  const library = await home.open();
  await expect.poll(() => library.size, { timeout: 60_000, interval: 20 }).toBeGreaterThan(FILES / 2);
  const half = heapMb() - before;
  await expect.poll(() => library.size, { timeout: 60_000, interval: 20 }).toBe(FILES);
  await scanned(library);
  const whole = heapMb() - before;
  expect(library.status()).toMatchObject({ tracks: FILES, artists: 90, files: FILES, unreadable: [] });
  // About 5 KB a track, search index and watching included; buffers that pile up would be hundreds.
  expect(half).toBeLessThan(80);
  expect(whole).toBeLessThan(120);
  expect(library.search('song 4321', 1)[0]?.title).toBe('Song 4321');
  await library.close();

  const again = await home.open();
  expect(again.size).toBe(FILES);
  await scanned(again);
  await again.close();
  expect(heapMb() - before, 'two closed libraries may still be referred to by the test').toBeLessThan(2 * whole + 20);
});

function songsOf(album: number, content: Buffer): Record<string, Buffer> {
  const names = Array.from({ length: 20 }, (_, i) => `${String(i + 1).padStart(2, '0')} Song ${album * 20 + i}`);
  return Object.fromEntries(names.map((name) => [`Artist ${album % 90}/Album ${album}/${name}.wav`, content]));
}
