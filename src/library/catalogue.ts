import type { Loudness, Track, TrackId } from '../domain.ts';
import { UNKNOWN_ARTIST } from '../unknown-artist.ts';
import { bestCopy } from './best-copy.ts';
import { isReadable, type FileRecord, type ReadableFile } from './file-record.ts';
import { performersKey } from './identity.ts';
import { isInside } from './inside.ts';
import { SongIndex } from './song-index.ts';

/** Told what changed, to store it, index it and pass it on. */
export interface CatalogueListener {
  fileChanged(path: string): void;
  /** `same` when only its folder went away or came back. */
  trackChanged(id: TrackId, same: boolean): void;
}

interface UnreadableFile {
  readonly path: string;
  readonly reason: string;
}

interface Playable {
  readonly track: Track;
  readonly performersKey: string;
}

/**
 * Every file and the songs they hold, in memory. A song is playable while one readable copy lies in a
 * folder that is there.
 */
export class Catalogue {
  readonly #listener: CatalogueListener;
  readonly #files = new Map<string, FileRecord>();
  readonly #songs = new SongIndex();
  readonly #playable = new Map<TrackId, Playable>();
  readonly #tracksOfPerformers = new Map<string, number>();
  /** Folders that cannot be read now: their files are kept, but not offered. */
  readonly #away = new Set<string>();
  readonly #faults = new Map<string, string>();
  #faultList: readonly UnreadableFile[] | null = null;
  /** How many files lie in a folder, as far as somebody asked since files came or went. */
  readonly #counts = new Map<string, number>();
  #list: readonly Track[] | null = null;
  #measured = 0;

  constructor(listener: CatalogueListener) {
    this.#listener = listener;
  }

  get size(): number {
    return this.#playable.size;
  }

  get fileCount(): number {
    return this.#files.size;
  }

  get artistCount(): number {
    return this.#tracksOfPerformers.size;
  }

  /** Playable tracks whose loudness is known. */
  get measuredCount(): number {
    return this.#measured;
  }

  get(id: TrackId): Track | undefined {
    return this.#playable.get(id)?.track;
  }

  tracks(): readonly Track[] {
    this.#list ??= Array.from(this.#playable.values(), ({ track }) => track);
    return this.#list;
  }

  /** The playable song that goes by this name. */
  match(song: { readonly title: string; readonly artist: string }): Track | undefined {
    for (const id of this.#songs.named(song)) {
      const track = this.get(id);
      if (track) return track;
    }
    return undefined;
  }

  file(path: string): FileRecord | undefined {
    return this.#files.get(path);
  }

  /** The song a file belongs to; null while it is unreadable. */
  trackIdOfFile(path: string): TrackId | null {
    return this.#songs.songOf(path);
  }

