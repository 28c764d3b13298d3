import type { AudioFile } from '../domain.ts';
import type { TensorBackend } from '../tensor-backend.ts';
import type { FileStamp } from './stamp.ts';

/** What a thread that analyses is started with. */
export interface AnalysisThreadData {
  readonly databaseUrl: string | null;
  readonly databaseFile: string;
}

/** What a thread is asked. It writes down by itself what comes out: whoever asks reads it in the database. */
export type AnalysisCalls = {
  /** The first: starts the network. */
  open: { request: null; reply: OpenedNetwork };
  /** Finds out what is in a file. From now on it counts as tried, and not done. */
  identify: { request: AudioFile; reply: Identified };
  /** Analyses what was found to be new. */
  analyse: { request: NewContent; reply: Analysed };
  /** Forgets the analyses of files that are gone for long. */
  tidy: { request: null; reply: void };
  /** Breaks off what is under way, as if it had never been tried. */
  stop: { request: null; reply: void };
};

export interface OpenedNetwork {
  /** null when no network can be had here: everything but what it says is analysed. */
  readonly version: string | null;
  readonly backend: TensorBackend | null;
  /** Why it cannot be had; null where none ships. */
  readonly fault: string | null;
}

export interface NewContent {
  readonly file: AudioFile;
  /** As it was when its bytes were read. */
  readonly stamp: FileStamp;
  readonly contentHash: string;
}

export type Identified =
  /** Its content was analysed before, wherever it lay: that is written down now. */
  | { readonly kind: 'settled' }
  | { readonly kind: 'new'; readonly content: NewContent }
  /** It is not there, or cannot be read just now. */
  | { readonly kind: 'away'; readonly reason: string };

export type Analysed =
  /** Its analysis is written down, or why it has none. */
  | { readonly kind: 'settled' }
  /** It is not what it was when it was identified. */
  | { readonly kind: 'changed' };
