import type { CommandContext, Rights } from '../../src/command.ts';
import { UserError } from '../../src/user-error.ts';
import { channel } from '../wording/label.ts';

/** Managers, the place's DJs, by name or by role, and whoever listens alone: nobody else's music is touched then. */
export async function mayDj(context: CommandContext): Promise<boolean> {
  const { caller, placeId, services } = context;
  if (caller.manager || caller.dj || listensAlone(context)) return true;
  return (await services.sessions.settings(placeId)).djs.includes(caller.id);
}

/** Where no music plays nobody listens: a place is not anybody's only because it is quiet. */
function listensAlone({ caller, placeId, services }: CommandContext): boolean {
  if (!caller.here || !services.sessions.get(placeId)) return false;
  const [first, ...others] = services.sessions.present(placeId);
  return first?.id === caller.id && others.length === 0;
}

/** @throws UserError saying who may, when the caller may not. */
export async function checkRights(rights: Rights, context: CommandContext): Promise<void> {
  switch (rights) {
    case 'anyone':
      return;
    case 'listener':
      if (context.caller.here) return;
      refuseElsewhere(context);
      throw new UserError('not-here', 'That is for the people who listen: join the place where the music plays first.');
    case 'dj':
      if (await mayDj(context)) return;
      if (!context.services.sessions.get(context.placeId)) {
        throw new UserError('not-dj', 'Nothing plays here yet: /dj start begins; until then that is for a DJ of this place, or somebody who manages it.');
      }
      throw new UserError('not-dj', 'While others listen, that is for a DJ of this place: ask one, or somebody who manages it.');
  }
}

/** Says what this caller can do about not being there, as far as that is known better than in general. */
function refuseElsewhere(context: CommandContext): void {
  const session = context.services.sessions.get(context.placeId);
  // Where music could start, the door knows what is missing.
  if (!session) return void context.destination();
  const plays = session.view().destination;
  if (plays.kind === 'stream') return;
  throw new UserError('not-here', `The music plays in ${channel(plays)}: join it there, or bring it to you with /dj move.`);
}
