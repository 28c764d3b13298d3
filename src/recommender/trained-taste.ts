import type { TasteHead } from '../../models/acoustic/learning/taste-head.ts';
import type { TasteModel } from '../../models/collaborative/taste-model.ts';
import type { BlendWeights } from '../../models/ranking/blend-weights.ts';
import type { ListenerId, TrackId } from '../domain.ts';
import type { ReadArtists } from './read-artists.ts';

/** What was learnt from everybody's listening at one time. Whenever a listener is forgotten all of it is, and with it the weights of their own. */
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
  /** Where sounds belong among the factors of the model; null where that was not seen to help. */
  readonly head: SoundHead | null;
  /** What the signals weigh; null where that was not fitted. */
  readonly blend: ServerBlend | null;
}

export interface ServerBlend {
  readonly weights: BlendWeights;
  /** Of listeners who said enough for it, by their ids. */
  readonly own: Readonly<Record<ListenerId, BlendWeights>>;
}

/** For the sounds of one network. */
export interface SoundHead extends TasteHead {
  readonly networkVersion: string;
}

/**
 * `6-1767225600000-1767229200000`: sixth design of the signals, trained on what was heard and on what was read at those
 * times; 0 before the first. Unlike a count, a time never comes again when somebody was forgotten or a snapshot lost.
 */
export function modelVersion({ trained, read }: { readonly trained: TrainedTaste | null; readonly read: Pick<ReadArtists, 'readAt'> | null }): string {
  return `6-${trained?.trainedAt ?? 0}-${read?.readAt ?? 0}`;
}
