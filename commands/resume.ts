import { z } from 'zod';
import { command } from '../src/command.ts';
import { currentHere, sessionHere } from './here/session.ts';
import { quoted } from './wording/label.ts';
import { announce } from './wording/notice.ts';

export const resume = command('resume', {
  description: 'Go on where the music was paused',
  options: z.object({}),
  rights: 'listener',
  async run(context) {
    const { track } = currentHere(context);
    await sessionHere(context).resume();
    return announce(`${quoted(track)} goes on.`);
  },
});
