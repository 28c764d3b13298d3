import { readFile, stat } from 'node:fs/promises';
import { z } from 'zod';
import type { CatalogueTrack } from './catalogue.ts';
import { audioPath, DEMO_VERSION, demoTrack, notePath, type DemoTrack, type TrackRecord } from './track-file.ts';

/** Enough of a note to know that it is ours and whole; the rest was written by this very code. */
const noteSchema = z.object({ version: z.literal(DEMO_VERSION), bytes: z.number(), record: z.custom<TrackRecord>() });

/** A track made by an earlier run, if it lies whole and of this version in the folder, else null. */
export async function keptTrack(folder: string, track: CatalogueTrack): Promise<DemoTrack | null> {
  const path = audioPath(folder, track);
  try {
    const note = noteSchema.parse(JSON.parse(await readFile(notePath(path), 'utf8')));
    if (note.record.truth.seed !== track.commission.seed) return null;
    const { size } = await stat(path);
    return size === note.bytes ? demoTrack(path, track, note.record) : null;
  } catch {
    return null;
  }
}
