import type { TrackAnalysis } from '../../models/acoustic/track-analysis.ts';
import type { ListenerId, Pick, TrackId } from '../domain.ts';
import type { LogLevel } from '../log.ts';
import type { TrackRecord } from './catalogue.ts';
import type { CountedTag } from '../library/track-tags.ts';
import type { HeardTrack, LabelledTrack, PickRequest, RecommenderStatus, SimilarArtistHere, SimilarTrack, SoundMapPicture, TasteNumbers, WordsAbout } from './recommender.ts';

/** What the main process asks of the recommender's process. Requests take effect in the order they are sent. */
export type RecommenderCalls = {
  /** The first: where everything lies. Answered when picks can be answered. */
  open: { request: RecommenderPlaces; reply: void };
  library: { request: LibraryChange; reply: void };
  pick: { request: PickRequest; reply: readonly Pick[] };
  explain: { request: { readonly trackId: TrackId; readonly listeners: readonly ListenerId[] }; reply: Pick['scores'] };
  similar: { request: { readonly trackId: TrackId; readonly count: number }; reply: readonly SimilarTrack[] };
  'similar-sounding': { request: { readonly trackId: TrackId; readonly count: number }; reply: readonly SimilarTrack[] | null };
  analysis: { request: HeardTrack; reply: TrackAnalysis | null };
  'similar-artists': { request: { readonly artist: string; readonly count: number }; reply: readonly SimilarArtistHere[] };
  labelled: { request: { readonly label: string; readonly count: number }; reply: readonly LabelledTrack[] };
  'words-about': { request: string; reply: WordsAbout };
  'artists-elsewhere': { request: null; reply: readonly string[] };
  'library-tags': { request: number; reply: readonly CountedTag[] };
  'sound-map': { request: null; reply: SoundMapPicture | null };
  /** There is something new to be read from the database. */
  readings: { request: null; reply: void };
  taste: { request: ListenerId; reply: TasteNumbers | null };
  learn: { request: ListenerId; reply: void };
  /** Answered when nothing about the listener is left in memory and on disk. */
  forget: { request: ListenerId; reply: void };
  ping: { request: null; reply: null };
  /** Saves; the process ends by itself after the answer. */
  close: { request: null; reply: void };
};

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
