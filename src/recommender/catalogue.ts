import { type TagSource, type TagVectors, tagVectors } from '../../models/language/tags.ts';
import type { Track, TrackId } from '../domain.ts';

/** What the recommender needs to know of a track. */
export interface TrackRecord extends TagSource {
  readonly id: TrackId;
}

/** The tracks that can be recommended, in a fixed order, with their tag vectors. */
export interface Catalogue {
  readonly ids: readonly TrackId[];
  readonly artists: readonly string[];
  readonly indexOf: ReadonlyMap<TrackId, number>;
  readonly tags: TagVectors;
}

export function recordOf({ id, artist, album, year, genres, tags }: Track): TrackRecord {
  return { id, artist, album, year, genres, tags };
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
