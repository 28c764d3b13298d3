import { nameKey } from './names.ts';

/** “6 ft. under” has no guests. */
const GUESTS = /\s*[([]\s*(?:feat|ft|featuring)\b.*$|\s+(?:feat\.?|featuring|(?<!\d\s)ft\.?)\s+\S.*$/i;

/** An artist's name as it is on the sleeve, without who joins in (“feat. …”): under this name they are written about. */
export function withoutGuests(artist: string): string {
  const alone = artist.replace(GUESTS, '').trim();
  return alone === '' ? artist : alone;
}

/** The key under which an artist is known, however they are spelt and whoever joins in. */
export function artistKey(artist: string): string {
  return nameKey(withoutGuests(artist));
}
