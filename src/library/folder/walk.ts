import type { Dirent, Stats } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { formatOfName } from './formats.ts';

export type Found =
  /** `size` is −1 when the file cannot be looked at. */
  | { readonly kind: 'file'; readonly path: string; readonly size: number; readonly mtimeMs: number }
  /** A folder that cannot be opened, so that what lies below is unknown; or a name that cannot be used. */
  | { readonly kind: 'closed'; readonly path: string; readonly reason: string };

/** Folders of file systems and devices, and side files that macOS leaves on foreign disks. */
const NOT_MUSIC = new Set(['@eadir', '$recycle.bin', 'system volume information', 'lost+found', '#recycle', '__macosx']);

const GARBLED = 'its name is not valid Unicode: rename it';

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
      const reason = whyClosed(folder, error);
      if (reason !== null) yield { kind: 'closed', path: folder, reason };
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
        else if (stats === null && isGarbled(path)) yield { kind: 'closed', path, reason: GARBLED };
        else if (stats === null || stats.isFile()) yield { kind: 'file', path, size: stats?.size ?? -1, mtimeMs: stats?.mtimeMs ?? -1 };
      }
    }
    folders.push(...below.reverse());
  }
}

/** null when it has gone since its parent was read. */
function whyClosed(folder: string, error: unknown): string | null {
  if (isGarbled(folder)) return GARBLED;
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOENT') return null;
  if (code === 'EACCES' || code === 'EPERM') return 'Segue may not open this folder: check its permissions';
  return `this folder cannot be opened just now (${String(code ?? error)})`;
}

/** Whether a name came as bytes that are no UTF-8 (Node puts U+FFFD for them): nothing can be opened by it. */
function isGarbled(path: string): boolean {
  return basename(path).includes('\uFFFD');
}

async function statOrNull(path: string): Promise<Stats | null> {
  try {
    return await stat(path);
  } catch {
    return null;
  }
}
