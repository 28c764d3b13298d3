import type { Question } from '../../models/language/requests/frame.ts';
import type { AnalysisView, ImportView, LibraryView, ListTrackView, ListView, OnboardingView, StatsView, TasteView, Why } from '../view.ts';
import type { ConsentState, ListenerId, Member, PlayId, Reaction, SessionId, TrackId, ListenerScore, PlaceSettings } from '../domain.ts';
import type { ReadingStatus } from '../reading/reading.ts';
import type { ReadSource } from '../recommender/recommender.ts';
import type { SourceStatus } from '../library/library.ts';
import type { CountedTag } from '../library/track-tags.ts';
import type { PrivacySummary } from '../listening/listening.ts';

/**
 * What travels between the listening room and its page. Smaller than the domain's nouns: no file paths,
 * nobody else's taste.
 */

/** Header that carries the member's token; see `members.ts`. */
export const MEMBER_HEADER = 'x-segue-member';

/** Header that carries the name of a file, in URI encoding. */
export const FILE_HEADER = 'x-segue-file';

export interface RoomTrack {
  readonly id: TrackId;
  readonly title: string;
  readonly artist: string;
  readonly album: string | null;
  readonly year: number | null;
  readonly genres: readonly string[];
  readonly durationMs: number;
}

export type RoomOrigin =
  | { readonly kind: 'request'; readonly by: Member }
  | { readonly kind: 'pick'; readonly exploratory: boolean; readonly for: readonly ListenerId[] };

export interface RoomEntry {
  readonly id: string;
  readonly track: RoomTrack;
  readonly origin: RoomOrigin;
}

export interface RoomCurrent {
  readonly playId: PlayId;
  readonly track: RoomTrack;
  readonly origin: RoomOrigin;
  /** Position at `positionAt`, server's clock; while playing it advances with the clock. */
  readonly positionMs: number;
  readonly positionAt: number;
}

export type RoomPlaying =
  | { readonly kind: 'starting' | 'stopped' }
  | { readonly kind: 'playing' | 'paused'; readonly current: RoomCurrent }
  | { readonly kind: 'waiting'; readonly reason: string };

/** What was asked for in words, in phrases, and when. */
export interface RoomVibe {
  readonly words: readonly string[];
  readonly since: number;
}

export interface RoomSession {
  readonly id: SessionId;
  readonly state: RoomPlaying;
  readonly queue: readonly RoomEntry[];
  readonly history: readonly { readonly track: RoomTrack; readonly origin: RoomOrigin; readonly endedAt: number }[];
  /** null when nothing was asked for in words. */
  readonly vibe: RoomVibe | null;
  readonly notices: readonly { readonly at: number; readonly text: string }[];
}

export interface RoomPerson extends Member {
  readonly deafened: boolean;
}

export interface RoomMe extends Member {
  /** At the operator's machine: may change the place. */
  readonly manager: boolean;
  readonly consent: ConsentState;
  /** My standing reaction to the current track. */
  readonly reaction: Reaction | null;
}

export interface RoomLibrary {
  readonly tracks: number;
  readonly artists: number;
  readonly measured: number;
  readonly sources: readonly SourceStatus[];
  readonly unreadable: number;
  /** How far it is, in sentences, and how many tracks it cannot be made of. */
  readonly analysis: { readonly sentences: readonly string[]; readonly faults: number };
}

/** Everything one tab shows. */
export interface RoomState {
  /** Name of the place, as in the address `/r/<name>`. */
  readonly place: string;
  readonly me: RoomMe;
  readonly people: readonly RoomPerson[];
  readonly session: RoomSession | null;
  readonly library: RoomLibrary;
}

/** A reply to a command, as the page shows it. */
export interface RoomReply {
  readonly private: boolean;
  readonly view: RoomView;
}

