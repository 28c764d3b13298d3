import type { Generated, Selectable } from 'kysely';

/**
 * The tables, the same on SQLite and Postgres. Times are epoch milliseconds; columns named `data`,
 * `genres`, `tags` and `meta` hold JSON text; flags are 0 or 1.
 */
export interface Schema {
  track: TrackTable;
  file: FileTable;
  event: EventTable;
  listener: ListenerTable;
  affinity: AffinityTable;
  open_play: OpenPlayTable;
  open_listen: OpenListenTable;
  kv: KeyValueTable;
  reading: ReadingTable;
  reading_task: ReadingTaskTable;
  analysis: AnalysisTable;
  analysed_file: AnalysedFileTable;
  weekly_list: WeeklyListTable;
}

export type Flag = 0 | 1;

/** A song by identity, with the best file that holds it. */
export interface TrackTable {
  id: string;
  title: string;
  artist: string;
  album: string | null;
  track_number: number | null;
  disc_number: number | null;
  year: number | null;
  genres: string;
  tags: string;
  duration_ms: number;
  isrc: string | null;
  mbid: string | null;
  source: string;
  path: string;
  format: string;
  integrated_lufs: number | null;
  true_peak_dbtp: number | null;
  added_at: number;
}

/** A file as it was when last scanned; `track_id` is null and `fault` says why when it is unreadable. */
export interface FileTable {
  path: string;
  source: string;
  track_id: string | null;
  size: number;
  mtime_ms: number;
  format: string;
  meta: string;
  fault: string | null;
  integrated_lufs: number | null;
  true_peak_dbtp: number | null;
  scanned_at: number;
}

export const EVENT_KINDS = ['play', 'play-ended', 'listen', 'feedback', 'taken-back', 'pick', 'pick-score', 'pick-present', 'consent', 'elsewhere', 'list', 'list-feedback', 'imported'] as const;
export type EventKind = (typeof EVENT_KINDS)[number];

/**
 * The append-only log; only a listen elsewhere that is told again makes its row grow, and a history that is
 * given again takes the place of what was given before. Whatever concerns a
 * member is a row of its own with `listener_id`; `data` never names a listener, so that deleting the rows
 * of one listener removes everything about them.
 */
export interface EventTable {
  id: Generated<number>;
  at: number;
  kind: EventKind;
  place_id: string | null;
  session_id: string | null;
  listener_id: string | null;
  track_id: string | null;
  play_id: string | null;
  data: string;
}

/** Members who said yes. Nobody else has a row anywhere; that they were asked is kept without their id (`kv`). */
export interface ListenerTable {
  id: string;
  name: string;
  consent: 'given' | 'paused';
  consented_at: number;
  changed_at: number;
  /** When they agreed that what they play elsewhere is kept; null when they did not. */
  elsewhere_since: number | null;
}

/** The projection of the log that models train on (see `Affinity` in domain.ts). */
export interface AffinityTable {
  listener_id: string;
  track_id: string;
  plays: number;
  completions: number;
  heard_ms: number;
  skips: number;
  early_skips: number;
  /** Listens that they left before the track was about over. */
  leaves: Generated<number>;
  requests: number;
  reaction: 'like' | 'love' | 'dislike' | null;
  last_at: number;
  /** Whether they chose its artist as one they like. */
  artist_liked: Generated<Flag>;
}

/** Plays in progress, as of their last checkpoint. */
export interface OpenPlayTable {
  play_id: string;
  place_id: string;
  session_id: string;
  track_id: string;
  duration_ms: number;
  started_at: number;
  /** How long the music ran. */
  ran_ms: number;
  checkpoint_at: number;
}

/** Listens in progress of consenting members, as of their last checkpoint. */
export interface OpenListenTable {
  play_id: string;
  listener_id: string;
  started_at: number;
  heard_ms: number;
  joined_midway: Flag;
  /** Present and not deafened. */
  hearing: Flag;
  checkpoint_at: number;
}

