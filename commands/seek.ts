import { z } from 'zod';
import { command } from '../src/command.ts';
import { positionOf } from '../src/session/position.ts';
import { UserError } from '../src/user-error.ts';
import { currentHere, sessionHere } from './here/session.ts';
import { formatPosition, parsePosition } from './options/position.ts';
import { quoted } from './wording/label.ts';
import { announce } from './wording/notice.ts';

export const seek = command('seek', {
  description: 'Jump within the track',
  public: true,
  options: z.object({
    position: z.string().max(20).describe('Where to: 1:30 or 90 from the start, +30 or -10 from where it is now'),
  }),
  rights: 'dj',
  async run(context, { position }) {
    const { track } = currentHere(context);
    const session = sessionHere(context);
    const wanted = parsePosition(position);
    if (!wanted) {
      throw new UserError('option', 'The option position must be a time such as 1:30 or 90, or a jump such as +30 or -10.');
    }
    const from = wanted.kind === 'by' ? positionOf(session.view(), context.services.clock.now()) : 0;
    if (from + wanted.ms > track.durationMs) {
      throw new UserError('option', `${quoted(track)} is ${formatPosition(track.durationMs)} long: choose a position before that.`);
    }
    const target = Math.max(from + wanted.ms, 0);
    await session.seek(target);
    const where = formatPosition(target);
    return announce(session.view().state.kind === 'paused' ? `${quoted(track)} is paused at ${where}.` : `${quoted(track)} goes on from ${where}.`);
  },
});
