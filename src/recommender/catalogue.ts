import { type TagSource, type TagVectors, TermNumbers, type TrackTerms } from '../../models/language/tags.ts';
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

export function catalogueOf(records: Iterable<TrackRecord>): Catalogue {
  return TrackRecords.of(records).catalogue;
}

export function indexed(catalogue: Omit<Catalogue, 'indexOf'>): Catalogue {
  return { ...catalogue, indexOf: new Map(catalogue.ids.map((id, index) => [id, index])) };
}

/** A track, and what a catalogue says of it. */
interface Entry {
  readonly record: TrackRecord;
  readonly artist: string;
  readonly terms: TrackTerms;
  readonly labels: readonly string[];
}

/** Tracks as they come and go. Each is read once: of a large library that takes as long as a hundred picks. */
export class TrackRecords {
  readonly #entries = new Map<TrackId, Entry>();
  readonly #terms = new TermNumbers();
  #catalogue: Catalogue | null = null;

  static of(records: Iterable<TrackRecord>): TrackRecords {
    const all = new TrackRecords();
    for (const record of records) all.put(record);
    return all;
  }

  get size(): number {
    return this.#entries.size;
  }

  /** In the order of the catalogue. */
  get list(): readonly TrackRecord[] {
    return Array.from(this.#entries.values(), ({ record }) => record);
  }

  put(record: TrackRecord): void {
    this.#entries.set(record.id, { record, artist: record.artist.trim().toLowerCase(), terms: this.#terms.of(record), labels: trackTags(record) });
    this.#catalogue = null;
  }

  remove(id: TrackId): void {
    if (this.#entries.delete(id)) this.#catalogue = null;
  }

  /** The same until a track comes or goes. */
  get catalogue(): Catalogue {
    return (this.#catalogue ??= this.#catalogued());
  }

  #catalogued(): Catalogue {
    const entries = [...this.#entries.values()];
    return indexed({
      ids: entries.map(({ record }) => record.id),
      artists: entries.map(({ artist }) => artist),
      tags: this.#terms.vectors(entries.map(({ terms }) => terms)),
      ...numbered(entries.map(({ labels }) => labels)),
      years: Int32Array.from(entries, ({ record: { year } }) => year ?? 0),
    });
  }
}

function numbered(labelsOf: readonly (readonly string[])[]): Pick<Catalogue, 'labels' | 'labelsOf'> {
  const numbers = new Map<string, number>();
  const pointers = new Int32Array(labelsOf.length + 1);
  labelsOf.forEach((labels, track) => (pointers[track + 1] = pointers[track] + labels.length));
  const indices = new Int32Array(pointers[labelsOf.length]);
  let at = 0;
  for (const labels of labelsOf) {
    for (const label of labels) {
      const number = numbers.get(label) ?? numbers.size;
      numbers.set(label, number);
      indices[at++] = number;
    }
  }
  return { labels: [...numbers.keys()], labelsOf: { pointers, indices } };
}
