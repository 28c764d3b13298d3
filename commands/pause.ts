import { z } from 'zod';
import { command } from '../src/command.ts';
import { currentHere, sessionHere } from './here/session.ts';
import { quoted } from './wording/label.ts';
import { announce } from './wording/notice.ts';

export const pause = command('pause', {
  description: 'Pause the music for everybody here',
  public: true,
  options: z.object({}),
  rights: 'dj',
  async run(context) {
    const { track } = currentHere(context);
    await sessionHere(context).pause();
    return announce(`Paused ${quoted(track)}: /resume goes on.`);
  },
});
