import { mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Loudness } from '../../domain.ts';
import type { CatalogueTrack } from './catalogue.ts';
import type { GroundTruth } from './ground-truth.ts';

/** Raised whenever composing, rendering or encoding changes what a track sounds like: older files are made anew. */
export const DEMO_VERSION = 4;

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

/** What only making a track tells. */
export interface TrackRecord {
  readonly durationMs: number;
  readonly loudness: Loudness;
  readonly truth: GroundTruth;
}

/** The JSON beside the audio. */
export interface TrackNote {
  readonly version: number;
  /** Size of the audio file. */
  readonly bytes: number;
  readonly record: TrackRecord;
}

/** `<folder>/<artist>/<album>/01 Title.opus`. */
export function audioPath(folder: string, track: CatalogueTrack): string {
  const number = String(track.trackNumber).padStart(2, '0');
  return join(folder, fileName(track.artist), fileName(track.album), `${number} ${fileName(track.title)}.opus`);
}

/** Writes audio and record so that either is there whole or not at all; the record comes last. */
export async function writeTrack(folder: string, track: CatalogueTrack, audio: Uint8Array, record: TrackRecord): Promise<void> {
  const path = audioPath(folder, track);
  await mkdir(dirname(path), { recursive: true });
  await writeWhole(path, audio);
  const note: TrackNote = { version: DEMO_VERSION, bytes: audio.length, record };
  await writeWhole(notePath(path), JSON.stringify(note));
}

export function demoTrack(path: string, track: CatalogueTrack, record: TrackRecord): DemoTrack {
  const { title, artist, album, trackNumber, year, commission } = track;
  return { path, title, artist, album, trackNumber, year, genres: commission.genres, tags: commission.moods, ...record };
}

/** Where the note about an audio file lies. */
export function notePath(path: string): string {
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
