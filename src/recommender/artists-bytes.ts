import type { ReadArtists } from './read-artists.ts';
import { fromBytes, toBytes } from './snapshot-bytes.ts';

/** What was read about artists, written down in slices. */
export function encodeArtists(artists: ReadArtists): Promise<readonly Buffer[]> {
  return toBytes({ artists });
}

/** @throws SnapshotError when the bytes are not that, whole and of this version */
export function decodeArtists(bytes: Buffer): ReadArtists {
  return fromBytes(bytes).part('artists') as ReadArtists;
}
