import type { Insertable } from 'kysely';
import type { ElsewhereListen, FeedbackKind, ImportedSong, Listen, ListenerId, ListenerScore, ListVerdict, PickId, PlaceId, PlayEnding, PlayId, SessionId, TrackId } from '../domain.ts';
import type { EventRow, EventTable } from '../storage/schema.ts';
import type { SongCounts } from './told-again.ts';

/** What every row of the log says besides its data. */
export interface LogHead {
  readonly at: number;
  readonly placeId: PlaceId | null;
  readonly sessionId: SessionId | null;
  readonly listenerId: ListenerId | null;
  readonly trackId: TrackId | null;
  readonly playId: PlayId | null;
}

/** The data of each kind of row. None of it may name a listener. */
interface LogData {
  play: { readonly durationMs: number; readonly origin: 'request' | 'pick'; readonly pickId: PickId | null };
  'play-ended': { readonly ending: PlayEnding['kind']; readonly ranMs: number };
  listen: Pick<Listen, 'startedAt' | 'endedAt' | 'heardMs' | 'trackMs' | 'joinedMidway' | 'leftMidway' | 'ending'>;
  feedback: { readonly feedback: FeedbackKind; readonly positionMs: number | null };
  'taken-back': Record<never, never>;
  pick: {
    readonly pickId: PickId;
    readonly modelVersion: string;
    readonly probability: number;
    readonly exploratory: boolean;
    readonly madeAt: number;
    /** How well it fitted what was asked for in words; left out when nothing was. */
    readonly vibe?: number;
  };
  /** What the signals said for a member the pick was made for. */
  'pick-score': { readonly pickId: PickId } & Omit<ListenerScore, 'listenerId'>;
  /** A member was there when the pick was played. */
  'pick-present': { readonly pickId: PickId };
  consent: { readonly state: 'given' | 'paused' | 'resumed' | 'elsewhere-agreed' | 'elsewhere-withdrawn' };
  /** Its `at` is when the track began; told again, the row grows (`elsewhere.ts`). */
  elsewhere: Omit<ElsewhereListen, 'listenerId' | 'trackId'>;
  /** A list was shown, with its picks beside it; its session is the list. The cover was drawn by chance among variants. */
  list: { readonly list: 'weekly' | 'discover'; readonly tracks: number; readonly cover: string; readonly coverProbability: number };
  /** What a member says of a list; its session is the list. */
  'list-feedback': { readonly verdict: ListVerdict };
  /** One song of a history that a member gave; its `at` is when they did. Given again, the rows of the service are replaced (`imported.ts`). */
  imported: { readonly service: string; /** What others tell as well, and counts there. */ readonly again?: SongCounts } & ImportedSong;
}

export type LogKind = keyof LogData;
export type LogEvent = { [K in LogKind]: LogHead & { readonly kind: K; readonly data: LogData[K] } }[LogKind];
export type LogEventOf<K extends LogKind> = Extract<LogEvent, { kind: K }>;

export function toRow(event: LogEvent): Insertable<EventTable> {
  return {
    at: event.at,
    kind: event.kind,
    place_id: event.placeId,
    session_id: event.sessionId,
    listener_id: event.listenerId,
    track_id: event.trackId,
    play_id: event.playId,
    data: JSON.stringify(event.data),
  };
}

export function fromRow(row: EventRow): LogEvent {
  return {
    at: row.at,
    kind: row.kind,
    placeId: row.place_id,
    sessionId: row.session_id,
    listenerId: row.listener_id,
    trackId: row.track_id,
    playId: row.play_id,
    data: JSON.parse(row.data) as never,
  };
}

/** A listen as the rest of the house knows it. */
export function toListen(event: LogEventOf<'listen'>): Listen {
  const { playId, listenerId, trackId, placeId, sessionId } = event;
  // A listen is only ever logged with all of these.
  return { playId: playId ?? '', listenerId: listenerId ?? '', trackId: trackId ?? '', placeId: placeId ?? '', sessionId: sessionId ?? '', ...event.data };
}
