import { askThread } from '../training/ask-thread.ts';
import type { ArtistCalls, DatabasePlace } from './artist-thread.ts';
import type { ReadArtists, ReadingPlan } from './read-artists.ts';

/**
 * Takes together what was read about artists on a thread to which everything else goes first. It lives for this once, so
 * that its memory is returned.
 * @throws Error when it fails or is aborted; no thread is left then, either
 */
export async function readInBackground(place: DatabasePlace, plan: ReadingPlan, signal: AbortSignal): Promise<ReadArtists> {
  return askThread<ArtistCalls, 'reading'>({ thread: new URL('./artist-thread.ts', import.meta.url), call: 'reading', request: { ...place, plan }, signal });
}
