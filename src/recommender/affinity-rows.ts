import type { Affinity, ListenerId } from '../domain.ts';
import { toAffinity } from '../listening/projection.ts';
import type { Storage } from '../storage/storage.ts';

/** Everybody the projection knows anything of. */
export async function knownListeners({ db }: Storage): Promise<readonly ListenerId[]> {
  const rows = await db.selectFrom('affinity').select('listener_id').distinct().orderBy('listener_id').execute();
  return rows.map((row) => row.listener_id);
}

export async function readAffinities({ db }: Storage, id: ListenerId): Promise<readonly Affinity[]> {
  const rows = await db.selectFrom('affinity').selectAll().where('listener_id', '=', id).orderBy('track_id').execute();
  return rows.map(toAffinity);
}
