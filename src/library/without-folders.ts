import { basename } from 'node:path';
import type { LibraryStatus } from './library.ts';

/** The status for everybody but the operator: a folder's or file's own name is enough to know it by, where it lies is the operator's business. */
export function withoutFolders(status: LibraryStatus): LibraryStatus {
  const roots = status.sources.map(({ name }) => name).toSorted((a, b) => b.length - a.length);
  const cleared = (text: string) => roots.reduce((rest, root) => rest.replaceAll(root, lastName(root)), text);
  return {
    ...status,
    sources: status.sources.map((source) => ({ ...source, name: lastName(source.name), message: source.message === null ? null : cleared(source.message) })),
    unreadable: status.unreadable.map(fileWithoutFolders).map(({ path, reason }) => ({ path, reason: cleared(reason) })),
  };
}

/** The same for a file with which something is wrong. */
export function fileWithoutFolders({ path, reason }: LibraryStatus['unreadable'][number]): LibraryStatus['unreadable'][number] {
  return { path: lastName(path), reason: reason.replaceAll(path, lastName(path)) };
}

function lastName(path: string): string {
  return basename(path) || path;
}
