import type { Dirent, Stats } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { formatOfName } from './formats.ts';

export type Found =
  /** `size` is −1 when the file cannot be looked at. */
  | { readonly kind: 'file'; readonly path: string; readonly size: number; readonly mtimeMs: number }
  /** What lies below is unknown: a folder that cannot be opened. */
  | { readonly kind: 'closed-folder'; readonly path: string };

/** Folders of file systems and devices, and side files that macOS leaves on foreign disks. */
const NOT_MUSIC = new Set(['@eadir', '$recycle.bin', 'system volume information', 'lost+found', '#recycle', '__macosx']);

/** Whether a path's last part is hidden or belongs to the system. */
export function isPassedOver(path: string): boolean {
  const name = basename(path);
  return name.startsWith('.') || NOT_MUSIC.has(name.toLowerCase());
}

/**
 * Finds the music files below a folder, in order, one folder at a time; links are followed, circles of
 * them are not. `skip` is a folder left out.
 * @throws the error of opening `root` itself.
 */
export async function* walk(root: string, skip: string): AsyncGenerator<Found> {
  const visited = new Set<string>();
  const folders = [root];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    let entries: Dirent[];
    try {
      const real = await realpath(folder);
      if (visited.has(real)) continue;
      visited.add(real);
      entries = await readdir(folder, { withFileTypes: true });
    } catch (error) {
      if (folder === root) throw error;
      if (!isMissing(error)) yield { kind: 'closed-folder', path: folder };
      continue;
    }
    entries.sort((a, b) => (a.name < b.name ? -1 : 1));
    const below: string[] = [];
    for (const entry of entries) {
      const path = join(folder, entry.name);
      if (isPassedOver(path) || path === skip) continue;
      if (entry.isDirectory()) below.push(path);
      else if (entry.isSymbolicLink() || formatOfName(path) !== null) {
        const stats = await statOrNull(path);
        if (stats?.isDirectory()) below.push(path);
        else if (formatOfName(path) === null) continue;
        else if (stats === null || stats.isFile()) yield { kind: 'file', path, size: stats?.size ?? -1, mtimeMs: stats?.mtimeMs ?? -1 };
      }
    }
    folders.push(...below.reverse());
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

async function statOrNull(path: string): Promise<Stats | null> {
  try {
    return await stat(path);
  } catch {
    return null;
  }
}
