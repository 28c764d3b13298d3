import { lstat, stat } from 'node:fs/promises';
import { relative, sep } from 'node:path';
import { parseFile, type IAudioMetadata } from 'music-metadata';
import type { AudioFormat } from '../../domain.ts';
import { isrcOf, mbidOf } from '../identity.ts';
import type { FileRecord, FileTags } from '../file-record.ts';
import { commentTags } from './comment-tags.ts';
import { formatOfContent } from './formats.ts';
import { splitTags } from './genres.ts';
import { tagsFromPath, type PathTags } from './path-tags.ts';

const NEEDS_FFMPEG = 'this format needs ffmpeg, which is not on the PATH: install it and start Segue again';
const MAX_TEXT = 300;

/**
 * Reads one music file: its tags, and what they leave open from its path below `root`. A file that
 * cannot be read comes back with the reason; null when it is no longer there.
 */
export async function readMusicFile(path: string, root: string, named: AudioFormat, hasFfmpeg: boolean): Promise<FileRecord | null> {
  let size = 0;
  let mtimeMs = 0;
  let format = named;
  const record = (tags: FileTags | null, reason: string | null, passing = false): FileRecord => ({
    path, source: 'folder', size, mtimeMs, format, tags, loudness: null, fault: reason === null ? null : { reason, passing },
  });
  try {
    const stats = await stat(path);
    ({ size, mtimeMs } = stats);
    if (!stats.isFile()) return record(null, 'it is not a file');
    if (size === 0) return record(null, 'the file is empty');
    if (named === 'other' && !hasFfmpeg) return record(null, NEEDS_FFMPEG, true);
    const metadata = await parse(path);
    const { container = '', codec = '', hasAudio, duration = 0 } = metadata.format;
    if (hasAudio === false || container === '') return record(null, 'the file is damaged, or holds no music');
    format = formatOfContent(named, container, codec);
    if (format === 'other' && !hasFfmpeg) return record(null, NEEDS_FFMPEG, true);
    if (!(duration > 0)) return record(null, 'the file is damaged: it has no length');
    return record(tagsOf(metadata, tagsFromPath(relative(root, path).split(sep).join('/'))), null);
  } catch (error) {
    const code = codeOf(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') return (await isLink(path)) ? record(null, 'the link leads to nothing', true) : null;
    if (code === 'EACCES' || code === 'EPERM') return record(null, 'Segue may not read it: check its permissions', true);
    if (code !== undefined) return record(null, `it cannot be read just now (${code})`, true);
    return record(null, `the file is damaged, or holds no music (${clean(error instanceof Error ? error.message : String(error))})`);
  }
}

/** A link whose target is gone is still there itself. */
async function isLink(path: string): Promise<boolean> {
  return lstat(path).then((stats) => stats.isSymbolicLink(), () => false);
}

async function parse(path: string): Promise<IAudioMetadata> {
  const metadata = await parseFile(path, { skipCovers: true });
  // Some files name their length nowhere (ADTS, MP3 without a header of its own): then all of it is read.
  return metadata.format.duration === undefined ? parseFile(path, { skipCovers: true, duration: true }) : metadata;
}

function tagsOf({ common, format }: IAudioMetadata, fromPath: PathTags): FileTags {
  const title = clean(common.title);
  return {
    title: title ?? fromPath.title,
    artist: named(common.artist) ?? named(common.artists?.join(' & ')) ?? named(common.albumartist) ?? fromPath.artist,
    album: clean(common.album) ?? fromPath.album,
    trackNumber: positive(common.track.no) ?? fromPath.trackNumber,
    discNumber: positive(common.disk.no) ?? fromPath.discNumber,
    year: positive(common.originalyear) ?? positive(common.year) ?? fromPath.year,
    genres: splitTags(common.genre ?? []),
    tags: descriptiveTags(common),
    durationMs: Math.round((format.duration ?? 0) * 1000),
    isrc: isrcOf(common.isrc?.[0]),
    mbid: mbidOf(common.musicbrainz_recordingid),
    lossless: format.lossless ?? false,
    bitrate: Math.round(format.bitrate ?? 0),
  };
}

function descriptiveTags({ mood, grouping, keywords = [], label = [], comment = [] }: IAudioMetadata['common']): readonly string[] {
  const given = [mood, grouping, ...keywords, ...label].filter((tag) => typeof tag === 'string');
  return [...new Set([...splitTags(given), ...commentTags(comment.flatMap(({ text }) => text ?? []))])];
}

/** Tag text as people would read it: no control characters, one line, of bounded length. */
function clean(text: string | undefined): string | null {
  const plain = (text ?? '').normalize('NFC').replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ').trim();
  return plain === '' ? null : plain.slice(0, MAX_TEXT);
}

/** A name, unless it is what rippers write when they know none. */
function named(text: string | undefined): string | null {
  const name = clean(text);
  return name === null || /^[<[(]?unknown(?: artist)?[>\])]?$/i.test(name) ? null : name;
}

function positive(value: number | null | undefined): number | null {
  return typeof value === 'number' && Number.isInteger(value) && value > 0 ? value : null;
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' && /^E[A-Z0-9]+$/.test(error.code) ? error.code : undefined;
}
