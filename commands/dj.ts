import { z } from 'zod';
import { action, type Command } from '../src/command.ts';
import { isSameDestination } from '../src/session/destination.ts';
import { UserError } from '../src/user-error.ts';
import { mayDj } from './here/rights.ts';
import { sessionHere, startedHere } from './here/session.ts';
import { channel } from './wording/label.ts';
import { announce, whisper } from './wording/notice.ts';

const none = z.object({});

export const dj: Command = {
  name: 'dj',
  description: 'Start or stop the music here, or bring it to where you are',
  subcommands: {
    start: action({
      description: 'Start the music: Segue picks for whoever is here',
      public: true,
      options: none,
      rights: 'listener',
      async run(context) {
        if (context.services.sessions.get(context.placeId)) return announce('The music is on already: /nowplaying shows what you hear.', 'info');
        await startedHere(context);
        return announce('The music starts: Segue picks for whoever is here, and /play asks for a track.');
      },
    }),
    stop: action({
      description: 'Stop the music and end the session',
      public: true,
      options: none,
      rights: 'dj',
      async run(context) {
        await sessionHere(context).stop();
        return announce('The music has stopped: /dj start begins again.');
      },
    }),
    move: action({
      description: 'Bring the music to the voice channel you are in',
      public: true,
      options: none,
      // Music that nobody hears may be fetched by anybody; the rest is checked below.
      rights: 'anyone',
      async run(context) {
        const { placeId, services } = context;
        const session = sessionHere(context);
        const from = session.view().destination;
        if (from.kind === 'stream') return whisper('The music is heard on this page alone: there is nowhere to move it.', 'info');
        const to = context.destination();
        if (isSameDestination(from, to)) return whisper('The music plays where you are already.', 'info');
        if (services.sessions.present(placeId).length > 0 && !(await mayDj(context))) {
          throw new UserError('not-dj', `People listen in ${channel(from)}, and only a DJ may take the music away from them: join them, or ask one.`);
        }
        await session.moveTo(to);
        return announce(`The music moves to ${channel(to)}.`);
      },
    }),
  },
};
