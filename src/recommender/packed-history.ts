import type { Affinity, ListenerId, TrackId } from '../domain.ts';

/** Numbers a pair: track, plays, completions, heardMs, skips, earlySkips, leaves, requests, reaction, lastAt, artistLiked. */
const WIDTH = 11;
const REACTIONS = [null, 'like', 'love', 'dislike'] as const;

/** Numbers for tracks, from 0, in the order in which they are first asked for. */
export class TrackNumbers {
  readonly #numbers = new Map<TrackId, number>();
  readonly #ids: TrackId[] = [];

  of(id: TrackId): number {
    const known = this.#numbers.get(id);
    if (known !== undefined) return known;
    this.#numbers.set(id, this.#ids.length);
    return this.#ids.push(id) - 1;
  }

  /** undefined for a track that nobody has heard. */
  known(id: TrackId): number | undefined {
    return this.#numbers.get(id);
  }

  id(number: number): TrackId {
    return this.#ids[number];
  }
}

/** What is known of one listener, as numbers: a third of the memory of objects. It never changes. */
export class PackedHistory {
  readonly listenerId: ListenerId;
  readonly #numbers: Float64Array;
  readonly #tracks: TrackNumbers;

  constructor(listenerId: ListenerId, affinities: readonly Affinity[], tracks: TrackNumbers) {
    this.listenerId = listenerId;
    this.#tracks = tracks;
    this.#numbers = new Float64Array(WIDTH * affinities.length);
    affinities.forEach((a, i) => {
      const { plays, completions, heardMs, skips, earlySkips, leaves, requests, lastAt, artistLiked } = a;
      this.#numbers.set([tracks.of(a.trackId), plays, completions, heardMs, skips, earlySkips, leaves, requests, REACTIONS.indexOf(a.reaction), lastAt, artistLiked ? 1 : 0], WIDTH * i);
    });
  }

  get length(): number {
    return this.#numbers.length / WIDTH;
  }

  /** Whether anything is known of the listener and this track. */
  names(id: TrackId): boolean {
    const track = this.#tracks.known(id);
    for (let at = 0; at < this.#numbers.length; at += WIDTH) if (this.#numbers[at] === track) return true;
    return false;
  }

  unpack(): readonly Affinity[] {
    const { listenerId } = this;
    return Array.from({ length: this.length }, (_, i) => {
      const [track, plays, completions, heardMs, skips, earlySkips, leaves, requests, reaction, lastAt, artistLiked] = this.#numbers.subarray(WIDTH * i, WIDTH * (i + 1));
      return { listenerId, trackId: this.#tracks.id(track), plays, completions, heardMs, skips, earlySkips, leaves, requests, reaction: REACTIONS[reaction], lastAt, ...(artistLiked === 1 && { artistLiked: true }) };
    });
  }
}
