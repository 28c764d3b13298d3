import { basename } from 'node:path';
import { z } from 'zod';
import { command } from '../src/command.ts';
import type { LibraryStatus } from '../src/library/library.ts';

export const library = command('library', {
  description: 'The music Segue knows, how far its scan is, and files it could not read',
  options: z.object({}),
  rights: 'anyone',
  async run({ caller, services }) {
    const status = services.library.status();
    const library = caller.manager ? status : withoutFolders(status);
    return { private: true, view: { kind: 'library', library, recommender: services.recommender.status() } };
  },
});

/** Where files lie on the machine concerns only those who look after it. */
function withoutFolders(status: LibraryStatus): LibraryStatus {
  return {
    ...status,
    sources: status.sources.map((source) => ({ ...source, name: basename(source.name) })),
    unreadable: status.unreadable.map(({ path, reason }) => ({ path: basename(path), reason: reason.replaceAll(path, basename(path)) })),
  };
}
