import type { Kysely, Transaction } from 'kysely';
import type { Affinity, ListenerId, Reaction, TrackId } from '../domain.ts';
import type { AffinityRow, Schema } from '../storage/schema.ts';
import type { Storage } from '../storage/storage.ts';
import { fromRow, type LogEvent, type LogEventOf } from './log-event.ts';
import { statements } from './statements.ts';
import { lessAgain, NOT_HEARD } from './told-again.ts';

/** A listen of at least this part of the track, not skipped by the listener, completes it. */
export const COMPLETION_SHARE = 0.9;
/** A skip before this position counts as early. */
export const EARLY_SKIP_MS = 30_000;

const EVENTS_PER_PAGE = 5_000;

/** What one or more events add to one listener × track. */
interface Delta extends Omit<Affinity, 'reaction' | 'artistLiked'> {
  readonly artistLiked: boolean;
  /** undefined leaves the standing reaction as it is. */
  readonly reaction: Reaction | null | undefined;
}

function deltaOf(event: LogEvent): Delta | null {
  const { listenerId, trackId } = event;
  if (listenerId === null || trackId === null) return null;
  const nothing = {
    listenerId,
    trackId,
    plays: 0,
    completions: 0,
    heardMs: 0,
    skips: 0,
    earlySkips: 0,
    leaves: 0,
    requests: 0,
    reaction: undefined,
    lastAt: event.at,
    artistLiked: false,
  };
  switch (event.kind) {
    case 'listen': {
      const { heardMs, trackMs, ending, leftMidway } = event.data;
      const completed = heardMs >= COMPLETION_SHARE * trackMs && ending !== 'skipped';
      return { ...nothing, plays: 1, completions: completed ? 1 : 0, leaves: leftMidway && !completed ? 1 : 0, heardMs };
    }
    case 'elsewhere':
    case 'imported':
      return { ...nothing, ...heardElsewhere(event) };
    case 'feedback': {
      const { feedback, positionMs } = event.data;
      if (feedback === 'artist') return { ...nothing, artistLiked: true };
      if (feedback === 'request') return { ...nothing, requests: 1 };
      if (feedback !== 'skip') return { ...nothing, reaction: feedback };
      return { ...nothing, skips: 1, earlySkips: positionMs !== null && positionMs < EARLY_SKIP_MS ? 1 : 0 };
    }
    case 'taken-back':
      return { ...nothing, reaction: null };
    case 'play':
    case 'play-ended':
    case 'pick':
    case 'pick-score':
    case 'pick-present':
    case 'consent':
    case 'list':
    case 'list-feedback':
      return null;
  }
}

/** What somebody did with a song elsewhere, whether or not the library has it. */
export function heardElsewhere(event: LogEventOf<'elsewhere' | 'imported'>): Pick<Affinity, 'plays' | 'completions' | 'skips' | 'earlySkips' | 'heardMs' | 'lastAt'> {
  if (event.kind === 'imported') {
    const { again = NOT_HEARD, lastAt } = event.data;
    return { ...lessAgain(event.data, again), lastAt };
  }
  const { heardMs, durationMs, endedAt } = event.data;
  const completed = durationMs !== null && heardMs >= COMPLETION_SHARE * durationMs;
  return { plays: 1, completions: completed ? 1 : 0, skips: 0, earlySkips: 0, heardMs, lastAt: endedAt };
}

function sum(a: Delta, b: Delta): Delta {
  return {
    listenerId: a.listenerId,
    trackId: a.trackId,
    plays: a.plays + b.plays,
    completions: a.completions + b.completions,
    heardMs: a.heardMs + b.heardMs,
    skips: a.skips + b.skips,
    earlySkips: a.earlySkips + b.earlySkips,
    leaves: a.leaves + b.leaves,
    requests: a.requests + b.requests,
    reaction: b.reaction === undefined ? a.reaction : b.reaction,
    lastAt: Math.max(a.lastAt, b.lastAt),
    artistLiked: a.artistLiked || b.artistLiked,
  };
}

/** What takes the delta of a listen elsewhere, or of a song of an imported history, away again, except that `lastAt` never goes back. */
function negated(delta: Delta): Delta {
  const { plays, completions, skips, earlySkips, heardMs } = delta;
  return { ...delta, plays: -plays, completions: -completions, skips: -skips, earlySkips: -earlySkips, heardMs: -heardMs };
}

