import { z } from 'zod';
import { nameKey } from '../../../models/language/names.ts';
import type { Fetcher } from '../fetch/fetcher.ts';
import { addressOf, askService } from './ask-service.ts';
import type { LibraryArtist } from './source.ts';

const MOST_CANDIDATES = 8;
const MOST_TITLES = 10;

const credit = z.array(z.object({ artist: z.object({ id: z.string(), name: z.string() }) }));
const recordingFound = z.object({ title: z.string(), 'artist-credit': credit });
const artistSearch = z.object({
  artists: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      'sort-name': z.string().optional(),
      aliases: z.array(z.object({ name: z.string() })).nullish(),
    }),
  ),
});
const recordingSearch = z.object({ recordings: z.array(recordingFound) });
const albumSearch = z.object({ 'release-groups': z.array(recordingFound) });

/**
 * Which artist of MusicBrainz an artist of the library is: whom the recordings in the files are by, else of those who
 * bear the name the one who made what the library has. Null when nobody did: a namesake would be worse than nobody.
 */
export async function findArtist(fetcher: Fetcher, base: string, artist: LibraryArtist): Promise<string | null> {
  return (await byRecordings(fetcher, base, artist)) ?? (await byName(fetcher, base, artist));
}

async function byRecordings(fetcher: Fetcher, base: string, artist: LibraryArtist): Promise<string | null> {
  for (const id of artist.recordings.slice(0, 2)) {
    const recording = await askService(fetcher, addressOf(base, `recording/${id}`, { inc: 'artists', fmt: 'json' }), recordingFound);
    const named = recording?.['artist-credit'].map(({ artist: credited }) => credited) ?? [];
    const found = named.find(({ name }) => plainKey(name) === plainKey(artist.name)) ?? (named.length === 1 ? named[0] : undefined);
    if (found) return found.id;
  }
  return null;
}

async function byName(fetcher: Fetcher, base: string, artist: LibraryArtist): Promise<string | null> {
  const search = <T>(kind: string, query: string, schema: z.ZodType<T>) =>
    askService(fetcher, addressOf(base, kind, { query, limit: kind === 'artist' ? '25' : '100', fmt: 'json' }), schema);
  const named = await search('artist', `artist:${phrase(artist.name)} OR alias:${phrase(artist.name)}`, artistSearch);
  const key = plainKey(artist.name);
  const candidates = (named?.artists ?? [])
    .filter((found) => [found.name, found['sort-name'] ?? '', ...(found.aliases ?? []).map(({ name }) => name)].some((name) => plainKey(name) === key))
    .slice(0, MOST_CANDIDATES)
    .map(({ id }) => id);
  if (candidates.length === 0) return null;
  const byThem = `(${candidates.map((id) => `arid:${id}`).join(' OR ')})`;
  const evidence = [
    async () => (await search('recording', `${byThem} AND ${anyOf('recording', artist.titles)}`, recordingSearch))?.recordings,
    async () => (await search('release-group', `${byThem} AND ${anyOf('releasegroup', artist.albums)}`, albumSearch))?.['release-groups'],
  ];
  for (const [i, names] of [artist.titles, artist.albums].entries()) {
    if (names.length === 0) continue;
    const maker = makerOf((await evidence[i]?.()) ?? [], new Set(names.map(titleKey)), candidates);
    if (maker !== null) return maker;
  }
  return null;
}

/** Of the candidates the one with the most of these titles; null when none has any, or two have as many. */
function makerOf(works: readonly z.infer<typeof recordingFound>[], titles: ReadonlySet<string>, candidates: readonly string[]): string | null {
  const made = new Map(candidates.map((id) => [id, new Set<string>()]));
  for (const { title, 'artist-credit': credited } of works) {
    if (!titles.has(titleKey(title))) continue;
    for (const { artist } of credited) made.get(artist.id)?.add(titleKey(title));
  }
  const [first, second] = [...made].sort(([, a], [, b]) => b.size - a.size);
  return first && first[1].size > (second?.[1].size ?? 0) ? first[0] : null;
}

function anyOf(field: string, names: readonly string[]): string {
  return `(${names.slice(0, MOST_TITLES).map((name) => `${field}:${phrase(bare(name))}`).join(' OR ')})`;
}

/** As Lucene reads it word for word. */
function phrase(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}

/** Without what pressings add in brackets. */
function bare(title: string): string {
  const rest = title.replace(/[([][^()[\]]*[)\]]/g, ' ').replace(/\s+/g, ' ').trim();
  return rest === '' ? title : rest;
}

function titleKey(title: string): string {
  return nameKey(bare(title));
}

function plainKey(name: string): string {
  return nameKey(name).replace(/^the (?=.)/, '');
}
