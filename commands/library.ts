import { basename } from 'node:path';
import { z } from 'zod';
import { command } from '../src/command.ts';

export const library = command('library', {
  description: 'The music Segue knows, how far its scan is, and files it could not read',
  options: z.object({}),
  rights: 'anyone',
  async run({ caller, services }) {
    const status = services.library.status();
    // Where files lie on the machine concerns only those who look after it.
    const unreadable = caller.manager
      ? status.unreadable
      : status.unreadable.map(({ path, reason }) => ({ path: basename(path), reason: reason.replaceAll(path, basename(path)) }));
    return { private: true, view: { kind: 'library', library: { ...status, unreadable }, recommender: services.recommender.status() } };
  },
});
