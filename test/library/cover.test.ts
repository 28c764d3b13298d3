import { execFileSync } from 'node:child_process';
import { rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { systemClock } from '../../src/clock.ts';
import { CoverReader } from '../../src/library/cover-reader.ts';
import { Covers } from '../../src/library/covers.ts';
import type { Library } from '../../src/library/library.ts';
import { TestClock } from '../support/test-clock.ts';
import { encoded, hasFfmpeg, opus, put, wav } from './music-files.ts';
import { scanned, testHome } from './library-in-test.ts';

const bytes = (...parts: readonly (string | number)[]) => Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : Buffer.alloc(part, 7))));
const JPEG = bytes('\xff\xd8\xff\xe0', 200);
const PNG = bytes('\x89PNG\r\n\x1a\n', 300);
const WEBP = bytes('RIFF\x10\0\0\0WEBPVP8 ', 100);
const GIF = bytes('GIF89a', 100);

/** FLAC's picture block, as Ogg files carry it in base64 (RFC 9639, 8.8). */
function pictureBlock(data: Uint8Array, type = 3, mime = 'image/jpeg'): string {
  const number = (value: number) => {
    const field = Buffer.alloc(4);
    field.writeUInt32BE(value);
    return field;
  };
  return Buffer.concat([number(type), number(mime.length), Buffer.from(mime), number(0), ...[0, 0, 0, 0].map(number), number(data.length), data]).toString('base64');
}

/** A WAV with an ID3v2.3 tag that holds a picture of no kind in particular. */
function wavWithPicture(data: Uint8Array): Buffer {
  const sized = (name: string, content: Uint8Array, toBytes: (size: number) => readonly number[], ...flags: readonly number[]) =>
    Buffer.concat([Buffer.from(name), Buffer.from(toBytes(content.length)), Buffer.from(flags), content]);
  const bigEndian = (size: number) => [24, 16, 8, 0].map((bits) => (size >> bits) & 0xff);
  const sevenBits = (size: number) => [21, 14, 7, 0].map((bits) => (size >> bits) & 0x7f);
  const apic = sized('APIC', Buffer.concat([Buffer.from('\0image/png\0\0\0', 'latin1'), data]), bigEndian, 0, 0);
  const tag = sized('ID3\x03\0\0', apic, sevenBits);
  const file = Buffer.concat([wav(200), sized('id3 ', Buffer.concat([tag, Buffer.alloc(tag.length % 2)]), (size) => bigEndian(size).toReversed())]);
  file.writeUInt32LE(file.length - 8, 4);
  return file;
}

const song = (title: string, picture?: string) => opus(200, { TITLE: title, ARTIST: 'The Lanterns', ...(picture === undefined ? {} : { METADATA_BLOCK_PICTURE: picture }) });

async function opened(files: Readonly<Record<string, Uint8Array>>) {
  const home = await testHome();
  const paths = await put(home.music, files);
  const library = await home.open();
  await scanned(library);
  return { home, library, paths, cover: (title: string) => coverOf(library, title) };
}

async function coverOf(library: Library, title: string) {
  const track = library.tracks().find((candidate) => candidate.title === title);
  if (!track) throw new Error(`no track ${title}`);
  const cover = await library.cover(track.id);
  return cover && { type: cover.type, bytes: Buffer.from(cover.bytes) };
}