/** Rows of the keyv store. */
export interface KeyValueTable {
  ns: string;
  k: string;
  v: string;
  /** When the entry expires; null means never. */
  exp: number | null;
}

/** What was read about an artist at one address (see `artist-readings.ts`). Nothing of members is in it, or near it. */
export interface ReadingTable {
  artist_key: string;
  source: string;
  url: string;
  artist_name: string;
  title: string;
  credit: string | null;
  language: string | null;
  read_at: number;
  /** Tags, similar artists, aliases and counts: JSON, compressed (Brotli). */
  content: Uint8Array;
}

/** What is to be read, and read again: an artist or an address (`subject`) at a source. */
export interface ReadingTaskTable {
  source: string;
  subject: string;
  name: string;
  /** Tracks of the artist in the library: more comes first. */
  weight: number;
  due_at: number;
  /** Failed one after another. */
  tries: number;
  /** What went wrong last, as a sentence; null when nothing did. */
  fault: string | null;
  /** When it was last done; null when it never was. */
  done_at: number | null;
}

/** What a file's content sounds like, whatever the file is called and wherever it lies (see `track-analyses.ts`). Nothing of members is in it. */
export interface AnalysisTable {
  /** SHA-256 of the file's bytes, in hexadecimal digits. */
  content_hash: string;
  /** `ANALYSIS_VERSION` of the analysis. */
  version: number;
  analysed_at: number;
  /** The few numbers that recommending needs: JSON. */
  summary: string;
  /** Beats, curves, sections and cues: JSON, compressed (Brotli). */
  detail: Uint8Array;
  /** Numbers of 32 bits, the lowest byte first; null until a network has heard it. */
  embedding: Uint8Array | null;
  /** Which network the embedding is of. */
  network_version: string | null;
}

/** A file as it was when its content was last looked at. */
export interface AnalysedFileTable {
  path: string;
  size: number;
  mtime_ms: number;
  /** null until its bytes were read. */
  content_hash: string | null;
  /** `ANALYSIS_VERSION` of the last try. */
  version: number;
  /** Tries that were begun and never came to an end, one after another. */
  tries: number;
  tried_at: number;
  /** Why there is no analysis, in words that follow “because”; null when there is one. */
  fault: string | null;
  /** Since when the library does not know the file any more; null while it does. */
  gone_at: number | null;
}

/**
 * Lists to discover music by, with how far their delivery is (see `weekly/ledger.ts`). One a place, member and week;
 * `listener_id` is empty for the list of everybody in the place, which names nobody.
 */
export interface WeeklyListTable {
  /** Drawn by chance; buttons and Discord's nonce carry it. */
  id: string;
  kind: 'weekly' | 'discover' | 'kept';
  place_id: string;
  listener_id: string;
  /** `2026-W02`; of a list that was asked for, or kept, what keeps it apart from others. */
  week: string;
  state: 'build' | 'ready' | 'posting' | 'posted' | 'dropped';
  due_at: number;
  made_at: number | null;
  /** Where it is being posted, as the door calls it; null before. */
  address: string | null;
  /** When a process first tried to post it. */
  tried_at: number | null;
  message_id: string | null;
  /** Why it was dropped or is late, in a word; null when nothing is the matter. */
  fault: string | null;
  /** The process that works on it, and until when nobody else may. */
  claimed_by: string | null;
  claimed_until: number;
  /** Its tracks and its cover: JSON. */
  data: string | null;
}

export type TrackRow = Selectable<TrackTable>;
export type FileRow = Selectable<FileTable>;
export type EventRow = Selectable<EventTable>;
export type ListenerRow = Selectable<ListenerTable>;
export type AffinityRow = Selectable<AffinityTable>;
export type WeeklyListRow = Selectable<WeeklyListTable>;
export type ReadingTaskRow = Selectable<ReadingTaskTable>;
