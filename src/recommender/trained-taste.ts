import type { TasteModel } from '../../models/collaborative/taste-model.ts';
import type { TrackId } from '../domain.ts';

/** What was learnt from everybody's listening at one time. Names no listener. */
export interface TrainedTaste {
  /** When it began: what came later is not in it. */
  readonly trainedAt: number;
  readonly tookMs: number;
  /** Affinities it was trained on … */
  readonly trainedOn: number;
  /** … and tracks that the library had then. */
  readonly tracks: number;
  /** The tracks that the columns of the model stand for. */
  readonly ids: readonly TrackId[];
  readonly model: TasteModel;
}

/**
 * `3-1767225600000`: third design of the signals, trained on what was known at that time; `3-0` before the first
 * training. Unlike a count, the time never comes again when somebody was forgotten or a snapshot lost.
 */
export function modelVersion(trained: TrainedTaste | null): string {
  return `3-${trained?.trainedAt ?? 0}`;
}
