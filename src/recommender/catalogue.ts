import { type TagSource, type TagVectors, tagVectors } from '../../models/language/tags.ts';
import type { Track, TrackId } from '../domain.ts';
import { isUnknownArtist } from '../unknown-artist.ts';

/** What the recommender needs to know of a track. An artist that nobody knows is '', and has no albums. */
export interface TrackRecord extends TagSource {
  readonly id: TrackId;
}

/** The tracks that can be recommended, in a fixed order, with their tag vectors. */
export interface Catalogue {
  readonly ids: readonly TrackId[];
  /** Folded, to be compared; '' where nobody knows. */
  readonly artists: readonly string[];
  readonly indexOf: ReadonlyMap<TrackId, number>;
  readonly tags: TagVectors;
}

/** Shorter than this are skits, signals and test tones: played when somebody asks, never picked. */
const SHORTEST_PICK_MS = 15_000;

export function isPickable({ durationMs }: Track): boolean {
  return durationMs >= SHORTEST_PICK_MS;
}

export function recordOf({ id, artist, album, year, genres, tags }: Track): TrackRecord {
  const known = isUnknownArtist(artist) ? { artist: '', album: null } : { artist, album };
  return { id, ...known, year, genres, tags };
}

export function catalogueOf(records: readonly TrackRecord[]): Catalogue {
  return indexed(
    records.map((record) => record.id),
    records.map((record) => record.artist.trim().toLowerCase()),
    tagVectors(records),
  );
}

export function indexed(ids: readonly TrackId[], artists: readonly string[], tags: TagVectors): Catalogue {
  return { ids, artists, tags, indexOf: new Map(ids.map((id, index) => [id, index])) };
}
