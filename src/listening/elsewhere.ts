import { sql, type Kysely } from 'kysely';
import type { ElsewhereListen, ListenerId } from '../domain.ts';
import type { Schema } from '../storage/schema.ts';
import { fromRow, toRow, type LogEvent, type LogEventOf } from './log-event.ts';
import { songKey } from './song-key.ts';

type Heard = LogEventOf<'elsewhere'>;

/** Services tell the start of one listen differently by this much at most. */
const SAME_START_MS = 2_000;

/** A batch of events whose listens elsewhere are in the log. */
interface TakenIn {
  /** Everything else, to be logged. */
  readonly others: readonly LogEvent[];
  /** The listens as the log now has them. */
  readonly heard: readonly Heard[];
  /** What the log had of them before. */
  readonly replaced: readonly Heard[];
}

/** The log's event of a listen elsewhere. */
export function heardEvent({ listenerId, trackId, ...listen }: ElsewhereListen): Heard {
  return { at: listen.startedAt, kind: 'elsewhere', placeId: null, sessionId: null, listenerId, trackId, playId: null, data: listen };
}

/** Logs the listens elsewhere among events; one that is told again is one row, with the most that was told of it. */
export async function takeInElsewhere(trx: Kysely<Schema>, events: readonly LogEvent[]): Promise<TakenIn> {
  const told = events.filter((event) => event.kind === 'elsewhere');
  if (told.length === 0) return { others: events, heard: [], replaced: [] };
  for (const id of [...new Set(told.map(({ listenerId }) => listenerId ?? ''))].sort()) await holdMember(trx, id);
  const heard: Heard[] = [];
  const replaced: Heard[] = [];
  for (const event of told) {
    const before = await sameListen(trx, event);
    const now = before ? merged(before.event, event) : event;
    if (before) {
      replaced.push(before.event);
      await trx.updateTable('event').set(toRow(now)).where('id', '=', before.id).execute();
    } else {
      await trx.insertInto('event').values(toRow(now)).execute();
    }
    heard.push(now);
  }
  return { others: events.filter(({ kind }) => kind !== 'elsewhere'), heard, replaced };
}

async function sameListen(trx: Kysely<Schema>, event: Heard): Promise<{ id: number; event: Heard } | undefined> {
  const rows = await trx
    .selectFrom('event')
    .selectAll()
    .where('listener_id', '=', event.listenerId)
    // In the text of the statement, as the index over these rows asks for.
    .where('kind', '=', sql.lit('elsewhere'))
    .where('at', '>=', event.at - SAME_START_MS)
    .where('at', '<=', event.at + SAME_START_MS)
    .orderBy('id')
    .execute();
  return rows.map((row) => ({ id: row.id, event: fromRow(row) as Heard })).find((row) => songKey(row.event.data) === songKey(event.data));
}

/** What was told first stays; the end and the time heard only grow. */
function merged(before: Heard, again: Heard): Heard {
  const { data } = before;
  return {
    ...before,
    trackId: before.trackId ?? again.trackId,
    data: {
      ...data,
      album: data.album ?? again.data.album,
      durationMs: data.durationMs ?? again.data.durationMs,
      externalId: data.externalId ?? again.data.externalId,
      endedAt: Math.max(data.endedAt, again.data.endedAt),
      heardMs: Math.max(data.heardMs, again.data.heardMs),
    },
  };
}

/** Holds a member's row until the commit: on Postgres another process may be told of the same listen now. */
export async function holdMember(trx: Kysely<Schema>, id: ListenerId): Promise<void> {
  await trx.updateTable('listener').set((row) => ({ changed_at: row.ref('changed_at') })).where('id', '=', id).execute();
}
