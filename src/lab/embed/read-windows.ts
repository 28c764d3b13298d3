import { readFile } from 'node:fs/promises';
import { WINDOW_POINTS } from '../../../models/acoustic/network/mel-picture.ts';
import { FileFault, refusal } from '../files/fault.ts';

/**
 * Windows that stand in a file one after the other, as bytes.
 * @throws FileFault
 */
export async function readWindows(file: string): Promise<readonly Uint8Array[]> {
  const bytes = await readFile(file).catch((error: unknown) => {
    throw new FileFault(file, null, refusal(error));
  });
  const count = bytes.length / WINDOW_POINTS;
  if (count === 0 || !Number.isInteger(count)) throw new FileFault(file, null, `it does not hold pictures of ${WINDOW_POINTS} bytes each`);
  return Array.from({ length: count }, (_, i) => bytes.subarray(i * WINDOW_POINTS, (i + 1) * WINDOW_POINTS));
}
