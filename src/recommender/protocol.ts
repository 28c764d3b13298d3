import type { ListenerId, TrackId } from '../domain.ts';
import type { LogLevel } from '../log.ts';
import type { Answers, Question } from './answers.ts';
import type { TrackRecord } from './catalogue.ts';
import type { RecommenderStatus } from './recommender.ts';

/** What the main process asks of the recommender's process. Requests take effect in the order they are sent. */
export type RecommenderCalls = QuestionCalls & {
  /** The first: where everything lies. Answered when picks can be answered. */
  open: { request: RecommenderPlaces; reply: void };
  library: { request: LibraryChange; reply: void };
  'artists-elsewhere': { request: null; reply: readonly string[] };
  /** There is something new to be read from the database. */
  readings: { request: null; reply: void };
  learn: { request: ListenerId; reply: void };
  /** Answered when nothing about the listener is left in memory and on disk. */
  forget: { request: ListenerId; reply: void };
  ping: { request: null; reply: null };
  /** Saves; the process ends by itself after the answer. */
  close: { request: null; reply: void };
};

/** Questions are asked by their name and answered as they are. */
type QuestionCalls = { [Q in Question]: { request: Parameters<Answers[Q]>; reply: Awaited<ReturnType<Answers[Q]>> } };

export interface RecommenderPlaces {
  readonly databaseUrl: string | null;
  readonly databaseFile: string;
  readonly snapshotFolder: string;
  /** Evidence about somebody's taste counts half after this time. */
  readonly halfLifeMs: number;
  readonly logLevel: LogLevel;
  /** Whether this process analyses how tracks sound; else another does, on the same database. */
  readonly analyses: boolean;
}

/** Tracks that came or changed, and tracks that went. */
export interface LibraryChange {
  readonly put: readonly TrackRecord[];
  readonly remove: readonly TrackId[];
}

/** Sent unasked whenever it changes. */
export type RecommenderNotice = Omit<RecommenderStatus, 'from' | 'restarts'>;
