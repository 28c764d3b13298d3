import { isUtf8 } from 'node:buffer';
import { type FileHandle, open } from 'node:fs/promises';
import { FileFault, LineFault, refusal } from './fault.ts';

const CHUNK_BYTES = 1 << 20;
/** A longer line is no line of a table: it must not fill the memory. */
export const MOST_LINE_BYTES = 1 << 20;

const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;
const BYTE_ORDER_MARK = '\uFEFF';

/**
 * Reads a UTF-8 text line by line in bounded memory. A byte order mark and carriage returns before line feeds are
 * taken off; blank lines are passed over.
 *
 * @param take gets each line and its number from 1; a {@link LineFault} it throws becomes a fault of that line
 * @throws FileFault
 */
export async function readLines(file: string, take: (line: string, number: number) => void): Promise<void> {
  const handle = await open(file).catch((error: unknown) => fail(file, error));
  try {
    await readFrom(file, handle, take);
  } finally {
    await handle.close();
  }
}

async function readFrom(file: string, handle: FileHandle, take: (line: string, number: number) => void): Promise<void> {
  const buffer = Buffer.allocUnsafe(MOST_LINE_BYTES + CHUNK_BYTES);
  let held = 0;
  let number = 0;
  let ended = false;
  const takeLine = (from: number, to: number, valid: boolean) => {
    number++;
    if (to - from > MOST_LINE_BYTES) throw new LineFault('it is longer than 1 MB');
    if (!valid && !isUtf8(buffer.subarray(from, to))) throw new LineFault('it is not valid UTF-8');
    const end = to > from && buffer[to - 1] === CARRIAGE_RETURN ? to - 1 : to;
    const text = buffer.toString('utf8', from, end);
    const line = number === 1 && text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text;
    if (line !== '') take(line, number);
  };
  while (!ended) {
    const { bytesRead } = await handle.read(buffer, held, CHUNK_BYTES, null).catch((error: unknown) => fail(file, error));
    ended = bytesRead === 0;
    const end = held + bytesRead;
    if (number === 0 && end >= 2 && buffer[0] === 0x1f && buffer[1] === 0x8b) {
      throw new FileFault(file, null, 'this is gzip, which is not read: unpack it first (gunzip)');
    }
    const whole = ended ? end : buffer.lastIndexOf(LINE_FEED, end - 1) + 1;
    const valid = isUtf8(buffer.subarray(0, whole));
    try {
      for (let from = 0; from < whole; ) {
        const feed = buffer.indexOf(LINE_FEED, from);
        const to = feed < 0 || feed >= whole ? whole : feed;
        takeLine(from, to, valid);
        from = to + 1;
      }
      held = end - whole;
      if (held > MOST_LINE_BYTES) takeLine(whole, end, valid);
    } catch (error) {
      throw error instanceof LineFault ? new FileFault(file, number, error.message) : error;
    }
    buffer.copyWithin(0, whole, end);
  }
}

function fail(file: string, error: unknown): never {
  throw new FileFault(file, null, refusal(error));
}
