import { nameKey } from '../../models/language/names.ts';
import { withoutGuests } from '../../models/language/without-guests.ts';
import type { Track } from '../domain.ts';
import { isUnknownArtist } from '../unknown-artist.ts';
import type { LibraryArtist } from './sources/source.ts';

/** Enough to tell namesakes apart by. */
const MOST_TITLES = 12;
const MOST_ALBUMS = 8;
const MOST_RECORDINGS = 3;
/** Composed here: nobody on the web has heard of them. */
const COMPOSED = 'demo';
const NOBODY = new Set(['various artists', 'various', 'va', 'unknown artist', 'unknown', 'soundtrack', 'no artist']);

/** What the files say under one spelling of an artist's name. */
export interface ArtistCredit {
  readonly artist: string;
  tracks: number;
  readonly titles: string[];
  readonly albums: string[];
  readonly recordings: string[];
}

/** Counts tracks by the artists as they are credited, little by little. */
export class ArtistCredits {
  readonly #credits = new Map<string, ArtistCredit>();

  add({ artist, title, album, mbid, source }: Pick<Track, 'artist' | 'title' | 'album' | 'mbid' | 'source'>): void {
    if (source === COMPOSED || isUnknownArtist(artist)) return;
    const credit = this.#credits.get(artist) ?? { artist, tracks: 0, titles: [], albums: [], recordings: [] };
    this.#credits.set(artist, credit);
    credit.tracks++;
    if (credit.titles.length < MOST_TITLES) credit.titles.push(title);
    if (album !== null && credit.albums.length < MOST_ALBUMS && !credit.albums.includes(album)) credit.albums.push(album);
    if (mbid !== null && credit.recordings.length < MOST_RECORDINGS) credit.recordings.push(mbid);
  }

  list(): readonly ArtistCredit[] {
    return [...this.#credits.values()];
  }
}

/** The artists behind credits, under the spelling with the most tracks, without their guests. */
export function libraryArtists(credits: readonly ArtistCredit[]): ReadonlyMap<string, LibraryArtist> {
  const artists = new Map<string, LibraryArtist>();
  for (const credit of [...credits].sort((a, b) => b.tracks - a.tracks)) {
    const name = withoutGuests(credit.artist);
    const key = nameKey(name);
    if (key === '' || NOBODY.has(key)) continue;
    const known = artists.get(key);
    artists.set(key, {
      key,
      name: known?.name ?? name,
      tracks: (known?.tracks ?? 0) + credit.tracks,
      titles: [...(known?.titles ?? []), ...credit.titles].slice(0, MOST_TITLES),
      albums: [...new Set([...(known?.albums ?? []), ...credit.albums])].slice(0, MOST_ALBUMS),
      recordings: [...(known?.recordings ?? []), ...credit.recordings].slice(0, MOST_RECORDINGS),
    });
  }
  return artists;
}
