import { readdir, readFile, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { parseFile, type IPicture } from 'music-metadata';
import type { Cover } from './library.ts';

/** Larger pictures are scans for print, not covers to show. */
const MOST_BYTES = 8 * 1024 * 1024;
const FRONT = 'Cover (front)';
/** Pictures beside the music that show its cover, the likeliest first. */
const NAMES = ['cover', 'folder', 'front', 'album'];
const BESIDE = new RegExp(`^(${NAMES.join('|')})\\.(?:jpe?g|png|webp)$`, 'i');

/** A cover and the file it was found in. */
export interface FoundCover extends Cover {
  readonly path: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** The cover of a music file: in it, else beside it. null when there is none that can be read. */
export async function findCover(path: string): Promise<FoundCover | null> {
  return (await coverInside(path)) ?? (await coverBeside(path));
}

async function coverInside(path: string): Promise<FoundCover | null> {
  try {
    const { common } = await parseFile(path, { skipCovers: false });
    const pictures = [...(common.picture ?? [])].sort((a, b) => rank(a) - rank(b));
    for (const { data } of pictures) {
      const cover = coverOf(path, data);
      if (cover) return cover;
    }
  } catch {
    // A file that is damaged or gone has no cover; why it cannot be played, its scan says.
  }
  return null;
}

async function coverBeside(music: string): Promise<FoundCover | null> {
  try {
    const folder = dirname(music);
    const names = (await readdir(folder)).filter((name) => BESIDE.test(name));
    for (const name of names.sort((a, b) => place(a) - place(b) || (a < b ? -1 : 1))) {
      const cover = await readCover(join(folder, name));
      if (cover) return cover;
    }
  } catch {
    // As above.
  }
  return null;
}

async function readCover(path: string): Promise<FoundCover | null> {
  try {
    const stats = await stat(path);
    return stats.isFile() && stats.size <= MOST_BYTES ? coverOf(path, await readFile(path)) : null;
  } catch {
    return null;
  }
}

function coverOf(path: string, bytes: Uint8Array): FoundCover | null {
  const type = bytes.length <= MOST_BYTES ? pictureType(bytes) : null;
  // A copy: what was read may be a small part of a large buffer.
  return type === null ? null : { path, type, bytes: Uint8Array.from(bytes) };
}

/** By its first bytes, since what tags and names say is often wrong; null when it is none of these. */
function pictureType(bytes: Uint8Array): Cover['type'] | null {
  const text = String.fromCharCode(...bytes.subarray(0, 12));
  if (text.startsWith('\xff\xd8\xff')) return 'image/jpeg';
  if (text.startsWith('\x89PNG\r\n\x1a\n')) return 'image/png';
  return text.startsWith('RIFF') && text.startsWith('WEBP', 8) ? 'image/webp' : null;
}

function rank({ type }: IPicture): number {
  return type === FRONT ? 0 : 1;
}

function place(name: string): number {
  return NAMES.indexOf(BESIDE.exec(name)?.[1]?.toLowerCase() ?? '');
}
