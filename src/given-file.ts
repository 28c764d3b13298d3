import { z } from 'zod';
import { UserError } from './user-error.ts';

/** Of a file that is given, whatever for. */
export const MOST_FILE_BYTES = 100 * 1024 * 1024;

/** A file that somebody gave with a command. What its name and size say is what the sender says. */
export interface GivenFile {
  readonly name: string;
  /** Bytes; null when nobody said. */
  readonly size: number | null;
  /**
   * Its bytes, once, as they come.
   * @throws UserError when they cannot be had
   */
  open(): AsyncIterable<Uint8Array>;
}

/** An option of a command that takes a file; doors find it by its `type`. */
export const givenFile = z.custom<GivenFile>((value) => typeof value === 'object' && value !== null && 'open' in value).meta({ type: 'file' });

/**
 * The pieces as they come.
 * @throws UserError when they are more than {@link MOST_FILE_BYTES}
 */
export async function* withinLimit(pieces: AsyncIterable<Uint8Array>, size: number | null): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  if (size !== null && size > MOST_FILE_BYTES) throw tooLarge();
  for await (const piece of pieces) {
    bytes += piece.length;
    if (bytes > MOST_FILE_BYTES) throw tooLarge();
    yield piece;
  }
}

function tooLarge(): UserError {
  return new UserError('file-size', `A file may have ${MOST_FILE_BYTES / 1024 / 1024} MB at most: this one has more.`);
}
