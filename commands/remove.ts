import { z } from 'zod';
import { command } from '../src/command.ts';
import { UserError } from '../src/user-error.ts';
import { mayDj } from './here/rights.ts';
import { sessionHere } from './here/session.ts';
import { entryAt, queuePosition } from './options/queue-position.ts';
import { quoted } from './wording/label.ts';
import { announce } from './wording/notice.ts';

export const remove = command('remove', {
  description: 'Take a track out of the queue',
  public: true,
  options: z.object({ position: queuePosition.describe('Its position in /queue') }),
  // One's own request may be taken back from anywhere; the rest is checked below.
  rights: 'anyone',
  async run(context, { position }) {
    const { id, origin } = entryAt(context, position);
    const own = origin.kind === 'request' && origin.by.id === context.caller.id;
    if (!own && !(await mayDj(context))) {
      throw new UserError('not-dj', 'You may take out what you asked for yourself; for the rest, ask a DJ of this place.');
    }
    const removed = await sessionHere(context).remove(id);
    return announce(`${quoted(removed.track)} is out of the queue.`);
  },
});
