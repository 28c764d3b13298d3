import type { Track, TrackId } from '../../src/domain.ts';
import { songKey } from '../../src/library/identity.ts';
import type { Cover, Library } from '../../src/library/library.ts';

/** A library of given tracks, for tests that need no files. */
export class TrackList implements Library {
  readonly unreadable = new Map<TrackId, string>();
  readonly covers = new Map<TrackId, Cover>();
  readonly #tracks: Map<TrackId, Track>;
  readonly #listeners = new Set<() => void>();

  constructor(tracks: readonly Track[]) {
    this.#tracks = new Map(tracks.map((track) => [track.id, track]));
  }

  get size(): number {
    return this.tracks().length;
  }

  tracks(): readonly Track[] {
    return [...this.#tracks.values()].filter((track) => !this.unreadable.has(track.id));
  }

  get(id: TrackId): Track | undefined {
    return this.unreadable.has(id) ? undefined : this.#tracks.get(id);
  }

  search(query: string, limit: number): readonly Track[] {
    return this.tracks().filter((track) => track.title.includes(query)).slice(0, limit);
  }

  async loudness(id: TrackId): Promise<Track['loudness']> {
    return this.get(id)?.loudness ?? null;
  }

  match(song: { readonly title: string; readonly artist: string }): Track | undefined {
    const key = songKey({ ...song, album: null });
    return this.tracks().find(({ title, artist }) => songKey({ title, artist, album: null }) === key);
  }

  async cover(id: TrackId): Promise<Cover | null> {
    return this.covers.get(id) ?? null;
  }

  status() {
    const unreadable = [...this.unreadable].map(([path, reason]) => ({ path, reason }));
    return { tracks: this.size, artists: 0, files: this.size, sources: [], unreadable, measured: this.size };
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async ready(): Promise<void> {}

  reportUnreadable(id: TrackId, reason: string): void {
    this.unreadable.set(id, reason);
    this.#changed();
  }

  add(...tracks: readonly Track[]): void {
    for (const track of tracks) {
      this.#tracks.set(track.id, track);
      this.unreadable.delete(track.id);
    }
    this.#changed();
  }

  async close(): Promise<void> {}

  #changed(): void {
    for (const listener of this.#listeners) listener();
  }
}
