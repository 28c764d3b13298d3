import { z } from 'zod';
import { action, type Command, type CommandContext, type Reply } from '../src/command.ts';
import { givenFile } from '../src/given-file.ts';
import { IMPORT_SERVICES } from '../src/imports/formats/play.ts';
import type { HistorySource, TakenIn } from '../src/imports/imports.ts';
import { whisper } from './wording/notice.ts';

const userName = z.string().min(1).max(100);

/** What members heard elsewhere over the years, as those services tell it. */
export const importHistory: Command = {
  name: 'import',
  description: 'Let Segue learn from what you heard elsewhere: Spotify, ListenBrainz, Last.fm',
  anywhere: true,
  subcommands: {
    show: action({
      description: 'What you have imported, and how to',
      options: z.object({}),
      rights: 'anyone',
      run: (context) => shown(context, null),
    }),
    file: action({
      description: 'A file: Spotify’s extended streaming history, ListenBrainz’s export, or scrobbles of Last.fm',
      options: z.object({ file: givenFile.describe('The zip as you downloaded it, or a JSON or CSV file') }),
      rights: 'anyone',
      run: (context, { file }) => taken(context, { kind: 'file', file }),
    }),
    listenbrainz: action({
      description: 'What ListenBrainz knows that you heard',
      options: z.object({
        user: userName.describe('Your name there'),
        token: z.string().max(100).optional().describe('Your user token, if you want to give it; it is used once and not kept'),
      }),
      rights: 'anyone',
      run: (context, { user, token = null }) => taken(context, { kind: 'listenbrainz', user, token }),
    }),
    lastfm: action({
      description: 'What Last.fm knows that you heard',
      options: z.object({
        user: userName.describe('Your name there'),
        key: z.string().regex(/^[0-9a-f]{32}$/i).optional().describe('Your API key, from last.fm/api/account/create; it is used once and not kept'),
      }),
      rights: 'anyone',
      run: (context, { user, key = null }) => taken(context, { kind: 'lastfm', user, key }),
    }),
    remove: action({
      description: 'Forget what you imported of a service',
      options: z.object({ service: z.enum(IMPORT_SERVICES).describe('Which service') }),
      rights: 'anyone',
      async run({ caller, services }, { service }) {
        const was = await services.imports.remove(caller.id, service);
        return was ? whisper(`What you imported of ${service} is removed, and so is what was learnt from it.`) : whisper(`Nothing of ${service} was imported: /import show says what was.`, 'info');
      },
    }),
  },
};

async function taken(context: CommandContext, source: HistorySource): Promise<Reply> {
  return shown(context, (await context.services.imports.take(context.caller.id, source)).map(sentences).join('\n'));
}

async function shown({ caller, services: { imports, listening } }: CommandContext, note: string | null): Promise<Reply> {
  return { private: true, view: { kind: 'import', note, reading: imports.reading(caller.id), histories: await listening.importsOf(caller.id) } };
}

function sentences({ service, plays, songs, matched, newestOnly }: TakenIn): string {
  const count = (value: number) => value.toLocaleString('en');
  const came = `Taken in from ${service}: ${count(plays)} plays of ${count(songs)} songs, of which the library has ${count(matched)}; the others count as soon as it has them.`;
  return newestOnly ? `${came}\nThese are your newest plays: for all of them give a file, /import file.` : came;
}
