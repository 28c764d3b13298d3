import { setImmediate } from 'node:timers/promises';
import type { Kysely } from 'kysely';
import type { ImportedHistory, ImportedSong, ListenerId, TrackId } from '../domain.ts';
import type { Schema } from '../storage/schema.ts';
import type { Storage } from '../storage/storage.ts';
import { UserError } from '../user-error.ts';
import { holdMember } from './elsewhere.ts';
import { fromRow, toRow, type LogEventOf } from './log-event.ts';
import { project } from './projection.ts';
import { statements } from './statements.ts';

/** Rows between two breaths of the process: some milliseconds of work. */
const ROWS = 200;

/** A song of a history, and the library's track for it; null when it has none like it. */
export interface MatchedSong {
  readonly song: ImportedSong;
  readonly trackId: TrackId | null;
}

interface ImportParts {
  readonly storage: Storage;
  readonly listenerId: ListenerId;
  readonly service: string;
  /** In place of all that was imported from the service before. */
  readonly songs: readonly MatchedSong[];
  readonly at: number;
  /** Asked once more at the very end: nothing is kept of somebody who has said no meanwhile. */
  readonly counts: () => boolean;
}

/**
 * Logs the history of a member at a service, all of it or nothing.
 * @throws UserError when the member does not count
 */
export async function replaceImported({ storage, listenerId, service, songs, at, counts }: ImportParts): Promise<void> {
  await storage.db.transaction().execute(async (trx) => {
    await holdMember(trx, listenerId);
    for await (const rows of importedRows(trx, listenerId)) {
      const before = rows.filter(({ event }) => event.data.service === service);
      if (before.length > 0) await trx.deleteFrom('event').where('id', 'in', before.map(({ id }) => id)).execute();
      await project(trx, [], before.map(({ event }) => event));
    }
    for (let from = 0; from < songs.length; from += ROWS) {
      const events = songs.slice(from, from + ROWS).map(({ song, trackId }) => importedEvent(listenerId, service, song, trackId, at));
      for (const rows of statements(events.map(toRow))) await trx.insertInto('event').values(rows).execute();
      await project(trx, events);
      await setImmediate();
    }
    await removeEmpty(trx, listenerId);
    const member = await trx.selectFrom('listener').select('consent').where('id', '=', listenerId).executeTakeFirst();
    if (!counts() || member?.consent !== 'given') throw new UserError('no-consent', 'Nothing was taken in, as nothing new is kept about you: /privacy join or /privacy resume changes that.');
  });
}

/** What was imported, by service, the newest first. */
export async function importedHistories(db: Kysely<Schema>, listenerId: ListenerId): Promise<readonly (ImportedHistory & { readonly matchedMs: number })[]> {
  const histories = new Map<string, ImportedHistory & { readonly matchedMs: number }>();
  for await (const rows of importedRows(db, listenerId)) {
    for (const { event: { at, trackId, data: { service, plays, heardMs } } } of rows) {
      const known = histories.get(service) ?? { service, at, songs: 0, matched: 0, plays: 0, heardMs: 0, matchedMs: 0 };
      const matched = trackId === null ? 0 : 1;
      histories.set(service, {
        service,
        at: Math.max(at, known.at),
        songs: known.songs + 1,
        matched: known.matched + matched,
        plays: known.plays + plays,
        heardMs: known.heardMs + heardMs,
        matchedMs: known.matchedMs + matched * heardMs,
      });
    }
  }
  return [...histories.values()].sort((a, b) => b.at - a.at);
}

/** A member's imported songs, a few at a time. Rows that are looked at may be deleted before the next come. */
async function* importedRows(db: Kysely<Schema>, listenerId: ListenerId): AsyncGenerator<readonly { readonly id: number; readonly event: LogEventOf<'imported'> }[]> {
  for (let last = -1; ; ) {
    const rows = await db.selectFrom('event').selectAll().where('listener_id', '=', listenerId).where('kind', '=', 'imported').where('id', '>', last).orderBy('id').limit(ROWS).execute();
    yield rows.map((row) => ({ id: row.id, event: fromRow(row) as LogEventOf<'imported'> }));
    last = rows.at(-1)?.id ?? last;
    if (rows.length < ROWS) return;
    await setImmediate();
  }
}

function importedEvent(listenerId: ListenerId, service: string, song: ImportedSong, trackId: TrackId | null, at: number): LogEventOf<'imported'> {
  return { at, kind: 'imported', placeId: null, sessionId: null, listenerId, trackId, playId: null, data: { service, ...song } };
}

/** Of what was imported before and is not any more, nothing is left to know. */
async function removeEmpty(trx: Kysely<Schema>, listenerId: ListenerId): Promise<void> {
  await trx
    .deleteFrom('affinity')
    .where('listener_id', '=', listenerId)
    .where('plays', '=', 0)
    .where('requests', '=', 0)
    .where('skips', '=', 0)
    .where('artist_liked', '=', 0)
    .where('reaction', 'is', null)
    .execute();
}