describe('the cover of a track', () => {
  test('is the picture in its file, as what it is, whatever the tag says', async () => {
    const { cover } = await opened({
      'a.opus': song('Jpeg', pictureBlock(JPEG)),
      'b.opus': song('Png', pictureBlock(PNG, 3, 'image/jpeg')),
      'c.opus': song('Webp', pictureBlock(WEBP, 0, 'image/jpg')),
      'd.opus': song('Gif', pictureBlock(GIF, 3, 'image/png')),
      'e.opus': song('Broken', 'AAAA////not base64 of anything'),
      'f.opus': song('None'),
    });
    expect(await cover('Jpeg')).toEqual({ type: 'image/jpeg', bytes: JPEG });
    expect(await cover('Png')).toEqual({ type: 'image/png', bytes: PNG });
    expect(await cover('Webp')).toEqual({ type: 'image/webp', bytes: WEBP });
    for (const title of ['Gif', 'Broken', 'None']) expect(await cover(title), title).toBeNull();
  });

  test('is else the picture beside the file, the likeliest name first', async () => {
    const { cover } = await opened({
      'one/a.opus': song('In the file', pictureBlock(PNG)),
      'one/b.opus': song('Beside'),
      'one/Folder.JPG': bytes('\xff\xd8\xff\xe0', 1),
      'one/COVER.jpeg': JPEG,
      'one/booklet.png': PNG,
      'two/a.opus': song('Not a picture', pictureBlock(GIF)),
      'two/cover.jpg': Buffer.from('<html>'),
      'two/album.webp': WEBP,
      'three/a.wav': wav(200),
      'three/back.png': PNG,
    });
    expect(await cover('In the file')).toEqual({ type: 'image/png', bytes: PNG });
    expect(await cover('Beside')).toEqual({ type: 'image/jpeg', bytes: JPEG });
    expect(await cover('Not a picture')).toEqual({ type: 'image/webp', bytes: WEBP });
    expect(await cover('a')).toBeNull();
  });

  test('is none that is too large to show', async () => {
    const large = bytes('\x89PNG\r\n\x1a\n', 9 * 1024 * 1024);
    const { cover, home } = await opened({ 'a/Large.wav': wavWithPicture(large), 'a/cover.png': large, 'b/Small.wav': wavWithPicture(JPEG) });
    expect(await cover('Small')).toEqual({ type: 'image/jpeg', bytes: JPEG });
    expect(await cover('Large')).toBeNull();
    await put(home.music, { 'a/folder.png': PNG });
    expect(await cover('Large')).toEqual({ type: 'image/png', bytes: PNG });
  });

  test('is none for a file that broke or went away, without a complaint', async () => {
    const { paths, library } = await opened({ 'a.opus': song('Broken', pictureBlock(JPEG)), 'b.opus': song('Gone', pictureBlock(JPEG)) });
    const [broken = '', gone = ''] = paths;
    const ids = library.tracks().map(({ id }) => id);
    await writeFile(broken, song('Broken', pictureBlock(JPEG)).subarray(0, 60));
    await rm(gone);
    // Before the library has noticed, or after.
    for (const id of ids) expect(await library.cover(id)).toBeNull();
    expect(await library.cover('t-unknown')).toBeNull();
  });

  test('is read again when its file changes', async () => {
    const { cover, home } = await opened({ 'a.opus': song('Song'), 'cover.jpg': JPEG });
    expect((await cover('Song'))?.type).toBe('image/jpeg');
    await writeFile(join(home.music, 'cover.jpg'), PNG);
    await utimes(join(home.music, 'cover.jpg'), 1, 1);
    expect((await cover('Song'))?.type).toBe('image/png');
    await rm(join(home.music, 'cover.jpg'));
    expect(await cover('Song')).toBeNull();
  });

  test('stays in memory with those of the latest tracks, as many as fit', async () => {
    const large = bytes('\x89PNG\r\n\x1a\n', 7 * 1024 * 1024);
    const names = ['a', 'b', 'c', 'd', 'e'];
    const { library } = await opened(Object.fromEntries(names.flatMap((name) => [[`${name}/${name}.wav`, wav(200)], [`${name}/cover.png`, large]])));
    const ids = names.map((name) => library.tracks().find(({ title }) => title === name)?.id ?? '');
    const read = async (id = '') => (await library.cover(id))?.bytes;
    const first: (Uint8Array | undefined)[] = [];
    for (const n of [0, 1, 2, 3, 0, 4]) first[n] = await read(ids[n]);
    // The second was not asked for the longest, and the five are too much.
    const again: (Uint8Array | undefined)[] = [];
    for (const n of [0, 2, 3, 4, 1]) again[n] = await read(ids[n]);
    expect(again.map((cover, n) => cover === first[n])).toEqual([true, false, true, true, true]);
    expect(again.map((cover) => cover?.length)).toEqual(names.map(() => large.length));
  });

  test('is drawn by the door for the demo, which has no pictures', async () => {
    const { library } = await opened({ 'a.opus': song('Song', pictureBlock(JPEG)) });
    const [track] = library.tracks();
    if (!track) throw new Error('no track');
    const covers = new Covers(systemClock);
    onTestFinished(() => covers.close());
    expect(await covers.of(track)).not.toBeNull();
    expect(await covers.of({ ...track, source: 'demo' })).toBeNull();
  });

  test.skipIf(process.platform === 'win32')('of a file that never answers is given up, and the next is read', async () => {
    const home = await testHome();
    const [, music = ''] = await put(home.music, { 'cover.png': PNG, 'a.opus': song('Song', pictureBlock(JPEG)) });
    const pipe = join(home.music, 'pipe.mp3');
    execFileSync('mkfifo', [pipe]);
    const clock = new TestClock();
    const reader = new CoverReader(clock);
    onTestFinished(() => reader.close());
    const hung = reader.read(pipe);
    expect((await reader.read(music))?.type).toBe('image/jpeg');
    await clock.advance(10_000);
    expect(await hung).toBeNull();
    expect((await reader.read(music))?.type).toBe('image/jpeg');
    // Lets go of the thread that opens it.
    await writeFile(pipe, '');
  });

  test.skipIf(!hasFfmpeg)(`is found in every format${hasFfmpeg ? '' : ' (skipped: ffmpeg is not on the PATH)'}`, async () => {
    const home = await testHome();
    const [art = ''] = await put(home.data, { 'art.png': Buffer.from(ONE_PIXEL, 'base64') });
    const attached = ['-i', art, '-map', '0:a', '-map', '1:v', '-disposition:v', 'attached_pic', '-c:v', 'copy'];
    const formats = ['mp3', 'flac', 'm4a'];
    for (const format of formats) await encoded(join(home.music, `a.${format}`), 0.3, { title: format, artist: 'The Lanterns' }, attached);
    const library = await home.open();
    await scanned(library);
    for (const format of formats) expect(await coverOf(library, format), format).toEqual({ type: 'image/png', bytes: Buffer.from(ONE_PIXEL, 'base64') });
  });
});

const ONE_PIXEL = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
