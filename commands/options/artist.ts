import { z } from 'zod';
import { nameKey } from '../../models/language/names.ts';
import { artistKey } from '../../models/language/without-guests.ts';
import type { CommandContext, Suggestion } from '../../src/command.ts';
import { digestNow, digestOf, type LibraryArtist } from '../../src/library/digest.ts';
import { clip } from '../wording/label.ts';

/** The option by which an artist is named, of the library or not. */
export const artistQuery = z.string().min(1).max(200).describe('An artist; suggestions come while you type');

export function suggestArtists({ services: { library } }: CommandContext, typed: string): readonly Suggestion[] {
  const wanted = nameKey(typed);
  const found = Array.from(digestNow(library).artists).filter(([key]) => key.includes(wanted));
  return found.toSorted(([a], [b]) => Number(b.startsWith(wanted)) - Number(a.startsWith(wanted))).map(([, { name }]) => ({ name: clip(name), value: name }));
}

/** As the library writes them, with their tracks; or as they were typed, with none. */
export async function artistNamed({ services: { library } }: CommandContext, typed: string): Promise<LibraryArtist> {
  return (await digestOf(library)).artists.get(artistKey(typed)) ?? { name: typed.trim(), tracks: [] };
}
