import { relative } from 'node:path';
import type { AudioFile } from '../../domain.ts';
import { formatOfName } from '../../library/folder/formats.ts';
import { walk } from '../../library/folder/walk.ts';
import { FileFault, refusal } from '../files/fault.ts';

/** A file of sound, and how it is called in tables. */
export interface NamedAudio {
  /** From the folder that was given. */
  readonly name: string;
  readonly file: AudioFile;
}

/**
 * All files below a folder whose names say that they are music, in order.
 * @throws FileFault when the folder cannot be opened, or holds none
 */
export async function audioFiles(folder: string): Promise<NamedAudio[]> {
  const found: NamedAudio[] = [];
  try {
    for await (const { kind, path } of walk(folder, '')) {
      const format = kind === 'file' ? formatOfName(path) : null;
      if (format !== null) found.push({ name: relative(folder, path), file: { path, format } });
    }
  } catch (error) {
    throw new FileFault(folder, null, refusal(error));
  }
  if (found.length === 0) throw new FileFault(folder, null, 'there is no music in this folder');
  return found;
}
