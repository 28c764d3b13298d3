import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LibraryAnalysis, type LibraryAnalysisParts } from '../../src/analysis/library-analysis.ts';
import { ThreadLink } from '../../src/analysis/thread-link.ts';
import type { AnalysableTrack } from '../../src/analysis/worklist.ts';
import { systemClock } from '../../src/clock.ts';
import { silentLogger } from '../../src/log.ts';
import { openStorage, type Storage } from '../../src/storage/storage.ts';
import type { TrackSound } from '../../src/storage/track-analyses.ts';
import type { ScriptedThreadData } from './scripted-thread.ts';

/** Threads of the lowest priority take their time on a machine that runs tests. */
const STOPPING_MS = 20_000;
const SCRIPTED = new URL('./scripted-thread.ts', import.meta.url);

/** A folder with a database and files, in which analyses can be started one after another. */
export class AnalysisHouse {
  readonly folder: string;
  readonly storage: Storage;
  /** What was told of tracks, last. */
  readonly sounds = new Map<string, TrackSound>();
  readonly #started: LibraryAnalysis[] = [];

  private constructor(folder: string, storage: Storage) {
    this.folder = folder;
    this.storage = storage;
  }

  static async build(): Promise<AnalysisHouse> {
    const folder = mkdtempSync(join(tmpdir(), 'segue-analysis-'));
    return new AnalysisHouse(folder, await openStorage({ url: null, file: join(folder, 'segue.db'), log: silentLogger }));
  }

  get databaseFile(): string {
    return join(this.folder, 'segue.db');
  }

  path(name: string): string {
    return join(this.folder, name);
  }

  write(name: string, content: string | Uint8Array): void {
    writeFileSync(this.path(name), content);
  }

  /** Tracks by the names of their files. */
  tracks(...names: readonly string[]): AnalysableTrack[] {
    return names.map((name) => ({ id: name, file: { path: this.path(name), format: 'wav' }, durationMs: 1_000 }));
  }

  /** The files whose analysis was begun, in order. */
  get log(): readonly string[] {
    return existsSync(this.path('log')) ? readFileSync(this.path('log'), 'utf8').trim().split('\n') : [];
  }

  start(given: Partial<LibraryAnalysisParts> & { readonly lanes?: number; readonly thread?: URL; readonly networkStarts?: boolean } = {}): LibraryAnalysis {
    const { lanes = 2, thread = SCRIPTED, networkStarts = true, ...parts } = given;
    const networkVersion = parts.networkVersion === undefined ? 'n1' : parts.networkVersion;
    const data: ScriptedThreadData = { databaseUrl: null, databaseFile: this.databaseFile, networkVersion, networkStarts };
    const analysis = new LibraryAnalysis({
      storage: this.storage,
      threads: Array.from({ length: lanes }, () => new ThreadLink(thread, data, STOPPING_MS)),
      networkVersion,
      clock: systemClock,
      log: silentLogger,
      onSound: (id, sound) => this.sounds.set(id, sound),
      onProgress: () => {},
      firstRestMs: 0,
      ...parts,
    });
    this.#started.push(analysis);
    return analysis;
  }

  async demolish(): Promise<void> {
    for (const analysis of this.#started) await analysis.close();
    await this.storage.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
