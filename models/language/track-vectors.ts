import type { ArtistModel } from './artist-model.ts';
import { nameKey } from './names.ts';
import type { TermVectors } from './term-vectors.ts';
import type { TagVocabulary } from './vocabulary.ts';

/** What tells tracks apart is their own tags; what is written is about their artist. */
const OWN_SHARE = 0.4;

/** A track by what can be said of it. */
export interface DescribedTrack {
  /** `nameKey` of the artist. */
  readonly artist: string;
  /** As the file carries them: genres, moods, a decade. */
  readonly tags: readonly string[];
}

/**
 * What is said of each track's artist, with the track's own tags: sparse vectors of length 1, empty where nothing is
 * known of either. The first terms are those of the model, tags that it has never met come after them.
 */
export function trackVectors(model: ArtistModel, vocabulary: TagVocabulary, tracks: readonly DescribedTrack[]): TermVectors {
  const numbers = new Map(model.artists.map((artist, number) => [artist, number]));
  const columns = new Map(model.tags.map((tag, number) => [tag, model.rarity.length + number]));
  let terms = model.vectors.columns;
  const pointers = new Int32Array(tracks.length + 1);
  const indices: number[] = [];
  const values: number[] = [];
  for (const [track, { artist, tags }] of tracks.entries()) {
    const own = new Set(tags.map((tag) => vocabulary.get(tag)?.tag ?? nameKey(tag)).filter((tag) => tag !== ''));
    const row = artistRow(model, numbers.get(artist), own.size > 0 ? Math.sqrt(1 - OWN_SHARE) : 1);
    for (const tag of own) {
      const column = columns.get(tag) ?? terms++;
      columns.set(tag, column);
      row.set(column, (row.get(column) ?? 0) + Math.sqrt(OWN_SHARE / own.size));
    }
    const length = Math.sqrt(row.values().reduce((sum, x) => sum + x * x, 0));
    for (const [column, value] of row) {
      indices.push(column);
      values.push(value / length);
    }
    pointers[track + 1] = indices.length;
  }
  return { terms, pointers, indices: Int32Array.from(indices), values: Float32Array.from(values) };
}

function artistRow({ vectors: { pointers, indices, values } }: ArtistModel, artist: number | undefined, weight: number): Map<number, number> {
  const row = new Map<number, number>();
  if (artist === undefined) return row;
  for (let k = pointers[artist]; k < pointers[artist + 1]; k++) row.set(indices[k], weight * values[k]);
  return row;
}
