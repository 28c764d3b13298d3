/** What stands in the place of the artist of a file that names none. */
export const UNKNOWN_ARTIST = 'Unknown artist';

/** Whether the name says that nobody knows the artist, as programs that copy discs write, too: such tracks have no artist in common. */
export function isUnknownArtist(artist: string): boolean {
  const name = artist.trim().toLowerCase();
  return name === '' || name === UNKNOWN_ARTIST.toLowerCase();
}
