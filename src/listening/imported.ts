import { setImmediate } from 'node:timers/promises';
import type { Kysely } from 'kysely';
import type { ImportedHistory, ImportedSong, ListenerId, TrackId } from '../domain.ts';
import type { Schema } from '../storage/schema.ts';
import type { Storage } from '../storage/storage.ts';
import { UserError } from '../user-error.ts';
import { holdMember } from './elsewhere.ts';
import { fromRow, toRow, type LogEventOf } from './log-event.ts';
import { heardElsewhere, project } from './projection.ts';
import { songKey } from './song-key.ts';
import { statements } from './statements.ts';
import { asOne, type SongCounts, toldAgain } from './told-again.ts';

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

type Imported = LogEventOf<'imported'>;

/** A song as services tell it: listens that were seen elsewhere, and songs of histories; these have no number before they are logged. */
interface ToldSong {
  readonly seen: LogEventOf<'elsewhere'>[];
  readonly rows: { readonly id: number | null; readonly event: Imported }[];
}

/**
 * Logs the history of a member at a service, all of it or nothing. What other services tell as well counts once.
 * @throws UserError when the member does not count
 */
export async function replaceImported({ storage, listenerId, service, songs, at, counts }: ImportParts): Promise<void> {
  await storage.db.transaction().execute(async (trx) => {
    await holdMember(trx, listenerId);
    const told = new Map<string, ToldSong>();
    for await (const rows of loggedRows(trx, listenerId, 'imported')) {
      const before = rows.filter(({ event }) => event.data.service === service);
      if (before.length > 0) await trx.deleteFrom('event').where('id', 'in', before.map(({ id }) => id)).execute();
      await project(trx, [], before.map(({ event }) => event));
      for (const row of rows) if (row.event.data.service !== service) songOf(told, row.event.data).rows.push(row);
    }
    for (const [n, { song, trackId }] of songs.entries()) {
      songOf(told, song).rows.push({ id: null, event: importedEvent(listenerId, service, song, trackId, at) });
      if (n % ROWS === 0) await setImmediate();
    }
    for await (const rows of loggedRows(trx, listenerId, 'elsewhere')) {
      for (const { event } of rows) told.get(songKey(event.data))?.seen.push(event);
    }
    await logOnce(trx, [...told.values()]);
    await removeEmpty(trx, listenerId);
    const member = await trx.selectFrom('listener').select('consent').where('id', '=', listenerId).executeTakeFirst();
    if (!counts() || member?.consent !== 'given') throw new UserError('no-consent', 'Nothing was taken in, as nothing new is kept about you: /privacy join or /privacy resume changes that.');
  });
}

/** What was imported, by service, the newest first; `matchedMs` is what counts of songs that the library has. */
export async function importedHistories(db: Kysely<Schema>, listenerId: ListenerId): Promise<readonly (ImportedHistory & { readonly matchedMs: number })[]> {
  const histories = new Map<string, ImportedHistory & { readonly matchedMs: number }>();
  for await (const rows of loggedRows(db, listenerId, 'imported')) {
    for (const { event } of rows) {
      const { at, trackId, data: { service, plays, heardMs } } = event;
      const known = histories.get(service) ?? { service, at, songs: 0, matched: 0, plays: 0, heardMs: 0, matchedMs: 0 };
      const matched = trackId === null ? 0 : 1;
      histories.set(service, {
        service,
        at: Math.max(at, known.at),
        songs: known.songs + 1,
        matched: known.matched + matched,
        plays: known.plays + plays,
        heardMs: known.heardMs + heardMs,
        matchedMs: known.matchedMs + matched * heardElsewhere(event).heardMs,
      });
    }
  }
  return [...histories.values()].sort((a, b) => b.at - a.at);
}

/** Logs new rows of songs and brings those that are logged up to date, each with what others tell as well. */
async function logOnce(trx: Kysely<Schema>, songs: readonly ToldSong[]): Promise<void> {
  for (let from = 0; from < songs.length; from += ROWS) {
    const added: Imported[] = [];
    const replaced: Imported[] = [];
    const changed: Imported[] = [];
    for (const { id, event, now } of songs.slice(from, from + ROWS).flatMap(toldOnce)) {
      if (id === null) {
        added.push(now);
      } else if (toRow(now).data !== toRow(event).data) {
        await trx.updateTable('event').set(toRow(now)).where('id', '=', id).execute();
        replaced.push(event);
        changed.push(now);
      }
    }
    for (const rows of statements(added.map(toRow))) await trx.insertInto('event').values(rows).execute();
    await project(trx, [...added, ...changed], replaced);
    await setImmediate();
  }
}

/** The rows of a song, by service, as they should be. */
function toldOnce({ seen, rows }: ToldSong): readonly { readonly id: number | null; readonly event: Imported; readonly now: Imported }[] {
  const byService = rows.toSorted((a, b) => (a.event.data.service < b.event.data.service ? -1 : 1));
  const first = Math.min(...rows.map(({ event }) => event.data.firstAt));
  const last = Math.max(...rows.map(({ event }) => event.data.lastAt));
  const before = asOne(seen.filter(({ at }) => at >= first && at <= last).map((event) => ({ ...heardElsewhere(event), firstAt: event.at, lastAt: event.at })));
  const again = toldAgain([...before, ...byService.map(({ event }) => event.data)]).slice(before.length);
  return byService.map(({ id, event }, i) => ({ id, event, now: withAgain(event, again[i]) }));
}

function withAgain(event: Imported, again: SongCounts): Imported {
  const { again: _, ...data } = event.data;
  return { ...event, data: again.plays > 0 ? { ...data, again } : data };
}

function songOf(told: Map<string, ToldSong>, song: Pick<ImportedSong, 'artist' | 'title'>): ToldSong {
  const key = songKey(song);
  const known = told.get(key) ?? { seen: [], rows: [] };
  told.set(key, known);
  return known;
}

/** Of one member, a few rows at a time; those that are looked at may be deleted before the next come. */
async function* loggedRows<K extends 'imported' | 'elsewhere'>(db: Kysely<Schema>, listenerId: ListenerId, kind: K): AsyncGenerator<readonly { readonly id: number; readonly event: LogEventOf<K> }[]> {
  for (let last = -1; ; ) {
    const rows = await db.selectFrom('event').selectAll().where('listener_id', '=', listenerId).where('kind', '=', kind).where('id', '>', last).orderBy('id').limit(ROWS).execute();
    yield rows.map((row) => ({ id: row.id, event: fromRow(row) as LogEventOf<K> }));
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
