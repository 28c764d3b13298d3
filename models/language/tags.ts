import { type TermVectors, termVectors } from './term-vectors.ts';

/** What the files' tags say about a track. All texts lower-case or not: they are compared folded. */
export interface TagSource {
  readonly artist: string;
  readonly album: string | null;
  readonly year: number | null;
  readonly genres: readonly string[];
  readonly tags: readonly string[];
}

/** One sparse vector a track; a track without any tag has no entries. */
export interface TagVectors extends TermVectors {
  readonly tracks: number;
}

/** Every tag counts, and as it is weighted here. */
const WEIGHTING = { damped: (weight: number) => weight, least: 1, mostShare: 1 };

/**
 * How much each field says about how a track sounds: genres and moods are judgements of the sound, an
 * artist is a good hint, an album and a decade are weak ones.
 */
const FIELD_WEIGHTS = { genre: 1, tag: 0.5, artist: 0.4, album: 0.15, decade: 0.2 } as const;

/** The terms of a track, by number, and what each weighs before its rarity is known. */
export interface TrackTerms {
  readonly ids: readonly number[];
  readonly weights: readonly number[];
}

/** Gives terms numbers, so that every track is read once, however often the vectors of a library are made anew. */
export class TermNumbers {
  readonly #numbers = new Map<string, number>();

  of(track: TagSource): TrackTerms {
    const ids: number[] = [];
    const weights: number[] = [];
    for (const [term, weight] of termsOf(track)) {
      const id = this.#numbers.get(term) ?? this.#numbers.size;
      this.#numbers.set(term, id);
      ids.push(id);
      weights.push(weight);
    }
    return { ids, weights };
  }

  /**
   * tf–idf vectors of tracks over the terms of their tags. A field with n terms counts each 1/√n, so that a heavily
   * tagged file does not drown its artist.
   */
  vectors(tracks: readonly TrackTerms[]): TagVectors {
    const pointers = new Int32Array(tracks.length + 1);
    tracks.forEach(({ ids }, i) => (pointers[i + 1] = pointers[i] + ids.length));
    const indices = new Int32Array(pointers[tracks.length]);
    const counts = new Float32Array(indices.length);
    tracks.forEach(({ ids, weights }, i) => {
      indices.set(ids, pointers[i]);
      counts.set(weights, pointers[i]);
    });
    return { tracks: tracks.length, ...termVectors({ terms: this.#numbers.size, pointers, indices, counts }, WEIGHTING) };
  }
}

function* termsOf(track: TagSource): Iterable<readonly [string, number]> {
  const artist = folded(track.artist);
  const album = track.album === null ? '' : folded(track.album);
  const fields: readonly (readonly [keyof typeof FIELD_WEIGHTS, readonly string[]])[] = [
    ['genre', track.genres.map(folded)],
    ['tag', track.tags.map(folded)],
    ['artist', [artist]],
    ['album', album === '' ? [] : [`${artist}/${album}`]],
    ['decade', track.year === null ? [] : [String(Math.floor(track.year / 10) * 10)]],
  ];
  for (const [field, texts] of fields) {
    const distinct = new Set(texts.filter((text) => text !== ''));
    for (const text of distinct) yield [`${field}:${text}`, FIELD_WEIGHTS[field] / Math.sqrt(distinct.size)];
  }
}

function folded(text: string): string {
  return text.normalize('NFKC').trim().toLowerCase();
}

/** Cosine of two tracks' vectors, 0 to 1. */
export function tagSimilarity(vectors: TagVectors, a: number, b: number): number {
  let sum = 0;
  for (let i = vectors.pointers[a]; i < vectors.pointers[a + 1]; i++) {
    for (let j = vectors.pointers[b]; j < vectors.pointers[b + 1]; j++) {
      if (vectors.indices[i] === vectors.indices[j]) sum += vectors.values[i] * vectors.values[j];
    }
  }
  return Math.min(1, sum);
}
