import type { CommandContext } from '../../src/command.ts';
import type { Member } from '../../src/domain.ts';
import type { Vibe } from '../../src/vibe.ts';
import type { Current, QueueEntry, Session, SessionView } from '../../src/session/session.ts';
import { UserError } from '../../src/user-error.ts';

/** @throws UserError when no session runs in the caller's place. */
export function sessionHere({ placeId, services }: CommandContext): Session {
  const session = services.sessions.get(placeId);
  if (!session) throw new UserError('no-session', 'Nothing plays here yet: start with /dj start, or ask for a track with /play.');
  return session;
}

/**
 * The session of the caller's place; when there is none, it starts where the caller is, with the vibe.
 * @throws UserError when it cannot be heard there.
 */
export async function startedHere(context: CommandContext, vibe: Vibe | null = null): Promise<Session> {
  const { placeId, services } = context;
  return services.sessions.get(placeId) ?? services.sessions.start(placeId, context.destination(), vibe);
}

/** @throws UserError when no track plays or is paused in the caller's place. */
export function currentHere(context: CommandContext): Current {
  const { state } = sessionHere(context).view();
  if (!('current' in state)) throw new UserError('nothing-playing', 'No track plays at the moment: ask for one with /play.');
  return state.current;
}

/** The caller as the rest of the house knows them. */
export function memberOf({ caller }: CommandContext): Member {
  return { id: caller.id, name: caller.name };
}

/** From 1 in the queue; 0 when it is no longer waiting. */
export function positionOf(entry: QueueEntry, view: SessionView): number {
  return view.queue.findIndex(({ id }) => id === entry.id) + 1;
}

/** Whether the entry is somebody's request, and that somebody is not the caller. */
export function isAnothersRequest({ origin }: QueueEntry, { caller }: CommandContext): boolean {
  return origin.kind === 'request' && origin.by.id !== caller.id;
}
