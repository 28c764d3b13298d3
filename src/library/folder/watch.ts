import { watch } from 'chokidar';
import { formatOfName } from './formats.ts';
import { isPassedOver } from './walk.ts';

export interface FolderWatch {
  close(): Promise<void>;
}

export interface WatchListener {
  /** A music file came, changed or went. Told once it is no longer being written. */
  onLook(path: string): void;
  /** From now on nothing is missed. */
  onReady(): void;
  /** Watching does not work here, or no longer. */
  onBroken(error: unknown): void;
}

/** A file counts as written when its size has stayed the same for so long. */
const STILL_MS = 1_000;
const POLL_MS = 250;

/** Watches a folder for changes of music files, however deep. It does not keep the process alive. */
export function watchFolder(root: string, skip: string, listener: WatchListener): FolderWatch {
  const watcher = watch(root, {
    ignoreInitial: true,
    ignorePermissionErrors: true,
    persistent: false,
    awaitWriteFinish: { stabilityThreshold: STILL_MS, pollInterval: POLL_MS },
    ignored: (path, stats) =>
      path !== root && (path === skip || isPassedOver(path) || (stats?.isFile() === true && formatOfName(path) === null)),
  });
  const look = (path: string) => {
    if (formatOfName(path) !== null) listener.onLook(path);
  };
  watcher.on('add', look).on('change', look).on('unlink', look);
  watcher.on('ready', () => listener.onReady());
  watcher.on('error', (error) => listener.onBroken(error));
  return { close: () => watcher.close() };
}
