import type { Track } from '../domain.ts';
import { tagVocabulary } from '../vocabulary.ts';

/** A tag, and how many tracks have it. */
export interface CountedTag {
  readonly tag: string;
  readonly tracks: number;
}

/** What a track's file says it is, as the vocabulary spells it: every genre, and whatever else is known to be a tag of music. */
export function trackTags({ genres, tags }: Pick<Track, 'genres' | 'tags'>): readonly string[] {
  const vocabulary = tagVocabulary();
  const others = tags.flatMap((tag) => vocabulary.get(tag)?.tag ?? []);
  return [...new Set([...genres.map((genre) => vocabulary.get(genre)?.tag ?? genre), ...others])];
}

/** Counts the tags of tracks, given track by track, those of most tracks first. */
export function countTags(tagsOfTracks: Iterable<readonly string[]>): readonly CountedTag[] {
  const counts = new Map<string, number>();
  for (const tags of tagsOfTracks) for (const tag of tags) counts.set(tag, (counts.get(tag) ?? 0) + 1);
  return sortedTags(counts);
}

/** Those of most tracks first. */
export function sortedTags(counts: ReadonlyMap<string, number>): readonly CountedTag[] {
  return Array.from(counts, ([tag, tracks]) => ({ tag, tracks })).sort((a, b) => b.tracks - a.tracks || (a.tag < b.tag ? -1 : 1));
}
