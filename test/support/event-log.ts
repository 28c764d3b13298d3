import type { Listen, Track } from '../../src/domain.ts';
import { toRow, type LogEvent, type LogEventOf } from '../../src/listening/log-event.ts';
import { statements } from '../../src/listening/statements.ts';
import type { Storage } from '../../src/storage/storage.ts';

/** A Monday, midnight UTC. */
export const MONDAY = Date.UTC(2026, 9, 5);
export const DAY = 86_400_000;

/** The event of a listen, of a whole minute's track unless more is said. */
export function listenEvent(listenerId: string, trackId: string, startedAt: number, given: Partial<Listen> = {}): LogEventOf<'listen'> {
  const { heardMs = 60_000, trackMs = 60_000, playId = `play of ${trackId} at ${startedAt}`, placeId = 'room:lounge', sessionId = 's1', endedAt = startedAt + heardMs, joinedMidway = false, leftMidway = false, ending = 'finished' } = given;
  return { at: endedAt, kind: 'listen', placeId, sessionId, listenerId, trackId, playId, data: { startedAt, endedAt, heardMs, trackMs, joinedMidway, leftMidway, ending } };
}

/** The event of a listen outside Segue. */
export function elsewhereEvent(listenerId: string, trackId: string | null, at: number, { artist, title, heardMs = 60_000 }: { readonly artist: string; readonly title: string; readonly heardMs?: number }): LogEventOf<'elsewhere'> {
  return { at, kind: 'elsewhere', placeId: null, sessionId: null, listenerId, trackId, playId: null, data: { service: 'Spotify', title, artist, album: null, startedAt: at, endedAt: at + heardMs, heardMs, durationMs: heardMs, externalId: null } };
}

/** Writes events as the log holds them. */
export async function writeEvents({ db }: Pick<Storage, 'db'>, events: readonly LogEvent[]): Promise<void> {
  for (const rows of statements(events.map(toRow))) await db.insertInto('event').values(rows).execute();
}

/** Writes the rows of tracks, as the library does. */
export async function writeTracks({ db }: Pick<Storage, 'db'>, tracks: readonly Track[]): Promise<void> {
  for (const rows of statements(tracks.map((track) => ({
    id: track.id,
    title: track.title,
    artist: track.artist,
    album: track.album,
    track_number: null,
    disc_number: null,
    year: track.year,
    genres: JSON.stringify(track.genres),
    tags: JSON.stringify(track.tags),
    duration_ms: track.durationMs,
    isrc: null,
    mbid: null,
    source: track.source,
    path: track.file.path,
    format: track.file.format,
    integrated_lufs: null,
    true_peak_dbtp: null,
    added_at: 0,
  })))) await db.insertInto('track').values(rows).execute();
}
