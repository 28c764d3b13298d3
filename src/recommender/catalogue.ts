import { type TagSource, type TagVectors, tagVectors } from '../../models/language/tags.ts';
import type { AudioFile, Track, TrackId } from '../domain.ts';
import { trackTags } from '../library/track-tags.ts';
import { isUnknownArtist } from '../unknown-artist.ts';

/** What the recommender needs to know of a track. An artist that nobody knows is '', and has no albums. */
export interface TrackRecord extends TagSource {
  readonly id: TrackId;
  readonly durationMs: number;
  readonly file: AudioFile;
}

/** The tracks that can be recommended, in a fixed order, with their tag vectors. */
export interface Catalogue {
  readonly ids: readonly TrackId[];
  /** Folded, to be compared; '' where nobody knows. */
  readonly artists: readonly string[];
  readonly indexOf: ReadonlyMap<TrackId, number>;
  readonly tags: TagVectors;
  /** Tags as the vocabulary spells them (`library/track-tags.ts`), by number … */
  readonly labels: readonly string[];
  /** … and those of each track. */
  readonly labelsOf: TrackLabels;
  /** By track; 0 where nobody knows. */
  readonly years: Int32Array;
}

/** Numbers of labels, compressed by tracks; tracks + 1 pointers. */
export interface TrackLabels {
  readonly pointers: Int32Array;
  readonly indices: Int32Array;
}

/** Shorter than this are skits, signals and test tones: played when somebody asks, never picked. */
const SHORTEST_PICK_MS = 15_000;

export function isPickable({ durationMs }: Pick<Track, 'durationMs'>): boolean {
  return durationMs >= SHORTEST_PICK_MS;
}

export function recordOf({ id, artist, album, year, genres, tags, durationMs, file }: Track): TrackRecord {
  const known = isUnknownArtist(artist) ? { artist: '', album: null } : { artist, album };
  return { id, ...known, year, genres, tags, durationMs, file };
}

export function catalogueOf(records: readonly TrackRecord[]): Catalogue {
  return indexed({
    ids: records.map((record) => record.id),
    artists: records.map((record) => record.artist.trim().toLowerCase()),
    tags: tagVectors(records),
    ...labelled(records),
    years: Int32Array.from(records, ({ year }) => year ?? 0),
  });
}

export function indexed(catalogue: Omit<Catalogue, 'indexOf'>): Catalogue {
  return { ...catalogue, indexOf: new Map(catalogue.ids.map((id, index) => [id, index])) };
}

function labelled(records: readonly TrackRecord[]): Pick<Catalogue, 'labels' | 'labelsOf'> {
  const numbers = new Map<string, number>();
  const numberOf = (label: string) => {
    const number = numbers.get(label) ?? numbers.size;
    numbers.set(label, number);
    return number;
  };
  const labels = records.map((record) => trackTags(record).map(numberOf));
  const pointers = new Int32Array(records.length + 1);
  labels.forEach((own, track) => (pointers[track + 1] = pointers[track] + own.length));
  return { labels: [...numbers.keys()], labelsOf: { pointers, indices: Int32Array.from(labels.flat()) } };
}
