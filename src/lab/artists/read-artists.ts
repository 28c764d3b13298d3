import { growingFloats, growingIntegers } from '../../../models/growing.ts';
import { UserError } from '../../user-error.ts';
import { countOf, idOf, timeOf } from '../files/cells.ts';
import { Ids } from '../files/ids.ts';
import { headerOf, readTable } from '../files/table.ts';
import { readTextObjects, type TextObject } from '../files/texts.ts';

export interface ArtistFiles {
  readonly texts: string | undefined;
  readonly tags: string | undefined;
  readonly listens?: string | undefined;
}

/** Counts of artists in something, in the order they were read; a pair may come again. */
export interface Counted {
  readonly artists: Int32Array;
  readonly columns: Int32Array;
  readonly counts: Float32Array;
  readonly names: Ids;
}

/** What files say about artists, who are numbered as they first appear. */
export interface ReadArtists {
  readonly ids: Ids;
  /** One an artist when there is a file of texts. */
  readonly texts: readonly TextObject[];
  readonly tags: Counted | null;
  readonly listens: Counted | null;
}

/**
 * Reads what is known about artists. They are those of the texts; without texts those of the tags, else those of the
 * listens. Rows of the other tables about anything else are passed over.
 *
 * @throws UserError also when no file is given
 */
export async function readArtists({ texts, tags, listens }: ArtistFiles, say: (doing: string) => void): Promise<ReadArtists> {
  if ((texts ?? tags ?? listens) === undefined) throw new UserError('usage', 'Name a file with what is known about the artists: --texts or --tags.');
  const ids = new Ids();
  const objects: TextObject[] = [];
  if (texts !== undefined) {
    say(`reading ${texts}`);
    await readTextObjects(texts, (object) => {
      ids.numberOf(object.id);
      objects.push(object);
    });
  }
  let open = texts === undefined;
  const counted = async (file: string | undefined, read: typeof readTags) => {
    if (file === undefined) return null;
    say(`reading ${file}`);
    const among = open ? (id: string) => ids.numberOf(id) : (id: string) => (ids.has(id) ? ids.numberOf(id) : -1);
    open = false;
    return read(file, among);
  };
  return { ids, texts: objects, tags: await counted(tags, readTags), listens: await counted(listens, readListens) };
}

async function readTags(file: string, among: (id: string) => number): Promise<Counted> {
  const rows = new CountedRows();
  await readTable(file, headerOf(['item', 'tag', 'count']), ([item, tag, count]) => rows.add(among(idOf('item', item)), idOf('tag', tag), countOf(count)));
  return rows.counted;
}

async function readListens(file: string, among: (id: string) => number): Promise<Counted> {
  const rows = new CountedRows();
  await readTable(file, headerOf(['listener', 'item', 'count'], ['time']), ([listener, item, count, time]) => {
    if (time !== undefined) timeOf(time);
    rows.add(among(idOf('item', item)), idOf('listener', listener), countOf(count));
  });
  return rows.counted;
}

class CountedRows {
  readonly #artists = growingIntegers();
  readonly #columns = growingIntegers();
  readonly #counts = growingFloats();
  readonly #names = new Ids();

  add(artist: number, column: string, count: number): void {
    if (artist < 0 || count === 0) return;
    this.#artists.push(artist);
    this.#columns.push(this.#names.numberOf(column));
    this.#counts.push(count);
  }

  get counted(): Counted {
    return { artists: this.#artists.numbers, columns: this.#columns.numbers, counts: this.#counts.numbers, names: this.#names };
  }
}
