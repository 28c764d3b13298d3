import type { CommandContext, Rights } from '../../src/command.ts';
import { UserError } from '../../src/user-error.ts';

/** Managers, the place's DJs, and whoever listens alone: nobody else's music is touched then. */
export async function mayDj({ caller, placeId, services }: CommandContext): Promise<boolean> {
  const alone = caller.here && services.sessions.present(placeId).every(({ id }) => id === caller.id);
  if (caller.manager || caller.dj || alone) return true;
  return (await services.sessions.settings(placeId)).djs.includes(caller.id);
}

/** @throws UserError saying who may, when the caller may not. */
export async function checkRights(rights: Rights, context: CommandContext): Promise<void> {
  switch (rights) {
    case 'anyone':
      return;
    case 'listener':
      if (context.caller.here) return;
      throw new UserError('not-here', 'That is for the people who listen: join the place where the music plays first.');
    case 'dj':
      if (await mayDj(context)) return;
      throw new UserError('not-dj', 'While others listen, that is for a DJ of this place: ask one, or somebody who manages it.');
  }
}
