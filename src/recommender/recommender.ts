import type { ListenerId, Pick, SessionId, TrackId } from '../domain.ts';

/**
 * The recommender, as the rest of the house sees it. It answers from its child process; when that is
 * dead or slow, from the last snapshot in this process. It never throws for being unwell.
 */
export interface Recommender {
  /** Chooses the next tracks for the members present. Fewer than `count` when the library has no more. */
  pick(request: PickRequest): Promise<readonly Pick[]>;
  /** What each signal says about one track for the given listeners (same shape as a pick's scores). */
  explain(trackId: TrackId, listeners: readonly ListenerId[]): Promise<Pick['scores']>;
  /** Tracks of the library most like this one, best first, of one artist two at most; none like a track it does not know. */
  similar(trackId: TrackId, count: number): Promise<readonly SimilarTrack[]>;
  /** The listener's own taste as the model calculates it, for their export; null when it knows nothing of them. */
  tasteOf(listenerId: ListenerId): Promise<TasteNumbers | null>;
  /** The listener's listens or feedback have changed: re-solve them. Returns at once. */
  learn(listenerId: ListenerId): void;
  /**
   * Forgets everything about a listener, in memory and in every snapshot on disk. Their rows must be gone
   * from the database before, as the process reads it anew when it is replaced.
   */
  forget(listenerId: ListenerId): Promise<void>;
  /** The library has changed. Returns at once. */
  libraryChanged(): void;
  status(): RecommenderStatus;
  close(): Promise<void>;
}

export interface PickRequest {
  readonly sessionId: SessionId;
  /** The consenting, un-deafened members present, with how well each was served so far in this session. */
  readonly listeners: readonly { readonly id: ListenerId; readonly satisfaction: number }[];
  /** Not to be picked: played, queued or planned in this session, or vetoed. */
  readonly exclude: readonly TrackId[];
  /** Tracks that will have been heard just before, oldest first: for artist spacing and flow. */
  readonly before: readonly TrackId[];
  readonly count: number;
  /**
   * Which of the session's slots the first pick is for, from 0: of every ten slots exactly one explores.
   * Without it each slot explores by chance.
   */
  readonly slot?: number;
  /** Seeds exploration and ties. */
  readonly seed: number;
}

export interface SimilarTrack {
  readonly trackId: TrackId;
  /** 0 … 1: how alike they are by what is known of both. */
  readonly score: number;
  /** Whether several listeners like both; how many, and who, is nobody's business. */
  readonly together: boolean;
}

/** How far a training is. */
export interface TrainingProgress {
  /** 0 … 1, an estimate. */
  readonly share: number;
  /** The ways to learn are chosen, or trained on everything. */
  readonly doing: 'choosing' | 'training';
}

/** A listener's place in the model: means something only beside the tracks' places in the same one. */
export interface TasteNumbers {
  readonly modelVersion: string;
  readonly numbers: readonly number[];
}

export interface RecommenderStatus {
  /** `process`: answered by the child; `snapshot`: the child is away and the last snapshot answers. */
  readonly from: 'process' | 'snapshot';
  readonly modelVersion: string;
  readonly listeners: number;
  readonly tracks: number;
  readonly trainedAt: number | null;
  /** null when nothing is being trained. */
  readonly training: TrainingProgress | null;
  readonly restarts: number;
}
