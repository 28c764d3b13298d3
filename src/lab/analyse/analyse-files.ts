import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { Requester } from '../../requests.ts';
import type { AnalyseCalls, Analysed } from './analyse-thread.ts';
import type { NamedAudio } from './audio-files.ts';

const MOST_THREADS = 2;
/** A file that is not done by then has hung its decoder: three hours of sound take minutes. */
const LONGEST_MS = 30 * 60_000;

/**
 * Analyses files on two threads where there are two cores. A decoder that hangs or takes its thread down costs that file
 * alone.
 * @param onDone called in the order in which they are done
 * @returns in the order of the files
 */
export async function analyseFiles(files: readonly NamedAudio[], onDone: (file: NamedAudio, analysed: Analysed) => void): Promise<Analysed[]> {
  const results = new Array<Analysed>(files.length);
  let next = 0;
  const lane = async () => {
    let thread = startThread();
    try {
      for (let i = next++; i < files.length; i = next++) {
        try {
          results[i] = await thread.requests.call('analyse', files[i].file, { deadlineMs: LONGEST_MS });
        } catch {
          results[i] = { reason: 'its decoder gave up' };
          await thread.worker.terminate();
          thread = startThread();
        }
        onDone(files[i], results[i]);
      }
    } finally {
      await thread.worker.terminate();
    }
  };
  await Promise.all(Array.from({ length: Math.min(MOST_THREADS, availableParallelism(), files.length) }, lane));
  return results;
}

function startThread(): { readonly worker: Worker; readonly requests: Requester<AnalyseCalls> } {
  // The decoders print complaints about damaged files to stderr; what is wrong is told by the reply.
  const worker = new Worker(new URL('./analyse-thread.ts', import.meta.url), { stderr: true, name: 'analyse' });
  worker.stderr.resume();
  const requests = new Requester<AnalyseCalls>({ post: (message) => worker.postMessage(message), receive: (handler) => worker.on('message', handler) });
  worker.once('error', (error) => requests.close(String(error)));
  worker.once('exit', () => requests.close('the thread ended'));
  return { worker, requests };
}
