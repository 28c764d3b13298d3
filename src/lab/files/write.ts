import { open, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { UserError } from '../../user-error.ts';
import { FileFault, refusal } from './fault.ts';

const BLOCK_CHARACTERS = 1 << 20;

/**
 * Fails at once where a result could not be written at the end of long work, or would take the place of what it is
 * made from, by whatever name.
 *
 * @param inputs files that are read; one that is not there is left to its reader
 * @throws FileFault
 * @throws UserError
 */
export async function checkWritable(file: string, inputs: readonly string[] = []): Promise<void> {
  const folder = await stat(dirname(file)).catch(() => null);
  if (folder === null || !folder.isDirectory()) throw new FileFault(file, null, 'there is no such folder to write into');
  const there = await identityOf(file);
  if (there && !there.isFile) throw new FileFault(file, null, 'this is a folder or a device, not a file');
  for (const input of inputs) {
    if (there && (await identityOf(input))?.id === there.id) throw new UserError('usage', `--out must not be a file that is read: ${file}`);
  }
  // What a user may do is told by nothing but doing it: root may do much, and still not write everywhere.
  await drafted(file, (draft) => writeDraft(draft, []));
}

/** What a file is, however it is named: through links, or from another folder. */
async function identityOf(file: string): Promise<{ readonly id: string; readonly isFile: boolean } | null> {
  const found = await stat(file, { bigint: true }).catch(() => null);
  return found && { id: `${found.dev}:${found.ino}`, isFile: found.isFile() };
}

/**
 * Writes a file whole or not at all: as a draft beside it, renamed at the end.
 *
 * @param texts joined as they come, in blocks
 * @throws FileFault
 */
export async function writeWhole(file: string, texts: Iterable<string>): Promise<void> {
  await drafted(file, async (draft) => {
    await writeDraft(draft, texts);
    await rename(draft, file);
  });
}

/** Leaves no draft behind. */
async function drafted(file: string, write: (draft: string) => Promise<void>): Promise<void> {
  const draft = join(dirname(file), `.${basename(file)}.${process.pid}.draft`);
  try {
    await write(draft);
  } catch (error) {
    if (error instanceof Error && 'syscall' in error) throw new FileFault(file, null, refusal(error));
    throw error;
  } finally {
    await rm(draft, { force: true }).catch(() => {});
  }
}

async function writeDraft(draft: string, texts: Iterable<string>): Promise<void> {
  const handle = await open(draft, 'w');
  try {
    let block = '';
    for (const text of texts) {
      block += text;
      if (block.length < BLOCK_CHARACTERS) continue;
      await handle.appendFile(block);
      block = '';
    }
    await handle.appendFile(block);
    await handle.sync();
  } finally {
    await handle.close();
  }
}
