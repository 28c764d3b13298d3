import { sql, type Kysely } from 'kysely';
import type { Clock } from '../clock.ts';
import type { ListenerId, TrackId } from '../domain.ts';
import type { Schema } from '../storage/schema.ts';
import type { Storage } from '../storage/storage.ts';
import { holdMember } from './elsewhere.ts';
import { fromRow, type LogEventOf } from './log-event.ts';
import { project } from './projection.ts';

/** Rows that are looked at between two breaths. */
const ROWS = 100;
const BREATH_MS = 20;

/** The library's track for what was heard elsewhere, null when it has none like it. */
export type Match = (song: { readonly title: string; readonly artist: string }) => TrackId | null;

interface MatchParts {
  readonly storage: Storage;
  readonly clock: Clock;
  readonly match: Match;
  readonly counts: (id: ListenerId) => boolean;
  /** Told of members as their listens are given tracks. */
  readonly learnt: (ids: Iterable<ListenerId>) => void;
  /** Ends it early. */
  readonly signal: AbortSignal;
}

/** Finds the tracks of what was heard elsewhere by members who count, as it was seen or as they imported it, and had none when it was logged. */
export async function matchElsewhere(parts: MatchParts): Promise<void> {
  for (const kind of ['elsewhere', 'imported'] as const) await matchKind(kind, parts);
}

async function matchKind(kind: 'elsewhere' | 'imported', { storage: { db }, clock, match, counts, learnt, signal }: MatchParts): Promise<void> {
  for (let last = -1; !signal.aborted; ) {
    const rows = await unmatched(db, kind, last);
    const matched = new Set<ListenerId>();
    for (const row of rows) {
      const { data, listenerId } = fromRow(row) as LogEventOf<'elsewhere' | 'imported'>;
      const trackId = listenerId !== null && counts(listenerId) ? match(data) : null;
      if (trackId !== null && listenerId !== null && (await giveTrack(db, row.id, listenerId, trackId))) matched.add(listenerId);
    }
    learnt(matched);
    last = rows.at(-1)?.id ?? last;
    if (rows.length < ROWS) return;
    await new Promise<void>((resolve) => clock.after(BREATH_MS, resolve));
  }
}

function unmatched(db: Kysely<Schema>, kind: 'elsewhere' | 'imported', after: number) {
  return db
    .selectFrom('event')
    .selectAll()
    // In the text of the statement, as the index over these rows asks for.
    .where('kind', '=', sql.lit(kind))
    .where('track_id', 'is', null)
    .where('id', '>', after)
    .orderBy('id')
    .limit(ROWS)
    .execute();
}

/** Gives a logged listen its track, as it stands now: it may have grown, or be gone. */
async function giveTrack(db: Kysely<Schema>, id: number, listenerId: ListenerId, trackId: TrackId): Promise<boolean> {
  return db.transaction().execute(async (trx) => {
    await holdMember(trx, listenerId);
    const [row] = await trx.updateTable('event').set({ track_id: trackId }).where('id', '=', id).where('track_id', 'is', null).returningAll().execute();
    if (row) await project(trx, [fromRow(row)]);
    return row !== undefined;
  });
}
