import { z } from 'zod';
import { action, type Command } from '../src/command.ts';
import { sessionHere, startedHere } from './here/session.ts';
import { announce } from './wording/notice.ts';

export const dj: Command = {
  name: 'dj',
  description: 'Start or stop the music here',
  subcommands: {
    start: action({
      description: 'Start the music: Segue picks for whoever is here',
      options: z.object({}),
      rights: 'listener',
      async run(context) {
        if (context.services.sessions.get(context.placeId)) return announce('The music is on already: /nowplaying shows what you hear.', 'info');
        await startedHere(context);
        return announce('The music starts: Segue picks for whoever is here, and /play asks for a track.');
      },
    }),
    stop: action({
      description: 'Stop the music and end the session',
      options: z.object({}),
      rights: 'dj',
      async run(context) {
        await sessionHere(context).stop();
        return announce('The music has stopped: /dj start begins again.');
      },
    }),
  },
};
