import { seeded } from '../../models/random.ts';
import type { Storage } from '../../src/storage/storage.ts';
import { putAnalysis } from '../../src/storage/track-analyses.ts';
import type { Track } from '../../src/domain.ts';
import { anAnalysis } from '../analysis/analyses.ts';

export const NETWORK = 'a network for tests';
const DIMENSIONS = 32;

/** Notes tracks as heard by a network to which those of one genre sound alike. */
export async function hear(storage: Pick<Storage, 'db'>, tracks: readonly Track[]): Promise<void> {
  const genres = [...new Set(tracks.map((track) => track.genres[0]))];
  for (const [n, { file, genres: [genre] }] of tracks.entries()) {
    const centre = seeded(genres.indexOf(genre) + 1);
    const random = seeded(n + 1_000);
    const values = Float64Array.from({ length: DIMENSIONS }, () => centre() - 0.5 + 0.5 * (random() - 0.5));
    const length = Math.hypot(...values);
    const note = { path: file.path, size: 1, mtimeMs: 1, contentHash: `content ${n}`, version: 1, tries: 0, triedAt: 1, fault: null };
    await putAnalysis({ db: storage.db }, note, { analysis: anAnalysis(), embedding: Float32Array.from(values, (x) => x / length), networkVersion: NETWORK });
  }
}
