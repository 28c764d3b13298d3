import { z } from 'zod';
import type { CommandContext } from '../../src/command.ts';
import type { QueueEntry } from '../../src/session/session.ts';
import { UserError } from '../../src/user-error.ts';
import { sessionHere } from '../here/session.ts';

/** A place in the queue, from 1. */
export const queuePosition = z.number().int().min(1).max(1000);

/** @throws UserError when nothing waits at `position`. */
export function entryAt(context: CommandContext, position: number): QueueEntry {
  const { queue } = sessionHere(context).view();
  const entry = queue[position - 1];
  if (entry) return entry;
  const holds = queue.length === 1 ? 'one track' : `${queue.length} tracks`;
  throw new UserError('no-such-entry', `The queue holds ${holds}, none at ${position}: /queue shows the positions.`);
}
