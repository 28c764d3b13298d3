import { z } from 'zod';
import { action, type Command } from '../src/command.ts';
import { withoutFolders } from '../src/library/without-folders.ts';

const none = z.object({});

export const library: Command = {
  name: 'library',
  description: 'The music Segue knows, and what it reads about it',
  subcommands: {
    show: action({
      description: 'The music Segue knows, how far its scan is, and files it could not read',
      options: none,
      rights: 'anyone',
      async run({ caller, services }) {
        const status = services.library.status();
        const library = caller.operator ? status : withoutFolders(status);
        return { private: true, view: { kind: 'library', library, recommender: services.recommender.status() } };
      },
    }),
    reading: action({
      description: 'What Segue reads on the web about the library’s artists, how far it is, and what went wrong last',
      options: none,
      rights: 'anyone',
      async run({ services }) {
        return { private: true, view: { kind: 'reading', reading: services.reading.status() } };
      },
    }),
  },
};
