import { open, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { FileFault, refusal } from './fault.ts';

const BLOCK_CHARACTERS = 1 << 20;

/**
 * Fails at once where a result could not be written at the end of long work.
 *
 * @throws FileFault
 */
export async function checkWritable(file: string): Promise<void> {
  const folder = await stat(dirname(file)).catch(() => null);
  if (folder === null || !folder.isDirectory()) throw new FileFault(file, null, 'there is no such folder to write into');
  const there = await stat(file).catch(() => null);
  if (there !== null && !there.isFile()) throw new FileFault(file, null, 'this is a folder or a device, not a file');
}

/**
 * Writes a file whole or not at all: as a draft beside it, renamed at the end.
 *
 * @param texts joined as they come, in blocks
 * @throws FileFault
 */
export async function writeWhole(file: string, texts: Iterable<string>): Promise<void> {
  const draft = join(dirname(file), `.${basename(file)}.${process.pid}.draft`);
  try {
    await writeDraft(draft, texts);
    await rename(draft, file);
  } catch (error) {
    await rm(draft, { force: true });
    if (error instanceof Error && 'syscall' in error) throw new FileFault(file, null, refusal(error));
    throw error;
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
