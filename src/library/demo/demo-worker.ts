import { setPriority } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import { CATALOGUE } from './catalogue.ts';
import { makeTrack } from './make-track.ts';
import { writeTrack, type TrackRecord } from './track-file.ts';

export interface DemoWorkerData {
  readonly folder: string;
  /** Gives way to everything else that wants the processor. */
  readonly background: boolean;
}

/** Position in the catalogue of the track to make. */
export type DemoOrder = number;

export type DemoReport =
  | { readonly kind: 'made'; readonly order: DemoOrder; readonly record: TrackRecord }
  | { readonly kind: 'failed'; readonly order: DemoOrder; readonly reason: string };

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

async function make(order: DemoOrder): Promise<DemoReport> {
  try {
    since = performance.now();
    const { audio, record } = makeTrack(CATALOGUE[order], breathe);
    await writeTrack(folder, CATALOGUE[order], audio, record);
    return { kind: 'made', order, record };
  } catch (error) {
    return { kind: 'failed', order, reason: error instanceof Error ? error.message : String(error) };
  }
}

parentPort?.on('message', (order: DemoOrder) => {
  void make(order).then((report) => parentPort?.postMessage(report));
});
