import type { Attachment } from 'discord.js';
import type { GivenFile } from '../given-file.ts';
import { UserError } from '../user-error.ts';

/** Discord's servers are near: who takes longer for a file has gone away. */
const PATIENCE_MS = 120_000;

/** A file that somebody attached to a command: it is fetched from where Discord says that it lies, when it is wanted. */
export function attachedFile({ name, size, url }: Pick<Attachment, 'name' | 'size' | 'url'>): GivenFile {
  return { name, size, open: () => download(url) };
}

/** @throws UserError when it cannot be had */
async function* download(url: string): AsyncGenerator<Uint8Array> {
  try {
    const response = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(PATIENCE_MS) });
    if (!response.ok || !response.body) throw new Error(`status ${response.status}`);
    yield* response.body;
  } catch {
    // The address is a key to the file: it stands in no log.
    throw new UserError('attachment', 'The file could not be fetched from Discord: attach it again.');
  }
}