export type RoomView =
  | { readonly kind: 'notice'; readonly tone: 'ok' | 'info' | 'error'; readonly text: string }
  | { readonly kind: 'now-playing'; readonly session: RoomSession; readonly mine: Reaction | null }
  | { readonly kind: 'queue'; readonly session: RoomSession }
  | { readonly kind: 'queued'; readonly track: RoomTrack; readonly position: number }
  | { readonly kind: 'why'; readonly why: RoomWhy }
  | { readonly kind: 'vibe'; readonly words: readonly string[] | null; readonly since: number | null; readonly note: string | null }
  | ({ readonly kind: 'question' } & Question)
  | { readonly kind: 'similar'; readonly track: RoomTrack; readonly like: readonly RoomReasoned[] }
  | { readonly kind: 'similar'; readonly artist: string; readonly like: readonly { readonly artist: string; readonly tracks: number; readonly reasons: readonly string[] }[] }
  | (Omit<AnalysisView, 'track' | 'like'> & { readonly track: RoomTrack; readonly like: readonly RoomReasoned[] })
  | ({ readonly kind: 'taste' } & RoomTaste)
  | ({ readonly kind: 'stats' } & RoomStats)
  | { readonly kind: 'labelled'; readonly label: string; readonly tracks: readonly RoomReasoned[] }
  | { readonly kind: 'cloud'; readonly tags: readonly CountedTag[] }
  | { readonly kind: 'tags'; readonly artist: string; readonly track: RoomTrack | null; readonly tags: readonly { readonly tag: string; readonly from: readonly string[] }[]; readonly sources: readonly ReadSource[] }
  | (Omit<ListView, 'tracks'> & { readonly tracks: readonly RoomReasoned[] })
  | (Omit<ListTrackView, 'of'> & { readonly of: RoomReasoned })
  | LibraryView
  | { readonly kind: 'reading'; readonly reading: ReadingStatus }
  | ImportView
  | OnboardingView
  | { readonly kind: 'privacy'; readonly summary: PrivacySummary; readonly note: string | null }
  | { readonly kind: 'file'; readonly name: string; readonly type: string; readonly content: string; readonly text: string }
  | { readonly kind: 'settings'; readonly settings: PlaceSettings; readonly djNames: readonly string[] };

/** Somebody's taste; their tracks, to be looked at on the map, for themselves alone, and the drawn map for everybody else. */
export interface RoomTaste extends Pick<TasteView, 'name' | 'facts' | 'map'>, Omit<TasteView['figures'], 'weeks'> {
  /** What the weeks show, in a sentence; null while there are not two. */
  readonly weeksAlt: string | null;
  readonly weeks: TasteView['figures']['weeks'];
}

/** How the picks of a place fare. */
export interface RoomStats extends Pick<StatsView, 'facts' | 'weeks' | 'note'> {
  /** What the weeks show, in a sentence; null where none has figures. */
  readonly alt: string | null;
}

export interface RoomReasoned {
  readonly track: RoomTrack;
  readonly reasons: readonly string[];
}

export interface RoomWhy {
  readonly track: RoomTrack;
  readonly sentence: string;
  /** What the reader's own taste said; null when it had no say. */
  readonly own: {
    readonly score: number;
    readonly signals: ListenerScore['signals'];
    readonly because: readonly RoomTrack[];
    readonly evidence: NonNullable<Why['own']>['evidence'];
    readonly sure: string | null;
  } | null;
  readonly chance: string | null;
}

/** Messages of the state stream (server-sent events, one JSON object each). */
export type RoomMessage =
  /** First of all: how the tab names itself in later calls. */
  | { readonly type: 'hello'; readonly tab: string }
  /** The parts of the state that changed (at first: all of them), at the server's time `now`. */
  | { readonly type: 'state'; readonly now: number; readonly change: Partial<RoomState> }
  /** Somebody else in the place typed a command with a public answer. */
  | { readonly type: 'said'; readonly by: Member; readonly line: string; readonly reply: RoomReply };
