import { z } from 'zod';
import { command } from '../src/command.ts';
import { currentHere, memberOf, sessionHere } from './here/session.ts';
import { quoted } from './wording/label.ts';
import { announce } from './wording/notice.ts';

export const skip = command('skip', {
  description: 'Go on to the next track; it tells Segue that this one was not for you',
  public: true,
  options: z.object({}),
  rights: 'listener',
  async run(context) {
    const { track } = currentHere(context);
    await sessionHere(context).skip(memberOf(context));
    return announce(`Skipped ${quoted(track)}.`);
  },
});
