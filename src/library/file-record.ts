import type { AudioFormat, Loudness } from '../domain.ts';

/** What a file says about its music; missing tags are read from its path. */
export interface FileTags {
  readonly title: string;
  /** null when neither tags nor path name one. */
  readonly artist: string | null;
  readonly album: string | null;
  readonly trackNumber: number | null;
  readonly discNumber: number | null;
  readonly year: number | null;
  readonly genres: readonly string[];
  readonly tags: readonly string[];
  readonly durationMs: number;
  readonly isrc: string | null;
  readonly mbid: string | null;
  readonly lossless: boolean;
  /** Bit/s; 0 when unknown. */
  readonly bitrate: number;
}

/** A file of a source, as it was when last read. */
export interface FileRecord {
  /** Absolute path. */
  readonly path: string;
  readonly source: SourceKind;
  readonly size: number;
  readonly mtimeMs: number;
  readonly format: AudioFormat;
  /** null when it could not be read. */
  readonly tags: FileTags | null;
  readonly loudness: Loudness | null;
  /** Why it cannot be played; null when it can. */
  readonly fault: Fault | null;
}

export type SourceKind = 'folder' | 'demo';

export interface Fault {
  readonly reason: string;
  /** It lies around the file (rights, a missing program), not in it: worth another try at every scan. */
  readonly passing: boolean;
}

/** A file that can be played, or could be if its folder were there. */
export type ReadableFile = FileRecord & { readonly tags: FileTags; readonly fault: null };

export function isReadable(file: FileRecord): file is ReadableFile {
  return file.tags !== null && file.fault === null;
}
