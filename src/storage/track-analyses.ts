import { promisify } from 'node:util';
import { brotliCompress, brotliDecompress } from 'node:zlib';
import { z } from 'zod';
import type { TrackAnalysis } from '../../models/acoustic/track-analysis.ts';
import type { AnalysedFileTable } from './schema.ts';
import type { Storage } from './storage.ts';

const compress = promisify(brotliCompress);
const decompress = promisify(brotliDecompress);
const SLICE = 200;
/** Beats are kept to a tenth of a millisecond. */
const BEAT_STEPS = 10_000;
/** What the library no longer knows is kept for so long: folders are moved, disks are away. */
const KEPT_MS = 90 * 24 * 3_600_000;

const unit = z.number();
const summary = z.object({
  seconds: z.number(),
  loudness: z.object({ integratedLufs: z.number(), rangeLu: z.number(), truePeakDbtp: z.number() }),
  tempo: z.object({ bpm: z.number(), confidence: unit, alternative: z.number(), steadiness: unit }).nullable(),
  key: z.object({ tonic: z.number(), mode: z.enum(['major', 'minor']), confidence: unit }).nullable(),
  character: z.object({
    onsetsPerSecond: z.number(),
    energy: unit,
    brightness: unit,
    danceability: unit,
    acousticness: unit,
    vocalness: unit.nullable(),
    valence: unit.nullable(),
    arousal: unit.nullable(),
  }),
});
const numbers = z.array(z.number());
const detail = z.object({
  /** What lies between one beat and the next: small numbers, much alike, take a third of the place. */
  beats: numbers,
  downbeats: numbers,
  beatsPerBar: z.number(),
  curves: z.object({ stepSeconds: z.number(), energy: numbers, brightness: numbers }),
  sections: z.array(z.object({ start: z.number(), end: z.number(), label: z.string(), energy: unit })),
  cues: z.object({ start: z.number(), introEnd: z.number(), outroStart: z.number(), end: z.number() }),
});

/** What recommending needs to know of how a track sounds. */
export interface TrackSound extends Pick<TrackAnalysis, 'version' | 'seconds' | 'loudness' | 'tempo' | 'key' | 'character'> {
  /** What the network makes of it, of length 1; null until one has heard it. */
  readonly embedding: Float32Array | null;
  /** Which network that was. */
  readonly networkVersion: string | null;
}

/** A file as it was when its content was last looked at (see {@link AnalysedFileTable}), and how that sounds. */
export interface AnalysedFile {
  readonly path: string;
  readonly size: number;
  readonly mtimeMs: number;
  readonly contentHash: string | null;
  readonly version: number;
  readonly tries: number;
  readonly triedAt: number;
  readonly fault: string | null;
  readonly sound: TrackSound | null;
}

/** Everything that was analysed, by path, in slices that leave other work its turn. */
export async function* readAnalyses(storage: Pick<Storage, 'db'>): AsyncGenerator<{ readonly path: string; readonly sound: TrackSound }> {
  for (let after = ''; ; ) {
    const rows = await filesWithSound(storage).where('analysed_file.path', '>', after).orderBy('analysed_file.path').limit(SLICE).execute();
    const last = rows.at(-1);
    if (!last) return;
    for (const row of rows) {
      const { path, sound } = fileOf(row);
      if (sound) yield { path, sound };
    }
    after = last.path;
  }
}

/** What is known of these files; those that were never looked at are left out. */
export async function analysedFiles(storage: Pick<Storage, 'db'>, paths: readonly string[]): Promise<ReadonlyMap<string, AnalysedFile>> {
  const found = new Map<string, AnalysedFile>();
  for (let at = 0; at < paths.length; at += SLICE) {
    const rows = await filesWithSound(storage).where('analysed_file.path', 'in', paths.slice(at, at + SLICE)).execute();
    for (const row of rows) found.set(row.path, fileOf(row));
  }
  return found;
}

/** How a content sounds; null when it was never analysed. */
export async function soundOf({ db }: Pick<Storage, 'db'>, contentHash: string): Promise<TrackSound | null> {
  const row = await db.selectFrom('analysis').select(['version', 'summary', 'embedding', 'network_version']).where('content_hash', '=', contentHash).executeTakeFirst();
  return row ? soundIn(row) : null;
}

/** The whole analysis of a file; null when there is none. */
export async function analysisOf({ db }: Pick<Storage, 'db'>, path: string): Promise<TrackAnalysis | null> {
  const row = await db
    .selectFrom('analysed_file')
    .innerJoin('analysis', 'analysis.content_hash', 'analysed_file.content_hash')
    .select(['analysis.version', 'summary', 'detail'])
    .where('path', '=', path)
    .executeTakeFirst();
  if (!row) return null;
  const { beats, downbeats, curves, ...rest } = detail.parse(JSON.parse((await decompress(row.detail)).toString('utf8')));
  return {
    version: row.version,
    ...summary.parse(JSON.parse(row.summary)),
    ...rest,
    beats: Float32Array.from(summed(beats), (step) => step / BEAT_STEPS),
    downbeats: Uint32Array.from(summed(downbeats)),
    curves: { stepSeconds: curves.stepSeconds, energy: Uint8Array.from(curves.energy), brightness: Uint8Array.from(curves.brightness) },
  };
}

