import type { Insertable, Kysely } from 'kysely';
import type { PlayId } from '../domain.ts';
import type { OpenListenTable, OpenPlayTable, Schema } from '../storage/schema.ts';
import { statements } from './statements.ts';

/** A play in progress and the listens in it, as kept for the case that the process dies. */
export interface Checkpoint {
  readonly play: Insertable<OpenPlayTable>;
  readonly listens: readonly Insertable<OpenListenTable>[];
}

/** Replaces the checkpoints of the given plays; null removes one. */
export async function writeCheckpoints(trx: Kysely<Schema>, plays: ReadonlyMap<PlayId, Checkpoint | null>): Promise<void> {
  if (plays.size === 0) return;
  await trx.deleteFrom('open_play').where('play_id', 'in', [...plays.keys()]).execute();
  const open = [...plays.values()].filter((checkpoint) => checkpoint !== null);
  for (const rows of statements(open.map(({ play }) => play))) await trx.insertInto('open_play').values(rows).execute();
  for (const rows of statements(open.flatMap(({ listens }) => listens))) await trx.insertInto('open_listen').values(rows).execute();
}

export async function readCheckpoints(db: Kysely<Schema>): Promise<Map<PlayId, Checkpoint>> {
  const plays = await db.selectFrom('open_play').selectAll().execute();
  const listens = await db.selectFrom('open_listen').selectAll().execute();
  return new Map(plays.map((play) => [play.play_id, { play, listens: listens.filter(({ play_id }) => play_id === play.play_id) }]));
}
