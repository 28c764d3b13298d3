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

export interface RecommenderStatus {
  /** `process`: answered by the child; `snapshot`: the child is away and the last snapshot answers. */
  readonly from: 'process' | 'snapshot';
  readonly modelVersion: string;
  readonly listeners: number;
  readonly tracks: number;
  readonly trainedAt: number | null;
  readonly restarts: number;
}