  *filesIn(root: string): Generator<FileRecord> {
    for (const file of this.#files.values()) if (isInside(file.path, root)) yield file;
  }

  countIn(root: string): number {
    const count = this.#counts.get(root) ?? this.filesIn(root).reduce((sum) => sum + 1, 0);
    this.#counts.set(root, count);
    return count;
  }

  unreadable(): readonly UnreadableFile[] {
    this.#faultList ??= Array.from(this.#faults, ([path, reason]) => ({ path, reason })).sort((a, b) => (a.path < b.path ? -1 : 1));
    return this.#faultList;
  }

  /** Adds a file or replaces what was known of it. `storedId` is the song it belonged to when last stored. */
  put(file: FileRecord, storedId: TrackId | null = null): void {
    const before = this.#songs.songOf(file.path);
    const touched = new Set<TrackId>(before === null ? [] : [before]);
    if (!this.#files.has(file.path)) this.#counts.clear();
    this.#files.set(file.path, file);
    this.#setFault(file.path, file.fault?.reason);
    this.#listener.fileChanged(file.path);
    if (isReadable(file)) {
      const { id, moved, absorbed } = this.#songs.put(file.path, file.tags, storedId);
      for (const song of [id, ...absorbed]) touched.add(song);
      for (const path of moved) this.#listener.fileChanged(path);
    } else {
      this.#songs.remove(file.path);
    }
    for (const id of touched) this.#refresh(id);
  }

  remove(path: string): void {
    if (!this.#files.delete(path)) return;
    this.#setFault(path, undefined);
    this.#counts.clear();
    const id = this.#songs.songOf(path);
    this.#songs.remove(path);
    this.#listener.fileChanged(path);
    if (id !== null) this.#refresh(id);
  }

  /** What measuring found out about the copy of a song that plays; `durationMs` is what was decoded. */
  setLoudness(path: string, loudness: Loudness, durationMs: number): void {
    const file = this.#files.get(path);
    if (!file?.tags) return;
    const wrongLength = Math.abs(durationMs - file.tags.durationMs) > 50;
    const tags = wrongLength ? { ...file.tags, durationMs } : file.tags;
    this.put({ ...file, tags, loudness });
  }

  setAway(root: string, away: boolean): void {
    if (this.#away.has(root) === away) return;
    if (away) this.#away.add(root);
    else this.#away.delete(root);
    const touched = new Set<TrackId>();
    for (const { path } of this.filesIn(root)) {
      const id = this.#songs.songOf(path);
      if (id !== null) touched.add(id);
    }
    for (const id of touched) this.#refresh(id, true);
  }

  #refresh(id: TrackId, same = false): void {
    const before = this.#playable.get(id);
    const copies = this.#copiesOf(id);
    if (!before && copies.length === 0) return;
    if (before) this.#count(before, -1);
    if (copies.length > 0) {
      const track = trackOf(id, copies);
      const key = before?.track.artist === track.artist ? before.performersKey : performersKey(track.artist);
      const playable = { track, performersKey: key };
      this.#playable.set(id, playable);
      this.#count(playable, 1);
    } else {
      this.#playable.delete(id);
    }
    this.#list = null;
    this.#listener.trackChanged(id, same);
  }

  #count({ track, performersKey: key }: Playable, step: 1 | -1): void {
    const tracks = (this.#tracksOfPerformers.get(key) ?? 0) + step;
    if (tracks === 0) this.#tracksOfPerformers.delete(key);
    else this.#tracksOfPerformers.set(key, tracks);
    if (track.loudness) this.#measured += step;
  }

  #setFault(path: string, reason: string | undefined): void {
    if (this.#faults.get(path) === reason) return;
    if (reason === undefined) this.#faults.delete(path);
    else this.#faults.set(path, reason);
    this.#faultList = null;
  }

  #copiesOf(id: TrackId): ReadableFile[] {
    const copies: ReadableFile[] = [];
    for (const path of this.#songs.filesOf(id)) {
      const file = this.#files.get(path);
      if (file && isReadable(file) && !this.#isAway(path)) copies.push(file);
    }
    return copies;
  }

  #isAway(path: string): boolean {
    for (const root of this.#away) if (isInside(path, root)) return true;
    return false;
  }
}

/** The song, described by its best copy; what that one leaves open is taken from the others. */
function trackOf(id: TrackId, copies: readonly ReadableFile[]): Track {
  const best = bestCopy(copies);
  const { tags } = best;
  const all = [best, ...copies.filter((copy) => copy !== best)].map((copy) => copy.tags);
  const union = (lists: readonly (readonly string[])[]) => (lists.length === 1 ? lists[0] : undefined) ?? [...new Set(lists.flat())];
  return {
    id,
    title: tags.title,
    artist: tags.artist ?? all.find(({ artist }) => artist !== null)?.artist ?? UNKNOWN_ARTIST,
    album: tags.album,
    trackNumber: tags.trackNumber,
    discNumber: tags.discNumber,
    year: tags.year ?? all.find(({ year }) => year !== null)?.year ?? null,
    genres: union(all.map(({ genres }) => genres)),
    tags: union(all.map((copy) => copy.tags)),
    durationMs: tags.durationMs,
    isrc: tags.isrc ?? all.find(({ isrc }) => isrc !== null)?.isrc ?? null,
    mbid: tags.mbid ?? all.find(({ mbid }) => mbid !== null)?.mbid ?? null,
    loudness: best.loudness,
    file: { path: best.path, format: best.format },
    source: best.source,
  };
}
