import type { ListenerId, TrackId } from '../domain.ts';
import { fromRow, type LogEvent } from '../listening/log-event.ts';
import { statements } from '../listening/statements.ts';
import type { Storage } from '../storage/storage.ts';
import type { Breather } from './breather.ts';

/** Of the log at once; while a database in a file answers, nothing else has its turn. */
const PAGE = 1_000;

/** One listen of one listener, here or elsewhere, as far as it tells what they heard. */
export interface HeardListen {
  readonly at: number;
  readonly heardMs: number;
  /** Of the library; null for what was heard elsewhere and is not in it. */
  readonly trackId: TrackId | null;
  /** The same for every listen of the song. */
  readonly song: string;
  /** null where nobody knows. */
  readonly artist: string | null;
}

/** A track that was heard, as its file says, also when the library has it no more. */
export interface HeardTrack {
  readonly artist: string;
  readonly genres: readonly string[];
  readonly tags: readonly string[];
}

/** Everything a listener has heard, the oldest first, and the tracks of it. */
export interface HeardLog {
  readonly listens: readonly HeardListen[];
  readonly tracks: ReadonlyMap<TrackId, HeardTrack>;
}

/** Reads what the log says of one listener's hearing. */
export async function readHeardLog({ db }: Storage, id: ListenerId, breather: Breather): Promise<HeardLog> {
  const found: HeardListen[] = [];
  for (const kind of ['listen', 'elsewhere'] as const) {
    for (let after = 0, more = true; more; ) {
      const rows = await db.selectFrom('event').selectAll().where('listener_id', '=', id).where('kind', '=', kind).where('id', '>', after).orderBy('id').limit(PAGE).execute();
      for (const row of rows) found.push(...listenOf(fromRow(row)));
      more = rows.length === PAGE;
      after = rows.at(-1)?.id ?? after;
      await breather.breathe();
    }
  }
  const tracks = new Map<TrackId, HeardTrack>();
  for (const ids of statements([...new Set(found.flatMap(({ trackId }) => trackId ?? []))])) {
    const rows = await db.selectFrom('track').select(['id', 'artist', 'genres', 'tags']).where('id', 'in', ids).execute();
    for (const row of rows) tracks.set(row.id, { artist: row.artist, genres: JSON.parse(row.genres) as string[], tags: JSON.parse(row.tags) as string[] });
    await breather.breathe();
  }
  return { listens: found.sort((a, b) => a.at - b.at), tracks };
}

/** A listen that lasted no time tells nothing. */
function listenOf(event: LogEvent): readonly HeardListen[] {
  if (event.kind === 'listen') {
    const { startedAt, heardMs } = event.data;
    return heardMs > 0 && event.trackId !== null ? [{ at: startedAt, heardMs, trackId: event.trackId, song: event.trackId, artist: null }] : [];
  }
  if (event.kind !== 'elsewhere' || !(event.data.heardMs > 0)) return [];
  const { artist, title, heardMs } = event.data;
  return [{ at: event.at, heardMs, trackId: event.trackId, song: event.trackId ?? `${artist}\n${title}`.toLowerCase(), artist }];
}
