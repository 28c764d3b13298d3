import { z } from 'zod';
import { command } from '../src/command.ts';
import { sessionHere } from './here/session.ts';
import { announce } from './wording/notice.ts';

export const volume = command('volume', {
  description: 'How loud the music plays for everybody here',
  public: true,
  options: z.object({ level: z.number().int().min(0).max(100).describe('From 0, silent, to 100, full') }),
  rights: 'dj',
  async run(context, { level }) {
    await sessionHere(context).setVolume(level / 100);
    return announce(`The volume is ${level} of 100.`);
  },
});
