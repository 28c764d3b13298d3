import { promisify } from 'node:util';
import { brotliCompress, brotliDecompress, constants } from 'node:zlib';
import type { Selectable } from 'kysely';
import { z } from 'zod';
import type { ReadingTable } from './schema.ts';
import type { Storage } from './storage.ts';

const compress = promisify(brotliCompress);
const decompress = promisify(brotliDecompress);
/** The strongest level takes ten times as long for a hundredth less. */
const COMPRESSION = { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } };
const SLICE = 200;
/** More says nothing new of an artist to whoever asks. */
const MOST_ABOUT = 100;

/** What was read about an artist at one address: counts and links, never the text itself. */
export interface ArtistReading {
  /** `nameKey` of the artist's name. */
  readonly artistKey: string;
  readonly artistName: string;
  /** `wikipedia`, `musicbrainz`, `listenbrainz`, `lastfm`, `feeds` or `pages`. */
  readonly source: string;
  readonly url: string;
  readonly title: string;
  /** Attribution in the words that the source asks for. */
  readonly credit: string | null;
  /** ISO 639-1 code of the text, where there is one. */
  readonly language: string | null;
  readonly readAt: number;
  /** As the source gives them; the weights of two sources do not compare. */
  readonly tags: readonly { readonly tag: string; readonly weight: number }[];
  readonly similar: readonly { readonly name: string; readonly score: number }[];
  readonly aliases: readonly string[];
  /** How often each term of `models/language` is in the text. */
  readonly terms: Readonly<Record<string, number>>;
  /** How often other artists are named in the text, by their keys. */
  readonly mentions: Readonly<Record<string, number>>;
}

const counts = z.record(z.string(), z.number());
const content = z.object({
  tags: z.array(z.object({ tag: z.string(), weight: z.number() })),
  similar: z.array(z.object({ name: z.string(), score: z.number() })),
  aliases: z.array(z.string()),
  terms: counts,
  mentions: counts,
});

/** Everything that was read, by artist, in slices that leave other work its turn. */
export async function* readArtistReadings({ db }: Pick<Storage, 'db'>): AsyncGenerator<ArtistReading> {
  let after = { artist_key: '', source: '', url: '' };
  for (;;) {
    const rows = await db
      .selectFrom('reading')
      .selectAll()
      .where((row) => row(row.refTuple('artist_key', 'source', 'url'), '>', row.tuple(after.artist_key, after.source, after.url)))
      .orderBy('artist_key')
      .orderBy('source')
      .orderBy('url')
      .limit(SLICE)
      .execute();
    const last = rows.at(-1);
    if (!last) return;
    for (const row of rows) yield await readingOf(row);
    after = last;
  }
}

/** The newest of what was read about one artist (`nameKey`): of a famous one there may be thousands. */
export async function readingsAbout({ db }: Pick<Storage, 'db'>, artistKey: string): Promise<readonly ArtistReading[]> {
  const newest = db.selectFrom('reading').selectAll().where('artist_key', '=', artistKey).orderBy('read_at', 'desc').orderBy('source').orderBy('url');
  const rows = await newest.limit(MOST_ABOUT).execute();
  return Promise.all(rows.map(readingOf));
}

export async function countReadings({ db }: Pick<Storage, 'db'>): Promise<number> {
  const { n } = await db.selectFrom('reading').select(({ fn }) => fn.countAll<number>().as('n')).executeTakeFirstOrThrow();
  return Number(n);
}

/** What new readings take the place of: all of an artist at a source, or all of an address, which may tell of several. */
export type ReadingPlace = { readonly source: string } & ({ readonly artistKey: string } | { readonly url: string });

/** Puts readings in the place of those that were there before; none leave it empty. */
export async function replaceReadings({ db }: Pick<Storage, 'db'>, place: ReadingPlace, readings: readonly ArtistReading[]): Promise<void> {
  const rows = await Promise.all(readings.map(rowOf));
  await db.transaction().execute(async (trx) => {
    const before = trx.deleteFrom('reading').where('source', '=', place.source);
    await ('url' in place ? before.where('url', '=', place.url) : before.where('artist_key', '=', place.artistKey)).execute();
    for (const row of rows) await trx.insertInto('reading').values(row).execute();
  });
}

/** Forgets what other sources than these have told. */
export async function keepReadingsOf({ db }: Pick<Storage, 'db'>, sources: readonly string[]): Promise<void> {
  await db.deleteFrom('reading').where('source', 'not in', sources).execute();
}

/** Forgets what a source told at addresses that are no longer among the tasks of `taskSource`. */
export async function forgetUnasked({ db }: Pick<Storage, 'db'>, source: string, taskSource: string): Promise<void> {
  const asked = db.selectFrom('reading_task').select('subject').where('source', '=', taskSource);
  await db.deleteFrom('reading').where('source', '=', source).where('url', 'not in', asked).execute();
}

async function readingOf(row: Selectable<ReadingTable>): Promise<ArtistReading> {
  return {
    artistKey: row.artist_key,
    artistName: row.artist_name,
    source: row.source,
    url: row.url,
    title: row.title,
    credit: row.credit,
    language: row.language,
    readAt: row.read_at,
    ...content.parse(JSON.parse((await decompress(row.content)).toString('utf8'))),
  };
}

async function rowOf(reading: ArtistReading): Promise<ReadingTable> {
  const { tags, similar, aliases, terms, mentions } = reading;
  return {
    artist_key: reading.artistKey,
    source: reading.source,
    url: reading.url,
    artist_name: reading.artistName,
    title: reading.title,
    credit: reading.credit,
    language: reading.language,
    read_at: reading.readAt,
    content: await compress(JSON.stringify({ tags, similar, aliases, terms: inOrder(terms), mentions: inOrder(mentions) }), COMPRESSION),
  };
}

/** Neighbours in the alphabet share their beginnings: they take half the place. */
function inOrder(record: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
}
