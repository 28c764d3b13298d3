import { createHash } from 'node:crypto';
import { nameKey } from '../../models/language/names.ts';
import { withoutGuests } from '../../models/language/without-guests.ts';
import type { RequestNames } from '../../models/language/requests/part-finder.ts';
import { inSlices } from '../in-slices.ts';

/** Tracks as they are written, however often. */
export interface WrittenTrack {
  readonly artist: string;
  readonly title: string;
}

/**
 * All that people may ask for by name: the artists and titles of tracks, each once, and further artists. What a large
 * library holds is looked through in slices, so that everything else on the thread has its turn.
 */
export async function knownNames(tracks: readonly WrittenTrack[], elsewhere: readonly string[]): Promise<RequestNames> {
  const artists = new Set<string>();
  const titles = new Set<string>();
  await inSlices(tracks, ({ artist, title }) => {
    artists.add(artist);
    titles.add(title);
  });
  const names = new Map<string, string>();
  await inSlices([...artists], (artist) => {
    const name = withoutGuests(artist);
    names.set(nameKey(name), name);
  });
  return { artists: [...names.values(), ...elsewhere].map((name) => ({ id: name, name })), titles: [...titles] };
}

/** What tells whether the same names are known as before. */
export async function fingerprint({ artists, titles }: RequestNames): Promise<string> {
  const hash = createHash('sha256');
  await inSlices(artists, ({ id, name }) => hash.update(`${id}\0${name}\0`));
  hash.update('\0');
  await inSlices(titles, (title) => hash.update(`${title}\0`));
  return hash.digest('base64');
}
