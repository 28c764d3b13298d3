import { UserError } from '../../user-error.ts';
import { visible } from '../../visible.ts';

/** What is wrong with the line that is being read; the reader adds where that is. */
export class LineFault extends Error {}

/** What is wrong with a file, in one line that names the file, the line where there is one, and the fault. */
export class FileFault extends UserError {
  /** @param line counted from 1 */
  constructor(file: string, line: number | null, fault: string) {
    super('file', line === null ? `${file}: ${fault}` : `${file}: line ${line}: ${fault}`);
  }
}

const MOST_SHOWN = 60;

/** What stands in a file, fit to be shown within a line. */
export function quoted(text: string): string {
  const start = visible(text.slice(0, MOST_SHOWN));
  return `“${start}${text.length > MOST_SHOWN ? '…' : ''}”`;
}

/** The reason why the system refuses a file, in words. */
export function refusal(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const known: Readonly<Record<string, string>> = {
    ENOENT: 'there is no such file',
    ENOTDIR: 'there is no such file',
    EISDIR: 'this is a folder, not a file',
    EACCES: 'it may not be read or written by this user',
    EPERM: 'it may not be read or written by this user',
    EROFS: 'the disk may not be written',
    ENOSPC: 'the disk is full',
    ENAMETOOLONG: 'the name is too long',
    ELOOP: 'the links lead in a circle',
  };
  return known[code] ?? `it cannot be used (${code === '' ? String(error) : code})`;
}
