import { access, constants, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { ffmpegAvailable } from '../audio/decode/ffmpeg.ts';
import { measureLoudness } from '../audio/measure.ts';
import type { Clock } from '../clock.ts';
import type { Config } from '../config.ts';
import type { Loudness, Track, TrackId } from '../domain.ts';
import type { Logger } from '../log.ts';
import type { Storage } from '../storage/storage.ts';
import { CatalogueStore, storedFiles } from './catalogue-store.ts';
import { Catalogue } from './catalogue.ts';
import { ChangeNotice } from './change-notice.ts';
import { Covers } from './covers.ts';
import { DemoFeed } from './demo-feed.ts';
import { FolderSource } from './folder/folder-source.ts';
import { isInside } from './inside.ts';
import type { Cover, Library, LibraryStatus } from './library.ts';
import { LoudnessMeasuring, type Measure } from './loudness.ts';
import { IndexFeed } from './search/index-feed.ts';
import type { Source } from './source.ts';

const NOTICE_EVERY_MS = 500;
/** Files read at once over all folders: enough to hide a disk's latency, few enough for steady memory. */
const LANES = 4;
/** A folder on a sleeping disk or a lost share may take its time; the others do not wait for it. */
const OPENING_MS = 2_000;

export interface LibraryOptions {
  readonly config: Pick<Config, 'musicFolders' | 'dataFolder'>;
  readonly storage: Storage;
  readonly clock: Clock;
  readonly log: Logger;
  /** How a file's loudness is measured. */
  readonly measure?: Measure;
  /** Whether formats beyond the built-in decoders can be played. */
  readonly hasFfmpeg?: () => Promise<boolean>;
}

/**
 * Opens the library: what is stored of the configured folders (or of the demo) is there at once, scanning
 * and watching go on in the background. It does not throw for a folder that is missing: the status tells.
 */
export async function openLibrary(options: LibraryOptions): Promise<Library> {
  const library = new SourcedLibrary(options);
  await library.open();
  return library;
}

class SourcedLibrary implements Library {
  readonly #storage: Storage;
  readonly #clock: Clock;
  readonly #catalogue: Catalogue;
  readonly #store: CatalogueStore;
  readonly #index: IndexFeed;
  readonly #notice: ChangeNotice;
  readonly #measuring: LoudnessMeasuring;
  readonly #covers: Covers;
  readonly #folders: readonly FolderSource[];
  readonly #sources: readonly Source[];
  readonly #demoFolder: string;
  readonly #ready = Promise.withResolvers<void>();

  constructor({ config, storage, clock, log, measure = measureLoudness, hasFfmpeg = ffmpegAvailable }: LibraryOptions) {
    this.#storage = storage;
    this.#clock = clock;
    this.#demoFolder = join(config.dataFolder, 'demo');
    this.#covers = new Covers(clock);
    this.#store = new CatalogueStore(storage, clock, log);
    this.#notice = new ChangeNotice(clock, NOTICE_EVERY_MS);
    this.#index = new IndexFeed((id) => this.get(id));
    const catalogue = new Catalogue({
      fileChanged: (path) => this.#store.fileChanged(path),
      trackChanged: (id, same) => this.#trackChanged(id, same),
    });
    this.#catalogue = catalogue;
    this.#measuring = new LoudnessMeasuring({ catalogue, clock, log, measure, onFault: (path, reason) => this.#fault(path, reason) });
    const roots = outermost(config.musicFolders);
    const lanes = Math.max(1, Math.floor(LANES / Math.max(1, roots.length)));
    this.#folders = roots.map((root) => new FolderSource({ root, skip: resolve(config.dataFolder), catalogue, lanes, clock, log, hasFfmpeg }));
    this.#sources = roots.length > 0 ? this.#folders : [new DemoFeed({ folder: this.#demoFolder, catalogue, log })];
  }

  async open(): Promise<void> {
    for (const { root } of this.#folders) this.#catalogue.setAway(root, true);
    const patience = Promise.withResolvers<void>();
    const cancel = this.#clock.after(OPENING_MS, patience.resolve);
    await Promise.race([Promise.all(this.#folders.map((folder) => folder.open())), patience.promise]);
    cancel();
    await this.#load();
    this.#store.follow(this.#catalogue);
    void Promise.all(this.#sources.map((source) => source.scan())).then(() => this.#ready.resolve());
  }

  get size(): number {
    return this.#catalogue.size;
  }

  get(id: TrackId): Track | undefined {
    return this.#catalogue.get(id);
  }

  tracks(): readonly Track[] {
    return this.#catalogue.tracks();
  }

  search(query: string, limit: number): readonly Track[] {
    return this.#index.search(query, limit);
  }

  loudness(id: TrackId, deadlineMs: number): Promise<Loudness | null> {
    return this.#measuring.of(id, deadlineMs);
  }

  match(song: { readonly title: string; readonly artist: string }): Track | undefined {
    return this.#catalogue.match(song);
  }

  async cover(id: TrackId): Promise<Cover | null> {
    const track = this.get(id);
    return track ? this.#covers.of(track) : null;
  }

  status(): LibraryStatus {
    return {
      tracks: this.#catalogue.size,
      artists: this.#catalogue.artistCount,
      files: this.#catalogue.fileCount,
      sources: this.#sources.map(({ status }) => status),
      unreadable: this.#catalogue.unreadable(),
      measured: this.#catalogue.measuredCount,
    };
  }

  onChange(listener: () => void): () => void {
    return this.#notice.listen(listener);
  }

  ready(): Promise<void> {
    return this.#ready.promise;
  }

  reportUnreadable(id: TrackId, reason: string): void {
    const track = this.get(id);
    if (track) this.#fault(track.file.path, reason);
  }

  async close(): Promise<void> {
    this.#notice.close();
    this.#index.close();
    await this.#covers.close();
    await this.#measuring.close();
    await Promise.all(this.#sources.map((source) => source.close()));
    await this.#store.flush();
    this.#ready.resolve();
  }

  /** Takes what earlier scans stored; files of folders that are no longer configured stay stored only. */
  async #load(): Promise<void> {
    if (this.#folders.length === 0) {
      for await (const page of storedFiles(this.#storage, 'demo')) {
        for (const { file, trackId } of page) {
          if (isInside(file.path, this.#demoFolder) && (await isThere(file.path))) this.#catalogue.put(file, trackId);
        }
      }
      return;
    }
    for await (const page of storedFiles(this.#storage, 'folder')) {
      for (const { file, trackId } of page) {
        if (this.#folders.some((folder) => folder.holds(file.path))) this.#catalogue.put(file, trackId);
      }
    }
  }

  #trackChanged(id: TrackId, same: boolean): void {
    if (!same) this.#store.trackChanged(id);
    this.#index.changed(id);
    this.#notice.changed();
    if (this.#catalogue.size === 0) return;
    this.#ready.resolve();
    this.#measuring.wake();
  }

  /** Lists a file as unreadable at once; if it has only gone or changed, its source finds out. */
  #fault(path: string, reason: string): void {
    const file = this.#catalogue.file(path);
    if (!file) return;
    const faulty = { ...file, fault: { reason, passing: false } };
    this.#catalogue.put(faulty);
    void isUnchanged(path, file.mtimeMs).then((unchanged) => {
      if (unchanged || this.#catalogue.file(path) !== faulty) return;
      this.#catalogue.put({ ...file, fault: { reason, passing: true } });
      for (const source of this.#sources) if (source.holds(path)) source.look(path);
    });
  }
}

/** Whether a file is still there as it was, and may be read. */
async function isUnchanged(path: string, mtimeMs: number): Promise<boolean> {
  try {
    await access(path, constants.R_OK);
    return (await stat(path)).mtimeMs === mtimeMs;
  } catch {
    return false;
  }
}

/** Folders inside another one are scanned with it. */
function outermost(folders: readonly string[]): readonly string[] {
  const all = [...new Set(folders.map((folder) => resolve(folder)))];
  return all.filter((folder) => !all.some((other) => isInside(folder, other)));
}

async function isThere(path: string): Promise<boolean> {
  return access(path).then(() => true, () => false);
}
