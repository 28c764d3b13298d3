import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import PQueue from 'p-queue';
import type { Picture } from '../picture.ts';

/** Takes a tenth of a second on an idle machine. */
const LONGEST_MS = 10_000;
/** Whoever asks for many at once waits: a thread takes some tens of megabytes. */
const turns = new PQueue({ concurrency: 2 });

/**
 * A picture as a PNG. Drawing takes some tens of milliseconds, which music would wait for: it has a thread to itself, whose
 * memory goes with it.
 * @throws Error when it cannot be drawn on this machine, or not within ten seconds
 */
export function pngOf(picture: Picture): Promise<Buffer> {
  return turns.add(() => drawn(picture));
}

async function drawn(picture: Picture): Promise<Buffer> {
  const worker = new Worker(new URL('./picture-thread.ts', import.meta.url), { workerData: picture, name: 'picture' });
  try {
    const [png] = (await once(worker, 'message', { signal: AbortSignal.timeout(LONGEST_MS) })) as [Uint8Array];
    return Buffer.from(png.buffer, png.byteOffset, png.byteLength);
  } finally {
    await worker.terminate();
  }
}
