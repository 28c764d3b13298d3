import type { Clock } from '../../clock.ts';
import type { Logger } from '../../log.ts';
import type { Catalogue } from '../catalogue.ts';
import type { FileRecord } from '../file-record.ts';
import { isInside } from '../inside.ts';
import type { SourceStatus } from '../library.ts';
import type { Source } from '../source.ts';
import { formatOfName } from './formats.ts';
import { readMusicFile } from './read-file.ts';
import { ReadingQueue } from './reading-queue.ts';
import { walk, type Found } from './walk.ts';
import { watchFolder, type FolderWatch } from './watch.ts';

const RETRY_MS = 15_000;
/** A look at every file's size and time now and then: shares on the network report no changes. */
const RESCAN_MS = 30 * 60_000;
const RESCAN_UNWATCHED_MS = 5 * 60_000;
/** Vanished files are judged together: when all vanish, a disk may have been unplugged. */
const JUDGE_AFTER_MS = 500;
/** A file changed so recently may still be growing. */
const FRESH_MS = 2_000;

export interface FolderSourceOptions {
  readonly root: string;
  /** A folder below the root that is not scanned: Segue's own data. */
  readonly skip: string;
  readonly catalogue: Catalogue;
  /** Files read at once. */
  readonly lanes: number;
  readonly clock: Clock;
  readonly log: Logger;
  readonly hasFfmpeg: () => Promise<boolean>;
}

/** One music folder: scans it, watches it, and keeps its part of the catalogue true. */
export class FolderSource implements Source {
  readonly #options: FolderSourceOptions;
  readonly #queue: ReadingQueue;
  /** Files that are not there any more, as it seems. */
  readonly #gone = new Set<string>();
  #state: SourceStatus['state'] = 'waiting';
  #message: string | null = null;
  /** Why changes are not noticed as they happen; null when they are. */
  #unwatched: string | null = null;
  /** Files found by the first scan so far. */
  #found = 0;
  #watch: FolderWatch | null = null;
  #scanning: Promise<void> | null = null;
  #cancelNext = () => {};
  #cancelJudging: (() => void) | null = null;
  #closed = false;

  constructor(options: FolderSourceOptions) {
    this.#options = options;
    this.#queue = new ReadingQueue(options.lanes, (path) => this.#read(path));
  }

  get root(): string {
    return this.#options.root;
  }

  holds(path: string): boolean {
    return isInside(path, this.root);
  }

