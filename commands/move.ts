import { z } from 'zod';
import { command } from '../src/command.ts';
import { positionOf, sessionHere } from './here/session.ts';
import { entryAt, queuePosition } from './options/queue-position.ts';
import { quoted } from './wording/label.ts';
import { announce } from './wording/notice.ts';

export const move = command('move', {
  description: 'Move a track to another position in the queue',
  public: true,
  options: z.object({
    from: queuePosition.describe('Its position in /queue'),
    to: queuePosition.describe('The position it should have'),
  }),
  rights: 'dj',
  async run(context, { from, to }) {
    const { id } = entryAt(context, from);
    const session = sessionHere(context);
    const entry = await session.move(id, to);
    return announce(`${quoted(entry.track)} is now at ${positionOf(entry, session.view())} in the queue.`);
  },
});
