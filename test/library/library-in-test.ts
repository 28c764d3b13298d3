import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import { systemClock, type Clock } from '../../src/clock.ts';
import type { Library } from '../../src/library/library.ts';
import { openLibrary, type LibraryOptions } from '../../src/library/open-library.ts';
import { silentLogger } from '../../src/log.ts';
import { openStorage, type Storage } from '../../src/storage/storage.ts';

/** Time for the file system and this machine to do what they were asked. */
export const PATIENCE = { timeout: 20_000, interval: 20 };

/** A clock whose waits are a hundredth as long, for what happens every so many seconds. */
export const hastyClock: Clock = { now: () => systemClock.now(), after: (ms, run) => systemClock.after(ms / 100, run) };

export interface TestHome {
  /** For music. */
  readonly music: string;
  readonly data: string;
  readonly storage: Storage;
  open(options?: Partial<LibraryOptions> & { readonly folders?: readonly string[] }): Promise<Library>;
}

/** An empty music folder, a data folder and a database, removed after the test with all libraries opened. */
export async function testHome(): Promise<TestHome> {
  const folder = await mkdtemp(join(tmpdir(), 'segue-library-'));
  await chmod(folder, 0o755);
  const music = join(folder, 'music');
  const data = join(folder, 'data');
  const storage = await openStorage({ url: null, file: join(data, 'segue.db'), log: silentLogger });
  const opened: Library[] = [];
  onTestFinished(async () => {
    await Promise.all(opened.map((library) => library.close()));
    await storage.close();
    await rm(folder, { recursive: true, force: true });
  });
  return {
    music,
    data,
    storage,
    async open({ folders = [music], ...options } = {}) {
      const config = { musicFolders: folders, dataFolder: data };
      const library = await openLibrary({ config, storage, clock: systemClock, log: silentLogger, measure: neverMeasured, ...options });
      opened.push(library);
      return library;
    },
  };
}

/** Resolves when every source has been gone through. */
export async function scanned(library: Library): Promise<void> {
  await expect.poll(() => library.status().sources.map(({ state }) => state === 'watching' || state === 'failed'), PATIENCE).not.toContain(false);
}

export const titles = (library: Library): string[] => library.tracks().map(({ title }) => title).sort();

function neverMeasured(): Promise<never> {
  return Promise.reject(new Error('not measured in this test'));
}