export interface NewAnalysis {
  readonly analysis: TrackAnalysis;
  readonly embedding: Float32Array | null;
  readonly networkVersion: string | null;
}

/** A file to be noted, in place of what was known of it. */
export type FileNote = Omit<AnalysedFile, 'sound'>;

/** Notes a file with how its content sounds, in place of what was known before. */
export async function putAnalysis({ db }: Pick<Storage, 'db'>, file: FileNote & { readonly contentHash: string }, { analysis, embedding, networkVersion }: NewAnalysis): Promise<void> {
  const { version, seconds, loudness, tempo, key, character, beats, downbeats, beatsPerBar, curves, sections, cues } = analysis;
  const packed: z.input<typeof detail> = {
    beats: differences(Array.from(beats, (time) => Math.round(time * BEAT_STEPS))),
    downbeats: differences([...downbeats]),
    beatsPerBar,
    curves: { stepSeconds: curves.stepSeconds, energy: [...curves.energy], brightness: [...curves.brightness] },
    sections: [...sections],
    cues,
  };
  const row = {
    version,
    analysed_at: file.triedAt,
    summary: JSON.stringify({ seconds, loudness, tempo, key, character } satisfies z.input<typeof summary>),
    detail: await compress(JSON.stringify(packed)),
    embedding: embedding && new Uint8Array(embedding.slice().buffer),
    network_version: networkVersion,
  };
  await db.transaction().execute(async (trx) => {
    await trx
      .insertInto('analysis')
      .values({ content_hash: file.contentHash, ...row })
      .onConflict((conflict) => conflict.column('content_hash').doUpdateSet(row))
      .execute();
    await putAnalysedFile({ db: trx }, file);
  });
}

export async function putAnalysedFile({ db }: Pick<Storage, 'db'>, { path, size, mtimeMs, contentHash, version, tries, triedAt, fault }: FileNote): Promise<void> {
  const row = {
    size,
    mtime_ms: mtimeMs,
    content_hash: contentHash,
    version,
    tries,
    tried_at: triedAt,
    // Decoders quote what they found; Postgres takes no NUL.
    fault: fault?.replaceAll('\0', ' ') ?? null,
    gone_at: null,
  };
  await db
    .insertInto('analysed_file')
    .values({ path, ...row })
    .onConflict((conflict) => conflict.column('path').doUpdateSet(row))
    .execute();
}

/** Forgets the analyses of files that the library has not known for a long time. */
export async function forgetUnseen({ db }: Pick<Storage, 'db'>, now: number): Promise<void> {
  const known = db.selectFrom('file').select('path');
  await db.updateTable('analysed_file').set({ gone_at: null }).where('gone_at', 'is not', null).where('path', 'in', known).execute();
  await db.updateTable('analysed_file').set({ gone_at: now }).where('gone_at', 'is', null).where('path', 'not in', known).execute();
  await db.deleteFrom('analysed_file').where('gone_at', '<=', now - KEPT_MS).execute();
  const held = db.selectFrom('analysed_file').select('content_hash').where('content_hash', 'is not', null);
  await db.deleteFrom('analysis').where('content_hash', 'not in', held).execute();
}

function filesWithSound({ db }: Pick<Storage, 'db'>) {
  return db
    .selectFrom('analysed_file')
    .leftJoin('analysis', 'analysis.content_hash', 'analysed_file.content_hash')
    .select(['path', 'size', 'mtime_ms', 'analysed_file.content_hash', 'analysed_file.version as tried_version', 'tries', 'tried_at', 'fault', 'analysis.version', 'summary', 'embedding', 'network_version']);
}

type FileWithSound = Pick<AnalysedFileTable, 'path' | 'size' | 'mtime_ms' | 'content_hash' | 'tries' | 'tried_at' | 'fault'> & { readonly tried_version: number } & {
  readonly [K in keyof SoundRow]: SoundRow[K] | null;
};

function fileOf(row: FileWithSound): AnalysedFile {
  const { version, summary: text, embedding, network_version } = row;
  return {
    path: row.path,
    size: row.size,
    mtimeMs: row.mtime_ms,
    contentHash: row.content_hash,
    version: row.tried_version,
    tries: row.tries,
    triedAt: row.tried_at,
    fault: row.fault,
    sound: version === null || text === null ? null : soundIn({ version, summary: text, embedding, network_version }),
  };
}

interface SoundRow {
  readonly version: number;
  readonly summary: string;
  readonly embedding: Uint8Array | null;
  readonly network_version: string | null;
}

function soundIn({ version, summary: text, embedding, network_version: networkVersion }: SoundRow): TrackSound {
  // A database hands out bytes from the middle of larger memory, where floats must not begin anywhere.
  return { version, ...summary.parse(JSON.parse(text)), embedding: embedding && new Float32Array(Uint8Array.from(embedding).buffer), networkVersion };
}

function differences(values: readonly number[]): number[] {
  return values.map((value, i) => value - (values[i - 1] ?? 0));
}

function summed(steps: readonly number[]): number[] {
  let sum = 0;
  return steps.map((step) => (sum += step));
}
