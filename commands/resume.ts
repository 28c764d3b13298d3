import { z } from 'zod';
import { command } from '../src/command.ts';
import { currentHere, sessionHere } from './here/session.ts';
import { quoted } from './wording/label.ts';
import { announce, whisper } from './wording/notice.ts';

export const resume = command('resume', {
  description: 'Go on where the music was paused',
  public: true,
  options: z.object({}),
  rights: 'listener',
  async run(context) {
    const { track } = currentHere(context);
    const session = sessionHere(context);
    if (session.view().state.kind === 'playing') return whisper(`${quoted(track)} is playing already.`, 'info');
    await session.resume();
    return announce(`${quoted(track)} goes on.`);
  },
});
