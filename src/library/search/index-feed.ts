import type { Track, TrackId } from '../../domain.ts';
import { SearchIndex } from './search-index.ts';

/** Tracks indexed in one go: a few milliseconds of work. */
const SLICE = 50;

/** Keeps a search index up with the tracks, in slices, so that a large library never holds up anything else. */
export class IndexFeed {
  readonly #index = new SearchIndex();
  readonly #trackOf: (id: TrackId) => Track | undefined;
  readonly #waiting = new Set<TrackId>();
  #next: NodeJS.Immediate | null = null;

  constructor(trackOf: (id: TrackId) => Track | undefined) {
    this.#trackOf = trackOf;
  }

  changed(id: TrackId): void {
    this.#waiting.add(id);
    this.#next ??= setImmediate(() => this.#goOn());
  }

  search(query: string, limit: number): readonly Track[] {
    this.#takeSlice();
    return this.#index.search(query, limit).flatMap((id) => this.#trackOf(id) ?? []);
  }

  close(): void {
    if (this.#next) clearImmediate(this.#next);
    this.#waiting.clear();
  }

  #goOn(): void {
    this.#takeSlice();
    this.#next = this.#waiting.size > 0 ? setImmediate(() => this.#goOn()) : null;
  }

  #takeSlice(): void {
    let left = SLICE;
    for (const id of this.#waiting) {
      if (left-- === 0) return;
      this.#waiting.delete(id);
      const track = this.#trackOf(id);
      if (track) this.#index.put(track);
      else this.#index.remove(id);
    }
  }
}
