import { stat } from 'node:fs/promises';

/** What changes when a file does. */
export interface FileStamp {
  readonly size: number;
  readonly mtimeMs: number;
}

/** @throws Error of the system when the file cannot be reached */
export async function stampOf(path: string): Promise<FileStamp> {
  const { size, mtimeMs } = await stat(path);
  return { size, mtimeMs };
}

export function isSame(a: FileStamp, b: FileStamp): boolean {
  return a.size === b.size && a.mtimeMs === b.mtimeMs;
}
