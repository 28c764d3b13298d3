import { Worker } from 'node:worker_threads';
import { Requester } from '../requests.ts';
import type { ArtistCalls, DatabasePlace } from './artist-thread.ts';
import type { ReadArtists, ReadingPlan } from './read-artists.ts';

/** Longer than any; who does not want to wait aborts it. */
const DEADLINE_MS = 24 * 3_600_000;

/**
 * Takes together what was read about artists on a thread to which everything else goes first. It lives for this once, so
 * that its memory is returned.
 * @throws Error when it fails or is aborted; no thread is left then, either
 */
export async function readInBackground(place: DatabasePlace, plan: ReadingPlan, signal: AbortSignal): Promise<ReadArtists> {
  signal.throwIfAborted();
  const worker = new Worker(new URL('./artist-thread.ts', import.meta.url), { name: 'artists' });
  const requests = new Requester<ArtistCalls, never>(
    { post: (message) => worker.postMessage(message), receive: (handler) => worker.on('message', handler) },
    () => {},
  );
  worker.once('error', (error) => requests.close(error instanceof Error ? error.message : String(error)));
  worker.once('exit', () => requests.close('reading was stopped'));
  const stop = () => void worker.terminate();
  signal.addEventListener('abort', stop);
  try {
    return await requests.call('read', { ...place, plan }, { deadlineMs: DEADLINE_MS });
  } finally {
    signal.removeEventListener('abort', stop);
    await worker.terminate();
  }
}
