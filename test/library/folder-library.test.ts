import { chmod, mkdir, rename, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { systemClock } from '../../src/clock.ts';
import { encoded, hasFfmpeg, opus, put, wav } from './music-files.ts';
import { hastyClock, PATIENCE, scanned, testHome, titles } from './library-in-test.ts';

describe('a folder of music', () => {
  it('is read with its tags, and with its paths where there are none', async () => {
    const home = await testHome();
    await put(home.music, {
      'Somebody/1999 - Debut/CD1/03 First Song.wav': wav(500),
      'x.opus': opus(1_000, {
        TITLE: 'Tagged', ARTIST: 'Someone', ALBUM: 'Record', TRACKNUMBER: '7/12', DISCNUMBER: '2', DATE: '2004-05-06',
        GENRE: 'Rock; Pop / Indie', MOOD: 'Warm', ISRC: 'US-RC1-76-07839', COMMENT: 'ripped by me',
        ORGANIZATION: 'Some Label',
      }),
      'y.opus': opus(500, { TITLE: 'Annotated', ARTIST: 'Someone', MOOD: 'shoegaze', COMMENT: 'Dreamy shoegaze' }),
    });
    const library = await home.open();
    await scanned(library);
    const [annotated, plain, tagged] = library.tracks().toSorted((a, b) => a.title.localeCompare(b.title));
    expect(plain).toMatchObject({
      title: 'First Song', artist: 'Somebody', album: 'Debut', discNumber: 1, trackNumber: 3, year: 1999,
      durationMs: 500, genres: [], source: 'folder', file: { format: 'wav' },
    });
    expect(tagged).toMatchObject({
      title: 'Tagged', artist: 'Someone', album: 'Record', discNumber: 2, trackNumber: 7, year: 2004, isrc: 'USRC17607839',
      genres: ['rock', 'pop', 'indie'], tags: ['warm', 'some label'], durationMs: 1_000, file: { format: 'opus' },
    });
    expect(annotated.tags).toEqual(['shoegaze', 'dreamy']);
    expect(library.status()).toMatchObject({ tracks: 3, artists: 2, files: 3, unreadable: [] });
  });

  it('may hold any name, links in circles, and things that are no music', async () => {
    const home = await testHome();
    await put(home.music, {
      'Bjo\u0308rk/De\u0301but/01 Ho\u0301r.wav': wav(100),
      'Emoji 🎵/"Quoted" \'name\'\nof two lines/01 Sun ☀.wav': wav(100),
      'notes.txt': 'no music',
      '.hidden/a.wav': wav(100),
      '._b.wav': 'a side file',
      '@eaDir/c.wav': wav(100),
    });
    await symlink(home.music, join(home.music, 'circle'));
    await symlink(join(home.music, 'Emoji 🎵'), join(home.music, 'Link to Emoji'));
    const library = await home.open();
    await scanned(library);
    expect(titles(library)).toEqual(['H\u00f3r', 'Sun ☀']);
    expect(library.search('bjork', 5)).toHaveLength(1);
    expect(library.status().unreadable).toEqual([]);
  });

  it('lists what cannot be read with the reason and goes on', async () => {
    const home = await testHome();
    await put(home.music, {
      'empty.mp3': '',
      'noise.flac': Buffer.from('not a flac file at all, but long enough to look'),
      'text.ogg': 'x'.repeat(5_000),
      'cut.opus': opus(2_000, { TITLE: 'Cut' }).subarray(0, 60),
      'B/A/01 Good.wav': wav(100),
      'Anonymous/Tape/Take.opus': opus(500, { TITLE: 'Take', ARTIST: 'Unknown Artist' }),
    });
    await symlink('/nowhere/at/all.mp3', join(home.music, 'broken link.mp3'));
    await symlink(join(home.music, 'self.mp3'), join(home.music, 'self.mp3'));
    const library = await home.open();
    await scanned(library);
    expect(library.tracks().map(({ artist, title }) => `${artist}: ${title}`).sort()).toEqual(['Anonymous: Take', 'B: Good']);
    const unreadable = new Map(library.status().unreadable.map(({ path, reason }) => [path.slice(home.music.length + 1), reason]));
    expect([...unreadable.keys()]).toEqual(['broken link.mp3', 'cut.opus', 'empty.mp3', 'noise.flac', 'self.mp3', 'text.ogg']);
    expect(unreadable.get('empty.mp3')).toBe('the file is empty');
    expect(unreadable.get('broken link.mp3')).toBe('the link leads to nothing');
    expect(unreadable.get('noise.flac')).toContain('damaged');
  });

  it('lists what Segue may not open, keeps what it knew, and takes it up once it may', async () => {
    const home = await testHome();
    const [closed, inside] = await put(home.music, { 'B/A/01 Closed.wav': wav(100), 'Secret/A/01 Inside.wav': wav(100), 'C/A/01 Open.wav': wav(100) });
    if (closed === undefined || inside === undefined) throw new Error('not written');
    const folder = join(home.music, 'Secret');
    await chmod(closed, 0);
    await withoutPrivileges(async () => {
      const library = await home.open();
      await scanned(library);
      expect(library.status().unreadable).toEqual([{ path: closed, reason: 'Segue may not read it: check its permissions' }]);
      expect(titles(library)).toEqual(['Inside', 'Open']);
      await library.close();
    });
    await chmod(folder, 0);
    await withoutPrivileges(async () => {
      const library = await home.open();
      await scanned(library);
      expect(library.status().unreadable.map(({ path }) => path)).toEqual([closed, folder]);
      expect(titles(library)).toEqual(['Inside', 'Open']);
      const song = library.search('inside', 1)[0];
      library.reportUnreadable(song?.id ?? '', 'it cannot be opened');
      expect(titles(library)).toEqual(['Open']);
      await expect.poll(() => library.status().unreadable.map(({ reason }) => reason).filter((reason) => reason.includes('may not read')), PATIENCE).toHaveLength(2);
      await library.close();
    });
    await chmod(closed, 0o644);
    await chmod(folder, 0o755);
    const library = await home.open();
    await scanned(library);
    expect(titles(library)).toEqual(['Closed', 'Inside', 'Open']);
    expect(library.status().unreadable).toEqual([]);
  });

  it.skipIf(process.platform !== 'linux')('names files whose names are no text (skipped: only Linux has such names)', async () => {
    const home = await testHome();
    await put(home.music, { 'A/B/01 Song.wav': wav(100) });
    const named = (...bytes: number[]) => Buffer.concat([Buffer.from(`${home.music}/na`), Buffer.from(bytes)]);
    await writeFile(Buffer.concat([named(0xef, 0x76, 0xe9), Buffer.from('.wav')]), wav(100));
    await mkdir(named(0xff));
    const library = await home.open();
    await scanned(library);
    expect(titles(library)).toEqual(['Song']);
    expect(library.status().unreadable).toEqual([
      { path: join(home.music, 'na\uFFFD'), reason: 'its name is not valid Unicode: rename it' },
      { path: join(home.music, 'na\uFFFDv\uFFFD.wav'), reason: 'its name is not valid Unicode: rename it' },
    ]);
  });

  it('that is missing is named in one sentence, and the others go on', async () => {
    const home = await testHome();
    await put(home.music, { 'A/B/01 Song.wav': wav(100) });
    const missing = join(home.data, 'no such folder');
    const library = await home.open({ folders: [missing, home.music, join(home.music, 'A')] });
    await scanned(library);
    expect(titles(library)).toEqual(['Song']);
    expect(library.status().sources).toEqual([
      { name: missing, state: 'failed', done: 0, total: 0, message: `The music folder ${missing} does not exist: check SEGUE_MUSIC, or connect its disk.` },
      { name: home.music, state: 'watching', done: 1, total: 1, message: null },
    ]);
    const [song] = library.tracks();
    expect(song, 'the artist is told from the outer folder').toMatchObject({ artist: 'A', album: 'B' });
  });

  it('is ready at once when nothing of it can be read', async () => {
    const home = await testHome();
    const library = await home.open();
    await library.ready();
    expect(library.size).toBe(0);
    expect(library.status().sources[0]?.state).toBe('failed');
  });
});

describe('formats', () => {
  it('that need ffmpeg are listed so when it is not there, and read once it is', async () => {
    const home = await testHome();
    await put(home.music, { 'song.m4a': 'content is not looked at', 'A/B/01 Song.wav': wav(100) });
    const library = await home.open({ hasFfmpeg: async () => false });
    await scanned(library);
    expect(library.status().unreadable).toEqual([
      { path: join(home.music, 'song.m4a'), reason: 'this format needs ffmpeg, which is not on the PATH: install it and start Segue again' },
    ]);
    await library.close();
    const again = await home.open({ hasFfmpeg: async () => true });
    await scanned(again);
    expect(again.status().unreadable[0]?.reason).toContain('damaged');
  });

  describe.skipIf(!hasFfmpeg)('that ffmpeg writes (skipped: ffmpeg is not on the PATH)', () => {
    it.each([
      ['mp3', 'mp3', []],
      ['mp3', 'mp3', ['-write_xing', '0', '-q:a', '4']],
      ['flac', 'flac', []],
      ['ogg', 'vorbis', ['-c:a', 'libvorbis']],
      ['ogg', 'opus', ['-c:a', 'libopus']],
      ['opus', 'opus', []],
      ['wav', 'wav', ['-c:a', 'pcm_f32le']],
      ['wav', 'other', ['-c:a', 'adpcm_ms']],
      ['m4a', 'other', []],
      ['m4a', 'other', ['-c:a', 'alac']],
      ['aiff', 'other', ['-write_id3v2', '1']],
      ['wma', 'other', []],
      ['mka', 'other', ['-c:a', 'libvorbis']],
      ['webm', 'other', []],
      ['aac', 'other', []],
    ] as const)('%s is read as %s %j', async (extension, format, options) => {
      const home = await testHome();
      const tags = { title: 'Tagged', artist: 'Someone', album: 'Record', genre: 'Rock;Pop' };
      await encoded(join(home.music, 'Someone', 'Record', `Tagged.${extension}`), 3, tags, options);
      const library = await home.open({ hasFfmpeg: async () => true });
      await scanned(library);
      expect(library.status().unreadable).toEqual([]);
      const [track] = library.tracks();
      expect(track).toMatchObject({ title: 'Tagged', artist: 'Someone', album: 'Record', file: { format } });
      expect(Math.abs((track?.durationMs ?? 0) - 3_000)).toBeLessThan(150);
      if (!['aac', 'wav', 'aiff'].includes(extension)) expect(track?.genres).toEqual(['rock', 'pop']);
    });
  });
});

describe('watching', () => {
  it('notices files that come, change, move and go', async () => {
    const home = await testHome();
    const [first] = await put(home.music, { 'A/B/01 First.wav': wav(100) });
    if (first === undefined) throw new Error('not written');
    const library = await home.open();
    await scanned(library);
    let notices = 0;
    library.onChange(() => notices++);
    await put(home.music, { 'C/New Folder/01 Second.wav': wav(100), 'C/New Folder/cover.jpg': 'x' });
    await expect.poll(() => titles(library), PATIENCE).toEqual(['First', 'Second']);
    await expect.poll(() => notices, PATIENCE).toBeGreaterThan(0);

    await put(home.music, { 'A/B/01 First.wav': wav(300) });
    await expect.poll(() => library.tracks().find(({ title }) => title === 'First')?.durationMs, PATIENCE).toBe(300);

    await rename(join(home.music, 'C'), join(home.music, 'D'));
    await expect.poll(() => library.tracks().map(({ artist }) => artist).sort(), PATIENCE).toEqual(['A', 'D']);
    expect(library.status()).toMatchObject({ files: 2, tracks: 2 });

    await rm(first);
    await expect.poll(() => titles(library), PATIENCE).toEqual(['Second']);
    expect(library.status().sources[0]).toMatchObject({ state: 'watching', done: 1, total: 1 });
  });

  it('waits for a file that is still being written', async () => {
    const home = await testHome();
    await put(home.music, { 'A/B/01 First.wav': wav(100) });
    const library = await home.open();
    await scanned(library);
    const whole = wav(2_000);
    const path = join(home.music, 'A/B/02 Slow.wav');
    for (let part = 1; part <= 8; part++) {
      const writtenAt = Date.now();
      await writeFile(path, whole.subarray(0, (whole.length * part) / 8));
      await setTimeout(100);
      // On a machine that stalls, the file does rest for a while and may rightly be read.
      if (Date.now() - writtenAt < 500) expect(library.status().files, 'not yet read').toBe(1);
    }
    await expect.poll(() => library.search('slow', 1)[0]?.durationMs, PATIENCE).toBe(2_000);
    expect(library.status().unreadable).toEqual([]);
  });
});

describe('a disk', () => {
  it('that goes away takes nothing from the library for good, and nothing is read again when it is back', async () => {
    const home = await testHome();
    const disk = join(home.data, 'disk');
    await put(disk, { 'A/B/01 Song.wav': wav(100), 'A/B/02 Other.wav': wav(100) });
    await put(home.music, { 'C/D/01 Mine.wav': wav(100) });
    const library = await home.open({ folders: [disk, home.music], clock: hastyClock });
    await scanned(library);
    const scannedAt = () => home.storage.db.selectFrom('file').select(['path', 'scanned_at', 'track_id']).orderBy('path').execute();
    await expect.poll(scannedAt, PATIENCE).toHaveLength(3);
    const before = await scannedAt();

    await rename(disk, `${disk} (away)`);
    await expect.poll(() => library.status().sources[0], PATIENCE).toMatchObject({
      state: 'failed', message: `The music folder ${disk} does not exist: check SEGUE_MUSIC, or connect its disk.`,
    });
    expect(titles(library), 'what is there goes on').toEqual(['Mine']);

    await put(disk, { 'readme.txt': 'Mount point: connect the disk.' });
    await expect.poll(() => library.status().sources[0]?.message, PATIENCE).toContain('holds none of its music any more');
    expect(titles(library)).toEqual(['Mine']);
    await rm(disk, { recursive: true });
    await rename(`${disk} (away)`, disk);
    await expect.poll(() => titles(library), PATIENCE).toEqual(['Mine', 'Other', 'Song']);
    await expect.poll(() => library.status().sources[0]?.state, PATIENCE).toBe('watching');
    await library.close();
    expect(await scannedAt()).toEqual(before);
  });
});

describe('opening again', () => {
  it('offers everything at once and reads only what has changed', async () => {
    const home = await testHome();
    const [, changed, gone] = await put(home.music, { 'A/B/01 Same.wav': wav(100), 'A/B/02 Changed.wav': wav(100), 'A/B/03 Gone.wav': wav(100), 'bad.mp3': '' });
    if (changed === undefined || gone === undefined) throw new Error('not written');
    const library = await home.open();
    await scanned(library);
    const ids = library.tracks().map(({ id }) => id).sort();
    await library.close();

    const later = { ...systemClock, now: () => systemClock.now() + 1e9 };
    const again = await home.open({ clock: later });
    expect(again.tracks().map(({ id }) => id).sort()).toEqual(ids);
    await scanned(again);
    await again.close();
    await writeFile(changed, wav(200));
    await rm(gone);
    const third = await home.open({ clock: later });
    await scanned(third);
    await expect.poll(() => titles(third), PATIENCE).toEqual(['Changed', 'Same']);
    await third.close();
    const rows = await home.storage.db.selectFrom('file').select(['path', 'scanned_at']).orderBy('path').execute();
    const read = rows.filter(({ scanned_at }) => scanned_at > systemClock.now() + 1e8).map(({ path }) => path);
    expect(read).toEqual([changed]);
    expect(rows).toHaveLength(3);
  });

  it('takes up an interrupted scan where it stopped', async () => {
    const home = await testHome();
    await put(home.music, Object.fromEntries(Array.from({ length: 600 }, (_, i) => [`A ${i % 20}/B/${i} Song ${i}.wav`, wav(20)])));
    const library = await home.open();
    await expect.poll(() => library.size, PATIENCE).toBeGreaterThan(50);
    await library.close();
    const half = library.size;
    expect(half).toBeLessThan(600);

    const again = await home.open({ clock: { ...systemClock, now: () => systemClock.now() + 1e9 } });
    expect(again.size).toBe(half);
    await scanned(again);
    expect(again.size).toBe(600);
    await again.close();
    const rows = await home.storage.db.selectFrom('file').select('scanned_at').execute();
    expect(rows.filter(({ scanned_at }) => scanned_at > systemClock.now() + 1e8)).toHaveLength(600 - half);
  });

  it('without a folder keeps its rows for taste, but neither plays nor finds its tracks', async () => {
    const home = await testHome();
    const other = join(home.data, 'other');
    await put(home.music, { 'A/B/01 Left.wav': wav(100) });
    await put(other, { 'C/D/01 Kept.wav': wav(100) });
    const library = await home.open({ folders: [home.music, other] });
    await scanned(library);
    const left = library.search('left', 1)[0];
    await library.close();
    const again = await home.open({ folders: [other] });
    await scanned(again);
    expect(titles(again)).toEqual(['Kept']);
    expect(again.search('left', 5)).toEqual([]);
    expect(again.get(left?.id ?? '')).toBeUndefined();
    const rows = await home.storage.db.selectFrom('track').select(['id', 'title']).orderBy('title').execute();
    expect(rows).toEqual([expect.objectContaining({ title: 'Kept' }), { id: left?.id, title: 'Left' }]);
  });
});

describe('a file that cannot be played', () => {
  it('is listed until it changes, also after a restart', async () => {
    const home = await testHome();
    const [path] = await put(home.music, { 'A/B/01 Song.wav': wav(100) });
    if (path === undefined) throw new Error('not written');
    const library = await home.open();
    await scanned(library);
    library.reportUnreadable(library.tracks()[0]?.id ?? '', 'it cannot be decoded');
    expect(library.size).toBe(0);
    expect(library.status().unreadable).toEqual([{ path, reason: 'it cannot be decoded' }]);
    await library.close();
    const again = await home.open();
    await scanned(again);
    expect(again.status().unreadable).toEqual([{ path, reason: 'it cannot be decoded' }]);
    await utimes(path, 1, 1);
    await expect.poll(() => titles(again), PATIENCE).toEqual(['Song']);
    expect(again.status().unreadable).toEqual([]);
  });

  it('because it has just been deleted is not listed but gone', async () => {
    const home = await testHome();
    const [path] = await put(home.music, { 'A/B/01 Song.wav': wav(100), 'A/B/02 Other.wav': wav(100) });
    const library = await home.open();
    await scanned(library);
    const song = library.tracks().find(({ file }) => file.path === path);
    await rm(path ?? '');
    library.reportUnreadable(song?.id ?? '', 'no such file');
    expect(titles(library)).toEqual(['Other']);
    await expect.poll(() => library.status(), PATIENCE).toMatchObject({ files: 1, unreadable: [] });
  });
});

/** Runs as a user without special rights, because the superuser may open everything. */
async function withoutPrivileges(work: () => Promise<void>): Promise<void> {
  const isSuperuser = process.geteuid?.() === 0;
  if (isSuperuser) process.seteuid?.(65_534);
  try {
    await work();
  } finally {
    if (isSuperuser) process.seteuid?.(0);
  }
}
