import { artistKey, withoutGuests } from '../../models/language/without-guests.ts';
import type { Track } from '../domain.ts';
import { inSlices, SLICE } from '../in-slices.ts';
import { isUnknownArtist } from '../unknown-artist.ts';
import { type CountedTag, sortedTags, trackTags } from './track-tags.ts';

/** An artist of the library, as it writes them. */
export interface LibraryArtist {
  readonly name: string;
  readonly tracks: readonly Track[];
}

/** What a list of tracks holds, at a glance. */
export interface LibraryDigest {
  /** By their keys, see {@link artistKey}; without what nobody knows the artist of. */
  readonly artists: ReadonlyMap<string, LibraryArtist>;
  /** Those of most tracks first. */
  readonly tags: readonly CountedTag[];
}

/** Whatever has tracks: the same list as long as nothing changes. */
export interface TrackSource {
  tracks(): readonly Track[];
}

interface Held {
  readonly list: readonly Track[];
  /** Of this list, or while it is looked through, of the one before. */
  ready: LibraryDigest;
  whole: Promise<LibraryDigest>;
}

const NOTHING: LibraryDigest = { artists: new Map(), tags: [] };
const held = new WeakMap<TrackSource, Held>();

/** What is in the library now: a large one is looked through once, in slices. */
export function digestOf(library: TrackSource): Promise<LibraryDigest> {
  return heldOf(library).whole;
}

/** What is known of the library at once: while a large one is looked through, what was in it before. */
export function digestNow(library: TrackSource): LibraryDigest {
  return heldOf(library).ready;
}

function heldOf(library: TrackSource): Held {
  const list = library.tracks();
  const before = held.get(library);
  if (before?.list === list) return before;
  const ready = list.length > SLICE ? (before?.ready ?? NOTHING) : digested(list);
  const now: Held = { list, ready, whole: Promise.resolve(ready) };
  if (list.length > SLICE) now.whole = digestInSlices(list).then((digest) => (now.ready = digest));
  held.set(library, now);
  return now;
}

function digested(list: readonly Track[]): LibraryDigest {
  const digest = new GrowingDigest();
  for (const track of list) digest.add(track);
  return digest.whole();
}

async function digestInSlices(list: readonly Track[]): Promise<LibraryDigest> {
  const digest = new GrowingDigest();
  await inSlices(list, (track) => digest.add(track));
  return digest.whole();
}

class GrowingDigest {
  readonly #artists = new Map<string, { readonly name: string; readonly tracks: Track[] }>();
  /** By the name as it is written: most artists have several tracks. */
  readonly #written = new Map<string, Track[]>();
  readonly #tags = new Map<string, number>();

  add(track: Track): void {
    for (const tag of trackTags(track)) this.#tags.set(tag, (this.#tags.get(tag) ?? 0) + 1);
    if (!isUnknownArtist(track.artist)) this.#tracksOf(track.artist).push(track);
  }

  whole(): LibraryDigest {
    return { artists: this.#artists, tags: sortedTags(this.#tags) };
  }

  #tracksOf(artist: string): Track[] {
    const known = this.#written.get(artist);
    if (known) return known;
    const key = artistKey(artist);
    const one = this.#artists.get(key) ?? { name: withoutGuests(artist), tracks: [] };
    this.#artists.set(key, one);
    this.#written.set(artist, one.tracks);
    return one.tracks;
  }
}