/**
 * Brings the projection up to date with events that were just logged, in their order. `replaced` are
 * earlier `elsewhere` or `imported` events that some of them take the place of.
 */
export async function project(trx: Kysely<Schema>, events: readonly LogEvent[], replaced: readonly LogEventOf<'elsewhere' | 'imported'>[] = []): Promise<void> {
  const byListener = new Map<ListenerId, Map<TrackId, Delta>>();
  for (const delta of [...replaced.map(deltaOf).map((before) => before && negated(before)), ...events.map(deltaOf)]) {
    if (!delta) continue;
    const byTrack = byListener.get(delta.listenerId) ?? new Map<TrackId, Delta>();
    const before = byTrack.get(delta.trackId);
    byTrack.set(delta.trackId, before ? sum(before, delta) : delta);
    byListener.set(delta.listenerId, byTrack);
  }
  const deltas = [...byListener.values()].flatMap((byTrack) => [...byTrack.values()]);
  await add(trx, deltas.filter((delta) => delta.reaction === undefined), false);
  await add(trx, deltas.filter((delta) => delta.reaction !== undefined), true);
}

async function add(trx: Kysely<Schema>, deltas: readonly Delta[], withReaction: boolean): Promise<void> {
  for (const rows of statements(deltas.map(toRow))) {
    await trx
      .insertInto('affinity')
      .values(rows)
      .onConflict((conflict) =>
        conflict.columns(['listener_id', 'track_id']).doUpdateSet((row) => ({
          plays: row('affinity.plays', '+', row.ref('excluded.plays')),
          completions: row('affinity.completions', '+', row.ref('excluded.completions')),
          heard_ms: row('affinity.heard_ms', '+', row.ref('excluded.heard_ms')),
          skips: row('affinity.skips', '+', row.ref('excluded.skips')),
          early_skips: row('affinity.early_skips', '+', row.ref('excluded.early_skips')),
          leaves: row('affinity.leaves', '+', row.ref('excluded.leaves')),
          requests: row('affinity.requests', '+', row.ref('excluded.requests')),
          reaction: row.ref(withReaction ? 'excluded.reaction' : 'affinity.reaction'),
          artist_liked: row.case().when('affinity.artist_liked', '=', 1).then(row.ref('affinity.artist_liked')).else(row.ref('excluded.artist_liked')).end(),
          last_at: row
            .case()
            .when('affinity.last_at', '>', row.ref('excluded.last_at'))
            .then(row.ref('affinity.last_at'))
            .else(row.ref('excluded.last_at'))
            .end(),
        })),
      )
      .execute();
  }
}

/** Builds the whole projection anew from the log. */
export async function rebuildProjection(storage: Storage): Promise<void> {
  await storage.db.transaction().execute(async (trx) => {
    await trx.deleteFrom('affinity').execute();
    let last = -1;
    for (;;) {
      const page = await pageAfter(trx, last);
      if (page.length === 0) return;
      await project(trx, page.map(fromRow));
      last = page.at(-1)?.id ?? last;
    }
  });
}

function pageAfter(trx: Transaction<Schema>, id: number) {
  return trx.selectFrom('event').selectAll().where('id', '>', id).where('listener_id', 'is not', null).orderBy('id').limit(EVENTS_PER_PAGE).execute();
}

function toRow(delta: Delta): AffinityRow {
  return {
    listener_id: delta.listenerId,
    track_id: delta.trackId,
    plays: delta.plays,
    completions: delta.completions,
    heard_ms: delta.heardMs,
    skips: delta.skips,
    early_skips: delta.earlySkips,
    leaves: delta.leaves,
    requests: delta.requests,
    reaction: delta.reaction ?? null,
    last_at: delta.lastAt,
    artist_liked: delta.artistLiked ? 1 : 0,
  };
}

export function toAffinity(row: AffinityRow): Affinity {
  return {
    listenerId: row.listener_id,
    trackId: row.track_id,
    plays: row.plays,
    completions: row.completions,
    heardMs: row.heard_ms,
    skips: row.skips,
    earlySkips: row.early_skips,
    leaves: row.leaves,
    requests: row.requests,
    reaction: row.reaction,
    lastAt: row.last_at,
    ...(row.artist_liked === 1 && { artistLiked: true }),
  };
}
