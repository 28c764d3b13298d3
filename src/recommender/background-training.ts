import { Worker } from 'node:worker_threads';
import type { TasteModel } from '../../models/collaborative/taste-model.ts';
import type { TasteProgress } from '../../models/collaborative/train-taste.ts';
import { Requester } from '../requests.ts';
import { buffersIn } from '../training/transferable.ts';
import type { PlainTasteData, TrainingCalls } from './training-thread.ts';

/** Longer than any training; who does not want to wait aborts it. */
const DEADLINE_MS = 24 * 3_600_000;

export interface BackgroundTrainingOptions {
  readonly seed: number;
  /** Ends all threads at once, whatever they do. */
  readonly signal: AbortSignal;
  readonly onProgress: (progress: TasteProgress) => void;
}

/**
 * Trains on threads to which everything else goes first. They live for this one training, so that their memory is
 * returned. The data is moved there: its arrays are empty afterwards.
 * @throws Error when training fails or is aborted; no thread is left then, either
 */
export async function trainInBackground(data: PlainTasteData, { seed, signal, onProgress }: BackgroundTrainingOptions): Promise<TasteModel> {
  signal.throwIfAborted();
  const worker = new Worker(new URL('./training-thread.ts', import.meta.url), { name: 'training' });
  const requests = new Requester<TrainingCalls, TasteProgress>(
    {
      post: (message, transfer) => worker.postMessage(message, transfer ? [...transfer] : []),
      receive: (handler) => worker.on('message', handler),
    },
    onProgress,
  );
  worker.once('error', (error) => requests.close(error instanceof Error ? error.message : String(error)));
  worker.once('exit', () => requests.close('training was stopped'));
  const stop = () => void worker.terminate();
  signal.addEventListener('abort', stop);
  try {
    return await requests.call('train', { data, seed }, { deadlineMs: DEADLINE_MS, transfer: buffersIn(data) });
  } finally {
    signal.removeEventListener('abort', stop);
    await worker.terminate();
  }
}
