import type { ListenerId } from '../domain.ts';
import type { Storage } from '../storage/storage.ts';
import { markRevision } from './revision.ts';
import { removeMentions } from './stored-mentions.ts';

/**
 * Removes every row about a member, and their name from the state of places they were in.
 * @returns whether there was anything; if so, the disk is to be cleaned of it
 */
export async function deletePerson(storage: Storage, id: ListenerId): Promise<boolean> {
  return storage.durably(async (trx) => {
    const deleted = [
      await trx.deleteFrom('event').where('listener_id', '=', id).executeTakeFirst(),
      await trx.deleteFrom('affinity').where('listener_id', '=', id).executeTakeFirst(),
      await trx.deleteFrom('weekly_list').where('listener_id', '=', id).executeTakeFirst(),
      await trx.deleteFrom('open_listen').where('listener_id', '=', id).executeTakeFirst(),
      await trx.deleteFrom('listener').where('id', '=', id).executeTakeFirst(),
    ];
    const mentioned = await removeMentions(trx, id);
    const found = mentioned || deleted.some(({ numDeletedRows }) => numDeletedRows > 0n);
    if (found) await markRevision(trx);
    return found;
  });
}
