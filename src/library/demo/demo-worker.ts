import { setPriority } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import type { CatalogueTrack } from './catalogue.ts';
import { makeTrack } from './make-track.ts';
import { writeTrack, type TrackRecord } from './track-file.ts';

export interface DemoWorkerData {
  readonly folder: string;
  /** Gives way to everything else that wants the processor. */
  readonly background: boolean;
}

/** The answer to every track that was posted, in order. */
export type DemoReport =
  | { readonly kind: 'made'; readonly record: TrackRecord }
  | { readonly kind: 'failed'; readonly reason: string };

/** A background worker rests for this share of the time it computed. */
const REST_SHARE = 0.5;

const { folder, background } = workerData as DemoWorkerData;
// Linux alone has priorities of single threads; elsewhere this would slow the whole process.
if (background && process.platform === 'linux') setPriority(10);

const never = new Int32Array(new SharedArrayBuffer(4));
let since = performance.now();

function breathe(): void {
  if (!background) return;
  const busy = performance.now() - since;
  if (busy < 8) return;
  Atomics.wait(never, 0, 0, busy * REST_SHARE);
  since = performance.now();
}

async function make(track: CatalogueTrack): Promise<DemoReport> {
  try {
    since = performance.now();
    const { audio, record } = makeTrack(track, breathe);
    await writeTrack(folder, track, audio, record);
    return { kind: 'made', record };
  } catch (error) {
    return { kind: 'failed', reason: error instanceof Error ? error.message : String(error) };
  }
}

parentPort?.on('message', (track: CatalogueTrack) => {
  void make(track).then((report) => parentPort?.postMessage(report));
});
