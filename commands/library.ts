import { z } from 'zod';
import { command } from '../src/command.ts';
import { withoutFolders } from '../src/library/without-folders.ts';

export const library = command('library', {
  description: 'The music Segue knows, how far its scan is, and files it could not read',
  options: z.object({}),
  rights: 'anyone',
  async run({ caller, services }) {
    const status = services.library.status();
    const library = caller.operator ? status : withoutFolders(status);
    return { private: true, view: { kind: 'library', library, recommender: services.recommender.status() } };
  },
});
