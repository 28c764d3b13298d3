import { z } from 'zod';
import { nameKey } from '../../models/language/names.ts';
import { withoutGuests } from '../../models/language/without-guests.ts';
import type { CommandContext, Suggestion } from '../../src/command.ts';
import type { Track } from '../../src/domain.ts';
import { isUnknownArtist } from '../../src/unknown-artist.ts';
import { clip } from '../wording/label.ts';

/** The option by which an artist is named, of the library or not. */
export const artistQuery = z.string().min(1).max(200).describe('An artist; suggestions come while you type');

const listed = new WeakMap<readonly Track[], ReadonlyMap<string, string>>();

export function suggestArtists({ services: { library } }: CommandContext, typed: string): readonly Suggestion[] {
  const wanted = nameKey(typed);
  const found = Array.from(artistsOf(library.tracks())).filter(([key]) => key.includes(wanted));
  return found.toSorted(([a], [b]) => Number(b.startsWith(wanted)) - Number(a.startsWith(wanted))).map(([, name]) => ({ name: clip(name), value: name }));
}

/** As the library writes it, or as it was typed. */
export function artistNamed({ services: { library } }: CommandContext, typed: string): string {
  return artistsOf(library.tracks()).get(nameKey(typed)) ?? typed.trim();
}

/** Names by key; read once a list of tracks. */
function artistsOf(tracks: readonly Track[]): ReadonlyMap<string, string> {
  const known = listed.get(tracks);
  if (known) return known;
  const names = new Map<string, string>();
  for (const { artist } of tracks) {
    if (isUnknownArtist(artist)) continue;
    const name = withoutGuests(artist);
    const key = nameKey(name);
    if (!names.has(key)) names.set(key, name);
  }
  listed.set(tracks, names);
  return names;
}
