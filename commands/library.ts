import { z } from 'zod';
import { analysisSentences } from '../src/analysis/progress.ts';
import { action, type Command } from '../src/command.ts';
import { fileWithoutFolders, withoutFolders } from '../src/library/without-folders.ts';

const none = z.object({});

export const library: Command = {
  name: 'library',
  description: 'The music Segue knows, and what it reads about it',
  subcommands: {
    show: action({
      description: 'The music Segue knows, how far it is read and analysed, and files that could not be',
      options: none,
      rights: 'anyone',
      async run({ caller, services }) {
        const status = services.library.status();
        const library = caller.operator ? status : withoutFolders(status);
        const { analysis: progress, ...recommender } = services.recommender.status();
        const faulty = caller.operator ? progress.faulty : progress.faulty.map(fileWithoutFolders);
        return { private: true, view: { kind: 'library', library, recommender, analysis: { sentences: analysisSentences(progress), faulty } } };
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
