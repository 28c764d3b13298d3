import type { Kysely } from 'kysely';
import type { ListenerId, ListId, ListVerdict, PlaceId } from '../domain.ts';
import type { Schema } from '../storage/schema.ts';
import type { ShownList } from './listening.ts';
import { fromRow, type LogEvent, type LogEventOf } from './log-event.ts';
import { pickEvents } from './pick-events.ts';

/** Listens of a member that are looked at for where they were. */
const RECENT = 200;
/** What somebody said of lists before so many others plays no part any more. */
const LATELY_SAID = 50;

/** What is logged of a list that was shown. @param counts whether a member is counted in */
export function listEvents({ id, kind, placeId, listenerId, picks, cover, at }: ShownList, counts: (id: ListenerId) => boolean): readonly LogEvent[] {
  if (listenerId !== null && !counts(listenerId)) return [];
  const head = { at, placeId, sessionId: id, playId: null };
  return [
    { ...head, listenerId, trackId: null, kind: 'list', data: { list: kind, tracks: picks.length, cover: cover.variant, coverProbability: cover.probability } },
    ...picks.flatMap((pick) => pickEvents(pick, { ...head, trackId: pick.trackId }, counts)),
  ];
}

export async function isListLogged(db: Kysely<Schema>, id: ListId): Promise<boolean> {
  return (await db.selectFrom('event').select('id').where('session_id', '=', id).where('kind', '=', 'list').limit(1).executeTakeFirst()) !== undefined;
}

export async function listsUnwanted(db: Kysely<Schema>, id: ListenerId, since: number): Promise<readonly ListId[]> {
  const rows = await db.selectFrom('event').selectAll().where('listener_id', '=', id).where('kind', '=', 'list-feedback').orderBy('id', 'desc').limit(LATELY_SAID).execute();
  const last = new Map<ListId, LogEventOf<'list-feedback'>>();
  for (const event of rows.map(fromRow) as LogEventOf<'list-feedback'>[]) if (event.sessionId !== null && !last.has(event.sessionId)) last.set(event.sessionId, event);
  return [...last].flatMap(([listId, { at, data }]) => (data.verdict === 'less' && at >= since ? [listId] : []));
}

export async function verdictsOn(db: Kysely<Schema>, listId: ListId): Promise<Readonly<Record<ListVerdict, number>>> {
  const rows = await db.selectFrom('event').selectAll().where('session_id', '=', listId).where('kind', '=', 'list-feedback').orderBy('id').execute();
  const last = new Map((rows.map(fromRow) as LogEventOf<'list-feedback'>[]).map(({ listenerId, data }) => [listenerId, data.verdict]));
  const said = [...last.values()];
  return { keep: said.filter((verdict) => verdict === 'keep').length, less: said.filter((verdict) => verdict === 'less').length };
}

/** Asked of each member by themselves: the log has no order by place. */
export async function listenersIn(db: Kysely<Schema>, placeId: PlaceId, members: readonly ListenerId[], limit: number): Promise<readonly ListenerId[]> {
  const found: { readonly id: ListenerId; readonly event: number }[] = [];
  for (const id of members) {
    const recent = await db.selectFrom('event').select(['id', 'place_id']).where('listener_id', '=', id).where('kind', '=', 'listen').orderBy('id', 'desc').limit(RECENT).execute();
    const here = recent.find((row) => row.place_id === placeId);
    if (here) found.push({ id, event: here.id });
  }
  return found.toSorted((a, b) => b.event - a.event).slice(0, limit).map(({ id }) => id);
}
