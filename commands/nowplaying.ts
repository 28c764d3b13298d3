import { z } from 'zod';
import { command } from '../src/command.ts';
import { sessionHere } from './here/session.ts';

export const nowplaying = command('nowplaying', {
  description: 'What plays now, and what you said about it',
  options: z.object({}),
  rights: 'anyone',
  async run(context) {
    const session = sessionHere(context).view();
    const mine = 'current' in session.state
      ? await context.services.listening.reactionOf(context.caller.id, session.state.current.track.id)
      : null;
    // Private, since it shows what the caller thinks of the track.
    return { private: true, view: { kind: 'now-playing', session, mine } };
  },
});
