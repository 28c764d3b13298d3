import type { Loudness, Track, TrackId } from '../domain.ts';

/** The music: every track of every source, searchable in memory. */
export interface Library {
  /** A track that can be played now; undefined also while its folder is away or its files are unreadable. */
  get(id: TrackId): Track | undefined;
  readonly size: number;
  /** Every track that can be played now. */
  tracks(): readonly Track[];
  /** Fuzzy search over artist, title and album, best first. */
  search(query: string, limit: number): readonly Track[];
  /** The track's loudness, measured now if it never was. null when it cannot be measured within `deadlineMs`. */
  loudness(id: TrackId, deadlineMs: number): Promise<Loudness | null>;
  /** The track that a title and an artist from elsewhere mean, whatever the spelling; undefined when there is none. */
  match(song: { readonly title: string; readonly artist: string }): Track | undefined;
  /** The cover in the track's file, or beside it; null when there is none. */
  cover(id: TrackId): Promise<Cover | null>;
  status(): LibraryStatus;
  /** Called after tracks came, changed or went (batched, at most twice a second). */
  onChange(listener: () => void): () => void;
  /** Resolves when at least one track is playable, or when every source is done. */
  ready(): Promise<void>;
  /** A playing of this file failed: it is listed as unreadable until the file changes. */
  reportUnreadable(id: TrackId, reason: string): void;
  close(): Promise<void>;
}

/** A picture as it was found. */
export interface Cover {
  readonly type: 'image/jpeg' | 'image/png' | 'image/webp';
  readonly bytes: Uint8Array;
}

export interface LibraryStatus {
  readonly tracks: number;
  readonly artists: number;
  readonly files: number;
  readonly sources: readonly SourceStatus[];
  readonly unreadable: readonly { readonly path: string; readonly reason: string }[];
  /** Tracks whose loudness is measured. */
  readonly measured: number;
}

export interface SourceStatus {
  readonly name: string;
  readonly state: 'waiting' | 'scanning' | 'watching' | 'failed';
  readonly done: number;
  /** Files found so far; grows while a scan walks the folders. */
  readonly total: number;
  readonly message: string | null;
}
