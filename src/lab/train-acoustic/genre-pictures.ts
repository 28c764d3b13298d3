import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { WINDOW_POINTS } from '../../../models/acoustic/network/mel-picture.ts';
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
  const read = async (name: string): Promise<Buffer> => {
    const file = join(folder, name);
    return readFile(file).catch((error: unknown) => {
      throw new FileFault(file, null, refusal(error));
    });
  };
  const pixels = await read('mel_u8.bin');
  const [head, ...lines] = (await read('labels.csv')).toString('utf8').trim().split(/\r?\n/);
  if (head !== 'row,genre,split') throw new FileFault(join(folder, 'labels.csv'), 1, 'the columns are not row, genre and split');
  if (pixels.length !== lines.length * WINDOW_POINTS) {
    throw new FileFault(join(folder, 'mel_u8.bin'), null, `it does not hold ${lines.length} pictures of 64 × 57`);
  }
  return lines.map((line) => {
    const [row, genre, split] = line.split(',');
    const from = Number(row) * WINDOW_POINTS;
    return { pixels: Uint8Array.from(pixels.subarray(from, from + WINDOW_POINTS)), genre, split };
  });
}
