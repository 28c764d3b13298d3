import { timeOf, type ReadRecord } from './play.ts';

/** How those who write scrobbles to tables call their columns, the surest name first. */
const COLUMNS = {
  artist: ['artist', 'artist name', 'artist_name'],
  title: ['track', 'track name', 'track_name', 'title', 'song', 'name'],
  album: ['album', 'album name', 'album_name', 'release_name'],
  at: ['uts', 'timestamp', 'date', 'utc_time', 'time', 'listened_at', 'played_at'],
} as const;
type Column = keyof typeof COLUMNS;
type Columns = Readonly<Record<Column, number>>;

/** Without a line of names: the oldest of these tools writes artist, album, title and a date. */
const NAMELESS: Columns = { artist: 0, album: 1, title: 2, at: 3 };

/** Reads the rows of a table of scrobbles, one after another. */
export class CsvPlays {
  #columns: Columns | 'unknown' | null = null;

  /** Null for every row when the first one does not look like scrobbles. */
  playOf(row: readonly string[]): ReadRecord {
    if (this.#columns === null) {
      this.#columns = columnsIn(row);
      if (this.#columns !== NAMELESS) return null;
    }
    if (this.#columns === 'unknown') return null;
    const { artist, title, album, at } = this.#columns;
    return { service: 'Last.fm', artist: row[artist] ?? '', title: row[title] ?? '', album: row[album] ?? '', at: timeOf(row[at] ?? ''), heardMs: 0, ending: 'completed' };
  }
}

function columnsIn(first: readonly string[]): Columns | 'unknown' {
  // One tool writes whose scrobbles they are behind the last name.
  const names = first.map((name) => name.trim().toLowerCase().replace(/#.*$/, ''));
  const of = (column: Column) => COLUMNS[column].map((name) => names.indexOf(name)).find((at) => at >= 0) ?? -1;
  const found = { artist: of('artist'), title: of('title'), album: of('album'), at: of('at') };
  if (found.artist >= 0 && found.title >= 0 && found.at >= 0) return found;
  return first.length === 4 && !Number.isNaN(timeOf(first[3] ?? '')) ? NAMELESS : 'unknown';
}
