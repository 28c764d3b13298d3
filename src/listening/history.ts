import type { Kysely } from 'kysely';
import type { Affinity, Listen, ListenerId, Reaction, TrackId } from '../domain.ts';
import type { Schema } from '../storage/schema.ts';
import { fromRow, toListen, type LogEventOf } from './log-event.ts';
import { toAffinity } from './projection.ts';

/** What the database says of one member's taste. */

export async function reactionOf(db: Kysely<Schema>, id: ListenerId, trackId: TrackId): Promise<Reaction | null> {
  const row = await db.selectFrom('affinity').select('reaction').where('listener_id', '=', id).where('track_id', '=', trackId).executeTakeFirst();
  return row?.reaction ?? null;
}

export async function affinitiesOf(db: Kysely<Schema>, id: ListenerId): Promise<readonly Affinity[]> {
  const rows = await db.selectFrom('affinity').selectAll().where('listener_id', '=', id).execute();
  return rows.map(toAffinity);
}

/** Newest first. */
export async function recentListensOf(db: Kysely<Schema>, id: ListenerId, limit: number): Promise<readonly Listen[]> {
  const rows = await db.selectFrom('event').selectAll().where('listener_id', '=', id).where('kind', '=', 'listen').orderBy('id', 'desc').limit(limit).execute();
  return rows.map((row) => toListen(fromRow(row) as LogEventOf<'listen'>));
}
