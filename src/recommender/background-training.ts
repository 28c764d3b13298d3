import type { TasteProgress } from '../../models/collaborative/train-taste.ts';
import { askThread } from '../training/ask-thread.ts';
import { buffersIn } from '../training/transferable.ts';
import type { Learnt, PlainTasteData, TrainingCalls } from './training-thread.ts';

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
export async function trainInBackground(data: PlainTasteData, { seed, signal, onProgress }: BackgroundTrainingOptions): Promise<Learnt> {
  const thread = new URL('./training-thread.ts', import.meta.url);
  return askThread<TrainingCalls, 'training', TasteProgress>({ thread, call: 'training', request: { data, seed }, transfer: buffersIn(data), signal, onNotice: onProgress });
}
