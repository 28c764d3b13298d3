import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readWindows } from '../embed/read-windows.ts';
import { FileFault, refusal } from '../files/fault.ts';

/** A picture of 5 seconds of one track, by its genre. */
export interface GenrePicture {
  readonly pixels: Uint8Array;
  readonly genre: string;
  /** Which half of the development data it is in: `train` or `valid`. */
  readonly split: string;
}

/**
 * Reads `mel_u8.bin` (rows × 64 mel bands × 57 frames) and `labels.csv` (`row,genre,split`).
 * @throws FileFault
 */
export async function readGenrePictures(folder: string): Promise<readonly GenrePicture[]> {
  const windows = await readWindows(join(folder, 'mel_u8.bin'));
  const table = join(folder, 'labels.csv');
  const text = await readFile(table, 'utf8').catch((error: unknown) => {
    throw new FileFault(table, null, refusal(error));
  });
  const [head, ...lines] = text.trim().split(/\r?\n/);
  if (head !== 'row,genre,split') throw new FileFault(table, 1, 'the columns are not row, genre and split');
  return lines.map((line, i) => {
    const [row, genre, split] = line.split(',');
    const pixels = windows[Number(row)];
    if (pixels === undefined || split === undefined) throw new FileFault(table, i + 2, 'it names no picture');
    return { pixels, genre, split };
  });
}
