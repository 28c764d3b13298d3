import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';

/** HetRec 2011 Last.fm-2K (research only, so it is no part of the project): see the page on quality. */
const FOLDER = new URL('../../../shared/data/listening/', import.meta.url);
const PLAYS = new URL('user_artist_plays.tsv.gz', FOLDER);
const TAGS = new URL('user_artist_tag_date.tsv.gz', FOLDER);
const ARTIST_NAMES = new URL('artists.tsv', FOLDER);
const TAG_NAMES = new URL('tags.tsv', FOLDER);

export interface Play {
  readonly listener: number;
  readonly item: number;
  readonly count: number;
}

/** One listener's giving a tag to an artist. */
export interface Tagging {
  readonly listener: number;
  readonly item: number;
  readonly tag: number;
}

export interface LastFm {
  readonly plays: readonly Play[];
  /** Of artists that somebody plays. */
  readonly taggings: readonly Tagging[];
  readonly names: ReadonlyMap<number, string>;
  readonly tagNames: ReadonlyMap<number, string>;
}

/** The folder that the data should be in, when it is not. */
export function missingFolder(): string | null {
  return [PLAYS, TAGS, ARTIST_NAMES, TAG_NAMES].every((file) => existsSync(file)) ? null : fileURLToPath(FOLDER);
}

export function readLastFm(): LastFm {
  const plays = rowsOf(PLAYS).map(([listener, item, count]) => ({ listener, item, count }));
  const played = new Set(plays.map(({ item }) => item));
  const taggings = rowsOf(TAGS)
    .map(([listener, item, tag]) => ({ listener, item, tag }))
    .filter(({ item }) => played.has(item));
  return { plays, taggings, names: namesOf(ARTIST_NAMES), tagNames: namesOf(TAG_NAMES) };
}

/** The numbers of each row below the header; what is none becomes NaN. */
function rowsOf(file: URL): readonly (readonly number[])[] {
  return cellsOf(gunzipSync(readFileSync(file))).map((cells) => cells.map(Number));
}

function namesOf(file: URL): ReadonlyMap<number, string> {
  return new Map(cellsOf(readFileSync(file)).map(([id, name]) => [Number(id), name]));
}

function cellsOf(table: Buffer): readonly (readonly string[])[] {
  const [, ...lines] = table.toString('utf8').trimEnd().split('\n');
  return lines.map((line) => line.split('\t'));
}