  get status(): SourceStatus {
    const total = this.#state === 'scanning' ? this.#found : this.#options.catalogue.countIn(this.root);
    const done = Math.max(0, total - this.#queue.pending);
    return { name: this.root, state: this.#state, done, total, message: this.#message };
  }

  /** Whether the folder is there at all; from then on what is known of it is offered. */
  async open(): Promise<void> {
    if (await this.#isThere()) this.#options.catalogue.setAway(this.root, false);
  }

  /** Scans the folder; unchanged files are not read again. Never throws: the status tells. */
  scan(): Promise<void> {
    this.#scanning ??= this.#scan()
      .catch((error: unknown) => this.#fail(`cannot be scanned (${messageOf(error)})`))
      .finally(() => {
        this.#scanning = null;
        this.#planNext();
      });
    return this.#scanning;
  }

  /** Looks at one file again: it came, changed or went. */
  look(path: string): void {
    this.#queue.add(path);
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#cancelNext();
    this.#cancelJudging?.();
    await this.#watch?.close();
    await this.#queue.close();
    await this.#scanning;
  }

  async #scan(): Promise<void> {
    const { root, skip, catalogue, clock } = this.#options;
    if (!(await this.#isThere())) return;
    catalogue.setAway(root, false);
    const isFirst = this.#state !== 'watching';
    if (isFirst) this.#state = 'scanning';
    this.#message = this.#unwatched;
    const seen = new Set<string>();
    const closed: string[] = [];
    for await (const found of walk(root, skip)) {
      if (this.#closed) return;
      seen.add(found.path);
      this.#found = seen.size;
      if (found.kind === 'closed') {
        closed.push(found.path);
        catalogue.put(unreadable(found.path, found.reason));
      } else if (!this.#isKnown(found)) {
        // Later scans run beside the watch, which tells of files that are still being written.
        if (isFirst || clock.now() - found.mtimeMs > FRESH_MS) this.look(found.path);
        else clock.after(FRESH_MS, () => this.look(found.path));
      }
    }
    for (const { path } of catalogue.filesIn(root)) {
      if (!seen.has(path) && !closed.some((folder) => isInside(path, folder))) this.look(path);
    }
    await this.#queue.idle();
    if (this.#closed || this.#state === 'failed') return;
    this.#state = 'watching';
    this.#startWatching();
  }

  #isKnown({ path, size, mtimeMs }: Extract<Found, { kind: 'file' }>): boolean {
    const known = this.#options.catalogue.file(path);
    return known !== undefined && known.size === size && known.mtimeMs === mtimeMs && !known.fault?.passing;
  }

  async #read(path: string): Promise<void> {
    const { root, catalogue, hasFfmpeg } = this.#options;
    const format = formatOfName(path);
    const file = format === null ? null : await readMusicFile(path, root, format, await hasFfmpeg());
    if (this.#closed) return;
    const known = catalogue.file(path);
    if (!file) {
      if (known) this.#noteGone(path);
      return;
    }
    this.#gone.delete(path);
    // Rights or programs that are missing now do not undo what was read before.
    catalogue.put(file.fault?.passing && known ? { ...known, fault: file.fault } : file);
  }

  #noteGone(path: string): void {
    this.#gone.add(path);
    this.#cancelJudging ??= this.#options.clock.after(JUDGE_AFTER_MS, () => {
      this.#cancelJudging = null;
      void this.#judgeGone();
    });
  }

  async #judgeGone(): Promise<void> {
    const isThere = await this.#isThere();
    if (this.#closed) return;
    if (isThere) for (const path of this.#gone) this.#options.catalogue.remove(path);
    else this.#planNext();
    this.#gone.clear();
  }

  /** Whether the folder can be read and is not just the place where a disk full of music used to be. */
  async #isThere(): Promise<boolean> {
    const { skip, catalogue } = this.#options;
    try {
      for await (const { kind } of walk(this.root, skip)) if (kind === 'file') return true;
      if (catalogue.countIn(this.root) === 0) return true;
      this.#fail(`The music folder ${this.root} holds none of its music any more: connect its disk.`);
    } catch (error) {
      this.#fail(`The music folder ${this.root} ${whyUnopened(error)}: check SEGUE_MUSIC, or connect its disk.`);
    }
    return false;
  }

  #fail(message: string): void {
    if (message !== this.#message) this.#options.log.warn(message);
    this.#state = 'failed';
    this.#message = message;
    this.#options.catalogue.setAway(this.root, true);
    void this.#watch?.close();
    this.#watch = null;
  }

  #planNext(): void {
    this.#cancelNext();
    if (this.#closed) return;
    const wait = this.#state === 'failed' ? RETRY_MS : this.#unwatched !== null ? RESCAN_UNWATCHED_MS : RESCAN_MS;
    this.#cancelNext = this.#options.clock.after(wait, () => void this.scan());
  }

  #startWatching(): void {
    if (this.#watch) return;
    this.#unwatched = null;
    this.#watch = watchFolder(this.root, this.#options.skip, {
      onLook: (path) => this.look(path),
      // What changed between the scan and now went unseen.
      onReady: () => void this.scan(),
      onBroken: (error) => {
        // One fault comes once for every folder below.
        if (this.#unwatched !== null) return;
        this.#unwatched = `Changes in ${this.root} are noticed every ${RESCAN_UNWATCHED_MS / 60_000} minutes only (${messageOf(error)}).`;
        this.#options.log.warn(this.#unwatched);
        if (this.#state === 'watching') this.#message = this.#unwatched;
        this.#planNext();
      },
    });
  }
}

/** Folders are listed like files, so that people see why the music in them is missing. */
function unreadable(path: string, reason: string): FileRecord {
  return { path, source: 'folder', size: 0, mtimeMs: 0, format: 'other', tags: null, loudness: null, fault: { reason, passing: true } };
}

function whyUnopened(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOENT') return 'does not exist';
  if (code === 'ENOTDIR') return 'is not a folder';
  if (code === 'EACCES' || code === 'EPERM') return 'may not be opened by Segue';
  return `cannot be opened (${messageOf(error)})`;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
