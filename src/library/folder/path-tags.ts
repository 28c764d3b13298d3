import { extname } from 'node:path';
import { fold } from '../folding.ts';

/** What a path says about the music in it. */
export interface PathTags {
  readonly title: string;
  readonly artist: string | null;
  readonly album: string | null;
  readonly trackNumber: number | null;
  readonly discNumber: number | null;
  readonly year: number | null;
}

const DISC_FOLDER = /^(?:cd|dis[ck]|disque|vinyl|lp)[\s_.-]*(\d{1,2})(?!\d)/i;
const YEAR_BEFORE = /^(?:[([](?<bracketed>(?:19|20)\d\d)[)\]]\s*[-–—.]?\s*|(?<plain>(?:19|20)\d\d)\s*[-–—.]\s+)(?=\S)/;
const YEAR_AFTER = /\s*[([](?<bracketed>(?:19|20)\d\d)[)\]]/;
/** What rippers append to folder names: "[FLAC]", "(320 kbps)", "{2003 remaster}". */
const RIP_NOTE = /\s*(?:\[[^\]]*\]|\{[^}]*\}|\((?:flac|mp3|web|vinyl|\d+\s*k(?:bps)?)[^)]*\))\s*$/i;
/** The id that video downloaders append. */
const VIDEO_ID = /\s+\[[\w-]{11}\]$/;
/** Folders that gather, where artists are looked for elsewhere. */
const GATHERING = /^(music|musik|musique|musica|songs?|tracks?|audio|mp3s?|flac|albums?|singles?|downloads?|unsorted|new|various( artists)?|va|compilations?|soundtracks?|ost|mix(es)?|playlists?)$/;
const DASH = /\s+[-–—]\s+/;

/**
 * Artist, album, title and numbers from a path below its music folder, with `/` between its parts:
 * `Artist/Album/01 Title.mp3`, `Artist - Title.mp3`, `Artist - Album/CD1/1-01 - Artist - Title.mp3` …
 */
export function tagsFromPath(relativePath: string): PathTags {
  const folders = relativePath.split('/').filter((part) => part !== '');
  const fileName = folders.pop() ?? '';
  const disc = takeDiscFolder(folders);
  const place = placeOf(folders);
  const name = spaced(fileName.slice(0, fileName.length - extname(fileName).length)).replace(VIDEO_ID, '').trim();
  const { discNumber, trackNumber, rest } = numberOf(name, folders.length >= 2);
  const named = namesOf(rest, place.artist, folders.length);
  return {
    title: named.title || name || fileName,
    artist: named.artist ?? place.artist,
    album: named.album ?? place.album,
    trackNumber: named.trackNumber ?? trackNumber,
    discNumber: disc ?? discNumber,
    year: place.year,
  };
}

function takeDiscFolder(folders: string[]): number | null {
  const disc = DISC_FOLDER.exec(folders.at(-1) ?? '');
  if (!disc || folders.length < 2) return null;
  folders.pop();
  return Number(disc[1]);
}

/** Artist and album from the folders: the last is the album, the one above it the artist. */
function placeOf(folders: readonly string[]): { artist: string | null; album: string | null; year: number | null } {
  const last = folders.at(-1);
  if (last === undefined) return { artist: null, album: null, year: null };
  const above = artistFolder(folders.at(-2));
  const { name, year } = albumOf(spaced(last), above);
  const parts = name.split(DASH);
  const [first = '', second = '', third] = parts;
  if (parts.length >= 2 && above === null) {
    const dated = third !== undefined && /^(19|20)\d\d$/.test(second);
    const album = parts.slice(dated ? 2 : 1).join(' - ');
    return { artist: artistFolder(first), album, year: dated ? Number(second) : year };
  }
  if (folders.length === 1) return { artist: artistFolder(name), album: null, year };
  return { artist: above, album: name, year };
}

function albumOf(folder: string, artist: string | null): { name: string; year: number | null } {
  let name = folder.replace(RIP_NOTE, '').trim() || folder;
  const [first = '', ...others] = name.split(DASH);
  if (artist !== null && others.length > 0 && fold(first) === fold(artist)) name = others.join(' - ');
  const year = YEAR_BEFORE.exec(name) ?? YEAR_AFTER.exec(name);
  if (!year) return { name, year: null };
  return { name: name.replace(year[0], '').trim() || name, year: Number(year.groups?.bracketed ?? year.groups?.plain) };
}

function artistFolder(folder: string | undefined): string | null {
  if (folder === undefined) return null;
  const name = spaced(folder);
  return GATHERING.test(fold(name)) ? null : name;
}

interface Numbered {
  readonly discNumber: number | null;
  readonly trackNumber: number | null;
  readonly rest: string;
}

/** The numbers a file name begins with. Without a mark behind it a number may belong to the title. */
function numberOf(name: string, inAlbum: boolean): Numbered {
  const withDisc = /^(\d{1,2})\s*[-.]\s*(\d{2})(?!\d)(?:\s*[-–—._)]\s*|\s+)(\S.*)$/.exec(name);
  if (withDisc) return { discNumber: Number(withDisc[1]), trackNumber: Number(withDisc[2]), rest: withDisc[3] ?? '' };
  const marked = /^[([]?(\d{1,3})(?:\s*[.)\]]\s*|\s*[-–—_]\s+|\s+[-–—_]\s*|-(?=\p{L}))(\S.*)$/u.exec(name);
  const bare = /^(0\d|\d\d)\s+(\S.*)$/.exec(name);
  const found = marked ?? (bare && (inAlbum || bare[1]?.startsWith('0')) ? bare : null);
  if (!found) return { discNumber: null, trackNumber: null, rest: name };
  const number = Number(found[1]);
  if (number >= 101 && number % 100 > 0) return { discNumber: Math.floor(number / 100), trackNumber: number % 100, rest: found[2] ?? '' };
  return { discNumber: null, trackNumber: number || null, rest: found[2] ?? '' };
}

interface Named {
  readonly artist: string | null;
  readonly album: string | null;
  readonly trackNumber: number | null;
  readonly title: string;
}

/** `Artist - Title`, `Artist - Album - 01 - Title`, or a title that has dashes of its own. */
function namesOf(name: string, placeArtist: string | null, depth: number): Named {
  const parts = name.split(DASH).map((part) => part.trim());
  const [first = ''] = parts;
  const trackAt = parts.findIndex((part, i) => i > 0 && i < parts.length - 1 && /^\d{1,3}$/.test(part));
  if (trackAt > 0) {
    const album = parts.slice(1, trackAt).join(' - ');
    return { artist: first, album: album || null, trackNumber: Number(parts[trackAt]), title: parts.slice(trackAt + 1).join(' - ') };
  }
  const artistFirst = parts.length > 1 && (placeArtist === null || fold(first) === fold(placeArtist) || depth < 2);
  return artistFirst
    ? { artist: first, album: null, trackNumber: null, title: parts.slice(1).join(' - ') }
    : { artist: null, album: null, trackNumber: null, title: name };
}

function spaced(text: string): string {
  const words = text.includes(' ') ? text : text.replaceAll('_', ' ');
  return words.normalize('NFC').replace(/\s+/g, ' ').trim();
}
