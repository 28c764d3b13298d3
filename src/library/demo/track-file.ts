import { mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import type { Loudness } from '../../domain.ts';
import type { CatalogueTrack } from './catalogue.ts';
import type { GroundTruth } from './ground-truth.ts';

/** Raised whenever composing or rendering changes what a track sounds like: older files are made anew. */
export const DEMO_VERSION = 1;

/** A finished track of the demo library. */
export interface DemoTrack {
  /** Absolute path of the Ogg Opus file. */
  readonly path: string;
  readonly title: string;
  readonly artist: string;
  readonly album: string;
  readonly trackNumber: number;
  readonly year: number;
  readonly genres: readonly string[];
  readonly tags: readonly string[];
  readonly durationMs: number;
  readonly loudness: Loudness;
  readonly truth: GroundTruth;
}

/** What only making a track tells; kept as JSON beside the audio. */
export interface TrackRecord {
  readonly durationMs: number;
  readonly loudness: Loudness;
  readonly truth: GroundTruth;
}

/** Enough of a record to know that it is ours and whole; the rest was written by this very code. */
const recordSchema = z.looseObject({ version: z.literal(DEMO_VERSION), bytes: z.number(), record: z.custom<TrackRecord>() });

/** `<folder>/<artist>/<album>/01 Title.opus`. */
export function audioPath(folder: string, track: CatalogueTrack): string {
  const number = String(track.trackNumber).padStart(2, '0');
  return join(folder, fileName(track.artist), fileName(track.album), `${number} ${fileName(track.title)}.opus`);
}

/** The track if it lies whole and of this version in the folder, else null. */
export async function readTrack(folder: string, track: CatalogueTrack): Promise<DemoTrack | null> {
  const path = audioPath(folder, track);
  try {
    const kept = recordSchema.parse(JSON.parse(await readFile(recordPath(path), 'utf8')));
    if (kept.record.truth.seed !== track.commission.seed) return null;
    const { size } = await stat(path);
    return size === kept.bytes ? demoTrack(path, track, kept.record) : null;
  } catch {
    return null;
  }
}

/** Writes audio and record so that either is there whole or not at all; the record comes last. */
export async function writeTrack(folder: string, track: CatalogueTrack, audio: Uint8Array, record: TrackRecord): Promise<void> {
  const path = audioPath(folder, track);
  await mkdir(dirname(path), { recursive: true });
  await writeWhole(path, audio);
  await writeWhole(recordPath(path), JSON.stringify({ version: DEMO_VERSION, bytes: audio.length, record }));
}

export function demoTrack(path: string, track: CatalogueTrack, record: TrackRecord): DemoTrack {
  const { title, artist, album, trackNumber, year, commission } = track;
  return { path, title, artist, album, trackNumber, year, genres: commission.genres, tags: commission.moods, ...record };
}

function recordPath(path: string): string {
  return path.replace(/\.opus$/, '.json');
}

async function writeWhole(path: string, content: Uint8Array | string): Promise<void> {
  // The same name every time, so that an interrupted run leaves nothing that the next does not replace.
  const partial = `${path}.partial`;
  await writeFile(partial, content);
  await rename(partial, path);
}

/** A name as a file system takes it anywhere. */
function fileName(name: string): string {
  return name.replace(/[<>:"/\\|?*]/g, '-').replace(/[. ]+$/, '');
}
