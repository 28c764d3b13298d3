import { mkdtemp, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseFile } from 'music-metadata';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CATALOGUE } from '../../../src/library/demo/catalogue.ts';
import { startDemoSource, type DemoTrack } from '../../../src/library/demo/demo-source.ts';
import { silentLogger } from '../../../src/log.ts';

let folder: string;
/** What the first run made before it was stopped. */
let first: DemoTrack[];

/** Runs the source until `enough` holds of the tracks reported, then stops it. */
async function run(into: string, enough: (tracks: readonly DemoTrack[]) => boolean): Promise<{ tracks: DemoTrack[]; progress: [number, number][]; failure: string | null }> {
  const tracks: DemoTrack[] = [];
  const progress: [number, number][] = [];
  let failure: string | null = null;
  const reached = Promise.withResolvers<void>();
  const source = startDemoSource({
    folder: into,
    log: silentLogger,
    onTrack(track) {
      tracks.push(track);
      if (enough(tracks)) reached.resolve();
    },
    onProgress: (done, total) => progress.push([done, total]),
    onFailure: (reason) => { failure = reason; },
  });
  await Promise.race([reached.promise, source.done]);
  await source.stop();
  await source.done;
  return { tracks, progress, failure };
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'segue-demo-'));
  first = (await run(folder, (tracks) => tracks.length >= 3)).tracks;
}, 120_000);

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

describe('the demo source', () => {
  it('makes tracks of different styles first', () => {
    expect(first.length).toBeGreaterThanOrEqual(3);
    expect(new Set(first.map((t) => t.truth.style)).size).toBe(first.length);
  });

  it('writes files that any player can read, with tags and exact length', async () => {
    for (const track of first) {
      const { common, format } = await parseFile(track.path, { duration: true });
      expect(common).toMatchObject({ title: track.title, artist: track.artist, album: track.album, year: track.year });
      expect(common.track.no).toBe(track.trackNumber);
      expect(common.genre?.join(' ')).toContain(track.genres[0]);
      expect(common.mood).toContain(track.tags[0]);
      expect(format).toMatchObject({ container: 'Ogg', codec: 'Opus', sampleRate: 48_000, numberOfChannels: 2 });
      expect(Math.abs((format.duration ?? 0) * 1000 - track.durationMs)).toBeLessThan(50);
      expect(track.durationMs).toBeGreaterThanOrEqual(60_000);
      expect(track.durationMs).toBeLessThanOrEqual(120_000);
    }
  });

  it('tells loudness and ground truth, and keeps them beside the audio', async () => {
    for (const track of first) {
      expect(track.loudness.integratedLufs).toBeGreaterThan(-30);
      expect(track.loudness.integratedLufs).toBeLessThan(-7);
      const kept = JSON.parse(await readFile(track.path.replace(/opus$/, 'json'), 'utf8')) as { record: { truth: unknown } };
      expect(kept.record.truth).toEqual(track.truth);
      expect(track.truth.beats.length).toBeGreaterThan(50);
    }
  });

  it('takes up where it was stopped: what is whole is offered at once, what is broken or old is made again', async () => {
    const [kept, cut, old] = first;
    const before = await stat(kept.path);
    await truncate(cut.path, 5_000);
    const recordPath = old.path.replace(/opus$/, 'json');
    await writeFile(recordPath, (await readFile(recordPath, 'utf8')).replace(/"version":\d+/, '"version":0'));

    const remade = [cut.path, old.path];
    const { tracks, progress } = await run(folder, (found) => remade.every((path) => found.some((t) => t.path === path)));
    expect(tracks[0].path).toBe(kept.path);
    expect((await stat(kept.path)).mtimeMs).toBe(before.mtimeMs);
    for (const original of [cut, old]) {
      const again = tracks.find((t) => t.path === original.path);
      expect(again).toEqual(original);
      expect((await stat(original.path)).size).toBeGreaterThan(100_000);
    }
    expect(new Set(tracks.map((t) => t.path)).size).toBe(tracks.length);
    expect(progress.at(-1)).toEqual([tracks.length, CATALOGUE.length]);
  }, 120_000);

  it('leaves no file that looks whole and is not', async () => {
    for (const name of await readdir(folder, { recursive: true })) {
      if (!name.endsWith('.opus')) continue;
      const { format } = await parseFile(join(folder, name), { duration: true });
      expect(format.duration).toBeGreaterThan(59);
    }
  });

  it('says in one sentence why it cannot go on', async () => {
    const notAFolder = join(folder, 'a file');
    await writeFile(notAFolder, '');
    const { tracks, failure } = await run(notAFolder, () => false);
    expect(tracks).toEqual([]);
    expect(failure).toContain(notAFolder);
  }, 120_000);
});
