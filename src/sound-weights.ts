import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

/** The weights that ship. */
export const WEIGHTS_FILE = new URL('../models/acoustic/weights/sound.weights', import.meta.url);

/** Which network the weights make: embeddings of two cannot be compared. null when there are none to be read. */
export function soundNetworkVersion(): string | null {
  try {
    return createHash('sha256').update(readFileSync(WEIGHTS_FILE)).digest('hex').slice(0, 16);
  } catch {
    return null;
  }
}
