import { sql, type RawBuilder } from 'kysely';
import type { Clock } from '../clock.ts';
import type { AudioFormat, Loudness, TrackId } from '../domain.ts';
import type { Logger } from '../log.ts';
import type { FileRow, FileTable, TrackTable } from '../storage/schema.ts';
import type { Storage } from '../storage/storage.ts';
import type { Catalogue } from './catalogue.ts';
import type { FileRecord, FileTags, SourceKind } from './file-record.ts';

const PAGE = 200;
const FLUSH_AFTER_MS = 500;
const FLUSH_AT = 200;

interface StoredFile {
  readonly file: FileRecord;
  readonly trackId: TrackId | null;
}

/** Reads what earlier scans stored of a source, in pages. */
export async function* storedFiles(storage: Storage, source: SourceKind): AsyncGenerator<readonly StoredFile[]> {
  for (let after = ''; ; ) {
    const rows = await storage.db
      .selectFrom('file')
      .selectAll()
      .where('source', '=', source)
      .where('path', '>', after)
      .orderBy('path')
      .limit(PAGE)
      .execute();
    const last = rows.at(-1);
    if (!last) return;
    yield rows.map((row) => ({ trackId: row.track_id, file: fileOf(row, source) }));
    after = last.path;
  }
}

/** Writes changes of the catalogue to storage in batches. */
export class CatalogueStore {
  readonly #storage: Storage;
  readonly #clock: Clock;
  readonly #log: Logger;
  readonly #files = new Set<string>();
  readonly #tracks = new Set<TrackId>();
  #catalogue: Catalogue | null = null;
  #cancel: (() => void) | null = null;
  #writing: Promise<void> = Promise.resolve();

  constructor(storage: Storage, clock: Clock, log: Logger) {
    this.#storage = storage;
    this.#clock = clock;
    this.#log = log;
  }

  /** From now on changes of this catalogue are written. */
  follow(catalogue: Catalogue): void {
    this.#catalogue = catalogue;
  }

  fileChanged(path: string): void {
    if (!this.#catalogue) return;
    this.#files.add(path);
    this.#schedule();
  }

  trackChanged(id: TrackId): void {
    if (!this.#catalogue) return;
    this.#tracks.add(id);
    this.#schedule();
  }

  /** Resolves when everything noted so far is written. */
  flush(): Promise<void> {
    this.#cancel?.();
    this.#cancel = null;
    this.#writing = this.#writing.then(() => this.#write());
    return this.#writing;
  }

  #schedule(): void {
    if (this.#files.size >= FLUSH_AT) void this.flush();
    else this.#cancel ??= this.#clock.after(FLUSH_AFTER_MS, () => void this.flush());
  }

  async #write(): Promise<void> {
    const catalogue = this.#catalogue;
    if (!catalogue || this.#files.size + this.#tracks.size === 0) return;
    const paths = [...this.#files];
    const ids = [...this.#tracks];
    this.#files.clear();
    this.#tracks.clear();
    const now = this.#clock.now();
    const files = paths.flatMap((path) => fileRow(catalogue, path, now));
    const kept = new Set(files.map(({ path }) => path));
    const gone = paths.filter((path) => !kept.has(path));
    const tracks = ids.flatMap((id) => trackRow(catalogue, id, now));
    try {
      await this.#storage.db.transaction().execute(async (trx) => {
        for (const chunk of chunks(gone)) await trx.deleteFrom('file').where('path', 'in', chunk).execute();
        for (const chunk of chunks(files)) {
          const insert = trx.insertInto('file').values(chunk);
          await insert.onConflict((conflict) => conflict.column('path').doUpdateSet(fromExcluded(chunk))).execute();
        }
        for (const chunk of chunks(tracks)) {
          const insert = trx.insertInto('track').values(chunk);
          await insert.onConflict((conflict) => conflict.column('id').doUpdateSet(fromExcluded(chunk, 'added_at'))).execute();
        }
      });
    } catch (error) {
      // The files are scanned again at the next start; the music goes on without.
      this.#log.error({ err: error }, 'The library could not be stored');
    }
  }
}

function fileOf(row: FileRow, source: SourceKind): FileRecord {
  return {
    path: row.path,
    source,
    size: Number(row.size),
    mtimeMs: row.mtime_ms,
    format: row.format as AudioFormat,
    tags: JSON.parse(row.meta) as FileTags | null,
    loudness: loudnessOf(row),
    fault: row.fault === null ? null : { reason: row.fault, passing: false },
  };
}

function loudnessOf(row: FileRow): Loudness | null {
  const { integrated_lufs: integratedLufs, true_peak_dbtp: truePeakDbtp } = row;
  return integratedLufs === null || truePeakDbtp === null ? null : { integratedLufs, truePeakDbtp };
}

function fileRow(catalogue: Catalogue, path: string, now: number): FileTable[] {
  const file = catalogue.file(path);
  // A passing fault is not stored: with tags the file counts as read, without as never seen.
  if (!file || (file.fault?.passing && file.tags === null)) return [];
  return [
    {
      path,
      source: file.source,
      track_id: catalogue.trackIdOfFile(path),
      size: file.size,
      mtime_ms: file.mtimeMs,
      format: file.format,
      meta: JSON.stringify(file.tags),
      // Decoders quote what they found; Postgres takes no NUL.
      fault: file.fault && !file.fault.passing ? file.fault.reason.replaceAll('\0', ' ') : null,
      integrated_lufs: file.loudness?.integratedLufs ?? null,
      true_peak_dbtp: file.loudness?.truePeakDbtp ?? null,
      scanned_at: now,
    },
  ];
}

function trackRow(catalogue: Catalogue, id: TrackId, now: number): TrackTable[] {
  const track = catalogue.get(id);
  // A track that cannot be played any more keeps its row, so that the taste bound to it keeps its names.
  if (!track) return [];
  return [
    {
      id,
      title: track.title,
      artist: track.artist,
      album: track.album,
      track_number: track.trackNumber,
      disc_number: track.discNumber,
      year: track.year,
      genres: JSON.stringify(track.genres),
      tags: JSON.stringify(track.tags),
      duration_ms: track.durationMs,
      isrc: track.isrc,
      mbid: track.mbid,
      source: track.source,
      path: track.file.path,
      format: track.file.format,
      integrated_lufs: track.loudness?.integratedLufs ?? null,
      true_peak_dbtp: track.loudness?.truePeakDbtp ?? null,
      added_at: now,
    },
  ];
}

/** For an upsert: every column but the excepted ones takes the value that was to be inserted. */
function fromExcluded(rows: readonly object[], except?: string): Record<string, RawBuilder<never>> {
  const columns = Object.keys(rows[0] ?? {}).filter((column) => column !== except);
  return Object.fromEntries(columns.map((column) => [column, sql<never>`excluded.${sql.ref(column)}`]));
}

/** Statements of bounded size: SQLite takes 32,766 parameters. */
function* chunks<T>(items: readonly T[], size = 500): Generator<T[]> {
  for (let i = 0; i < items.length; i += size) yield items.slice(i, i + size);
}
