import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { ListenerId } from '../domain.ts';
import type { Logger } from '../log.ts';
import { decodeArtists, encodeArtists } from './artists-bytes.ts';
import type { ReadArtists } from './read-artists.ts';
import { Serial } from './serial.ts';
import { decodeSnapshot, decodeTrained, decodeWithoutModel, encodeSnapshot, type Snapshot } from './snapshot.ts';
import { SnapshotError } from './snapshot-bytes.ts';
import type { TrainedTaste } from './trained-taste.ts';

/** The latest snapshot and, in case it is refused, the one before. */
const KEPT = 2;
const NAME = /^(\d{10})\.snapshot$/;
/** What was read about artists names no listener: it is written when it changes, and kept whoever is forgotten. */
const ARTISTS = 'artists.read';

/** Snapshots on disk, numbered; the highest number is the newest. */
export class SnapshotFolder {
  readonly #path: string;
  readonly #log: Logger;
  readonly #writes = new Serial();

  constructor(path: string, log: Logger) {
    this.#path = path;
    this.#log = log;
  }

  /** The newest snapshot that can be read; foreign and torn ones are refused with a line in the log. */
  read(): Promise<Snapshot | null> {
    return this.#newest(decodeSnapshot);
  }

  /** What was trained in the newest snapshot that can be read, and nothing else of it. */
  readTrained(): Promise<TrainedTaste | null> {
    return this.#newest(decodeTrained);
  }

  async #newest<T>(decode: (bytes: Buffer) => T): Promise<T | null> {
    for (const name of (await this.#names()).reverse()) {
      try {
        return decode(await readFile(join(this.#path, name)));
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        if (!(error instanceof SnapshotError) && !isMissing(error)) this.#log.error({ err: error }, 'A snapshot could not be read.');
        this.#log.warn(`The snapshot ${name} is not used: ${reason}.`);
      }
    }
    return null;
  }

  /** What was read about artists, as it was last written; null when there is none that can be read. */
  async readArtists(): Promise<ReadArtists | null> {
    try {
      return decodeArtists(await readFile(join(this.#path, ARTISTS)));
    } catch (error) {
      if (!isMissing(error)) this.#log.warn({ err: error }, 'What was read about artists is not used; it is taken together anew.');
      return null;
    }
  }

  writeArtists(artists: ReadArtists): Promise<void> {
    return this.#writes.run(async () => this.#put(ARTISTS, await encodeArtists(artists)));
  }

  /** Writes a snapshot so that it is there whole or not at all, and lets old ones go. */
  write(snapshot: Snapshot): Promise<void> {
    return this.#writes.run(() => this.#write(snapshot, KEPT));
  }

  /** Writes a snapshot and deletes everything that was written before, half-written files included. */
  writeOnly(snapshot: Snapshot): Promise<void> {
    return this.#writes.run(() => this.#write(snapshot, 1));
  }

  /** Resolves when nothing is being written any more. */
  idle(): Promise<void> {
    return this.#writes.idle();
  }

  /**
   * Takes a listener out of everything on disk, for when no other process writes here. What was trained
   * with them goes too.
   */
  async forget(id: ListenerId): Promise<void> {
    const snapshot = await this.#newest(decodeWithoutModel);
    if (!snapshot) return this.#clear(new Set());
    snapshot.knowledge.forget(id);
    await this.writeOnly(snapshot);
  }

  async #write(snapshot: Snapshot, keep: number): Promise<void> {
    const parts = await encodeSnapshot(snapshot);
    const names = await this.#names();
    const name = `${String(Number(names.at(-1)?.slice(0, 10) ?? 0) + 1).padStart(10, '0')}.snapshot`;
    await this.#put(name, parts);
    await this.#clear(new Set([...names, name].slice(-keep)));
  }

  /** There whole or not at all. */
  async #put(name: string, parts: readonly Buffer[]): Promise<void> {
    await mkdir(this.#path, { recursive: true, mode: 0o700 });
    const draft = join(this.#path, `${name}.draft`);
    const file = await open(draft, 'w', 0o600);
    try {
      await file.writeFile(parts);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(draft, join(this.#path, name));
    await this.#syncFolder();
  }

  async #clear(kept: ReadonlySet<string>): Promise<void> {
    const all = await readdir(this.#path).catch(() => []);
    for (const name of all) {
      if (!kept.has(name) && name !== ARTISTS) await rm(join(this.#path, name), { force: true });
    }
    if (all.length > 0) await this.#syncFolder();
  }

  /** Makes renames and removals durable; folders cannot be opened on Windows, where they are anyway. */
  async #syncFolder(): Promise<void> {
    if (process.platform === 'win32') return;
    const folder = await open(this.#path, 'r');
    try {
      await folder.sync();
    } finally {
      await folder.close();
    }
  }

  async #names(): Promise<string[]> {
    const names = await readdir(this.#path).catch(() => []);
    return names.filter((name) => NAME.test(name)).sort();
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
