import { z } from 'zod';
import { command } from '../src/command.ts';
import { ADVENTURES, type Adventure } from '../src/domain.ts';
import { whisper } from './wording/notice.ts';

const SAID: Readonly<Record<Adventure, string>> = {
  familiar: 'You want it familiar: Segue keeps to what you know and like, also what you have heard before.',
  balanced: 'You want it balanced: Segue picks what you will like, and prefers what is new to you.',
  curious: 'You are curious: Segue goes a step further from what you know.',
  brave: 'You are brave: Segue looks for artists and styles that you do not know yet.',
};

export const adventure = command('adventure', {
  description: 'How far from what you know Segue takes you; without a word, how it is set',
  options: z.object({ level: z.enum(ADVENTURES).optional().describe('From what you know to what you never heard of') }),
  rights: 'anyone',
  async run({ caller, services: { listening } }, { level }) {
    const { preferences } = listening;
    if (level === undefined) return whisper(`${SAID[(await preferences.of(caller.id)).adventure]}\n/adventure changes that.`, 'info');
    await preferences.change(caller.id, { adventure: level });
    return whisper(SAID[level]);
  },
});
