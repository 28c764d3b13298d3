/**
 * The nouns of Segue, as types. Times are epoch milliseconds unless a name ends otherwise; durations
 * and positions are milliseconds; loudness is LUFS (ITU-R BS.1770-4), peaks are dBTP.
 */

import type { GroupMode } from '../models/group/group-worth.ts';

/** Identity of a song: the same for every file and source that holds it (see `library/identity.ts`). */
export type TrackId = string;
/** A member, unique across doors: `room:…` in the listening room, `discord:…` in Discord. */
export type ListenerId = string;
/** Where a session plays: a Discord guild, or a "server" of the listening room. */
export type PlaceId = string;
export type SessionId = string;
/** Where a session's sound goes: the live stream of the listening room, or a voice channel of Discord. */
export type Destination =
  | { readonly kind: 'stream' }
  | { readonly kind: 'discord'; readonly guildId: string; readonly channelId: string };
/** One playing of one track in one session. */
export type PlayId = string;
export type PickId = string;
/** A list to discover music by, as it was shown once. */
export type ListId = string;

export type AudioFormat = 'mp3' | 'flac' | 'vorbis' | 'opus' | 'wav' | 'other';

export interface AudioFile {
  /** Absolute path. */
  readonly path: string;
  /** `other` is decoded by ffmpeg when it is on the PATH. */
  readonly format: AudioFormat;
}

export interface Loudness {
  readonly integratedLufs: number;
  readonly truePeakDbtp: number;
}

/** A song, with the best file that holds it. */
export interface Track {
  readonly id: TrackId;
  readonly title: string;
  readonly artist: string;
  readonly album: string | null;
  readonly trackNumber: number | null;
  readonly discNumber: number | null;
  readonly year: number | null;
  /** Genre tags as written in the files, lower-cased, deduplicated. */
  readonly genres: readonly string[];
  /** Further descriptive tags (mood, label …), lower-cased, deduplicated. */
  readonly tags: readonly string[];
  readonly durationMs: number;
  readonly isrc: string | null;
  readonly mbid: string | null;
  /** null until measured. */
  readonly loudness: Loudness | null;
  readonly file: AudioFile;
  /** Which source brought it: `folder` or `demo`. */
  readonly source: string;
}

export interface Member {
  readonly id: ListenerId;
  readonly name: string;
}

/** A member in a place, as the door sees them now. */
export interface Presence extends Member {
  readonly deafened: boolean;
}

/** The signals of taste a pick is scored by. */
export const SIGNALS = ['collaborative', 'language', 'acoustic', 'tags', 'popularity', 'novelty'] as const;
export type Signal = (typeof SIGNALS)[number];

/** What each signal said about a track for one listener. */
export interface ListenerScore {
  readonly listenerId: ListenerId;
  /** The blended score: Σ weight · value. */
  readonly score: number;
  /** The score among all tracks: 0 for the listener's worst, 1 for their best. */
  readonly relevance: number;
  readonly signals: Readonly<Record<Signal, { readonly value: number; readonly weight: number }>>;
  /** Tracks of the listener's own history that speak for the pick, strongest first (at most 3). */
  readonly because: readonly TrackId[];
  /** What the artist is described as that the listener likes, and the track of theirs whose artist is most like it; left out where words say nothing. */
  readonly described?: { readonly tags: readonly string[]; readonly like: TrackId | null };
  /** Tracks of the listener's history that go together with it by who listens to what, strongest first (at most 3); only where a score is explained, never in the log. */
  readonly together?: readonly TrackId[];
  /** The liked track of the listener's history that it sounds most like, and what was measured to be the same, in phrases; left out where nothing was heard. */
  readonly sounds?: { readonly like: TrackId; readonly reasons: readonly string[] };
}

/** A track chosen by the recommender, with everything later learning needs to judge the choice. */
export interface Pick {
  readonly id: PickId;
  readonly trackId: TrackId;
  readonly modelVersion: string;
  /** Probability with which this track was chosen for this slot, given everything known; 0 < p ≤ 1. */
  readonly probability: number;
  readonly exploratory: boolean;
  readonly madeAt: number;
  /** How well it fits the session's vibe, 0 … 1; left out without one. */
  readonly vibe?: number;
  /** The list that it was chosen for, with which it was logged; left out for what a session picked. */
  readonly list?: ListId;
  /** The consenting members it was picked for, each with the score of every signal. */
  readonly scores: readonly ListenerScore[];
}

/** Why a track is playing. */
export type Origin =
  | { readonly kind: 'request'; readonly by: Member }
  | { readonly kind: 'pick'; readonly pick: Pick };

/** One playing of a track, from its first audible frame. */
export interface Play {
  readonly id: PlayId;
  readonly placeId: PlaceId;
  readonly sessionId: SessionId;
  readonly trackId: TrackId;
  readonly durationMs: number;
  readonly startedAt: number;
  readonly origin: Origin;
}

/** How a play ended. */
export type PlayEnding =
  | { readonly kind: 'finished' }
  | { readonly kind: 'skipped'; readonly by: ListenerId; readonly positionMs: number }
  | { readonly kind: 'stopped' }
  | { readonly kind: 'failed'; readonly reason: string }
  /** The process died and the play was not taken up again. */
  | { readonly kind: 'interrupted' };

/** How a play ended for one listener. */
export type ListenEnding = 'finished' | 'skipped' | 'skipped-by-other' | 'left' | 'stopped' | 'failed' | 'interrupted';

/** The unit of learning: one consenting member's hearing of one play. */
export interface Listen {
  readonly playId: PlayId;
  readonly listenerId: ListenerId;
  readonly trackId: TrackId;
  readonly placeId: PlaceId;
  readonly sessionId: SessionId;
  readonly startedAt: number;
  readonly endedAt: number;
  /** Time actually heard: present, not deafened, music running. */
  readonly heardMs: number;
  readonly trackMs: number;
  readonly joinedMidway: boolean;
  readonly leftMidway: boolean;
  readonly ending: ListenEnding;
}

/**
 * What a member says about a track. `skip` and `request` are deeds, the others words; `artist` says that they like
 * who plays it, of which the track is an example.
 */
export const FEEDBACK_KINDS = ['like', 'love', 'dislike', 'skip', 'request', 'artist'] as const;
export type FeedbackKind = (typeof FEEDBACK_KINDS)[number];
/** Feedback that a member gives by a button and can take back; at most one holds per listener and track. */
export type Reaction = 'like' | 'love' | 'dislike';

export interface Feedback {
  readonly listenerId: ListenerId;
  readonly trackId: TrackId;
  readonly kind: FeedbackKind;
  readonly at: number;
  readonly placeId: PlaceId;
  readonly sessionId: SessionId | null;
  readonly playId: PlayId | null;
  /** How far into the track it came, when it was playing. */
  readonly positionMs: number | null;
}

/** What a member says of a list as a whole; of its tracks they speak one by one. The last word holds. */
export type ListVerdict = 'keep' | 'less';

/** Where a member stands with the log. `unasked` is also the answer for anybody unknown. */
export type ConsentState = 'unasked' | 'given' | 'paused';

/** A track that a member heard outside Segue, as far as it is known. */
export interface ElsewhereListen {
  readonly listenerId: ListenerId;
  /** What played it, as it calls itself: `Spotify`. */
  readonly service: string;
  readonly title: string;
  readonly artist: string;
  readonly album: string | null;
  readonly startedAt: number;
  readonly endedAt: number;
  /** Without pauses. */
  readonly heardMs: number;
  /** null when the service does not say. */
  readonly durationMs: number | null;
  /** The service's own id of the track, when it tells it. */
  readonly externalId: string | null;
  /** The library's track, null when it has none like it. */
  readonly trackId: TrackId | null;
}

/** What a member heard of one song at another service, counted by its history over the years. */
export interface ImportedSong {
  readonly artist: string;
  readonly title: string;
  readonly album: string | null;
  readonly plays: number;
  readonly completions: number;
  readonly skips: number;
  /** Of the skips, those in the first 30 s. */
  readonly earlySkips: number;
  /** As far as the service says. */
  readonly heardMs: number;
  readonly firstAt: number;
  readonly lastAt: number;
}

/** What was taken in of a member's history at a service. */
export interface ImportedHistory {
  /** As it calls itself: `Spotify`. */
  readonly service: string;
  readonly at: number;
  readonly songs: number;
  /** Of the songs, those that the library has. */
  readonly matched: number;
  readonly plays: number;
  readonly heardMs: number;
}

/** What is known of one listener and one track: the projection of the event log that models train on. */
export interface Affinity {
  readonly listenerId: ListenerId;
  readonly trackId: TrackId;
  readonly plays: number;
  readonly completions: number;
  readonly heardMs: number;
  readonly skips: number;
  /** Skips by this listener in the first 30 s. */
  readonly earlySkips: number;
  /** Listens that they left before the track was about over. */
  readonly leaves: number;
  readonly requests: number;
  /** The reaction that holds now. */
  readonly reaction: Reaction | null;
  readonly lastAt: number;
  /** They chose its artist as one they like; the track need not have been heard. Left out when they did not. */
  readonly artistLiked?: boolean;
}

/** How far from what they know a listener wants to be taken, from little to far. */
export const ADVENTURES = ['familiar', 'balanced', 'curious', 'brave'] as const;
export type Adventure = (typeof ADVENTURES)[number];

/** An artist, by the key of their name (`models/language/without-guests.ts`), or a track, by its id, that a listener never wants to hear. */
export interface Blocked {
  readonly subject: string;
  /** As people call it. */
  readonly name: string;
  readonly at: number;
}

/** What a listener has said about how Segue is to pick for them. */
export interface Preferences {
  readonly adventure: Adventure;
  readonly blockedArtists: readonly Blocked[];
  readonly blockedTracks: readonly Blocked[];
  /** Whether others may be told how alike their tastes are. */
  readonly sharesMatch: boolean;
}

export const DEFAULT_PREFERENCES: Preferences = { adventure: 'balanced', blockedArtists: [], blockedTracks: [], sharesMatch: false };

/** Languages that Segue speaks (ISO 639-1). */
export const LANGUAGES = ['en', 'de'] as const;
export type Language = (typeof LANGUAGES)[number];

/** Settings of a place, changed by `/settings`. */
export interface PlaceSettings {
  /** Crossfade between tracks; 0 to 12,000. */
  readonly crossfadeMs: number;
  /** Playback loudness; −23 to −9. */
  readonly targetLufs: number;
  /** The session ends after this long with nobody there. */
  readonly idleMinutes: number;
  /** Members who may do what a DJ may, besides managers. */
  readonly djs: readonly ListenerId[];
  /** Opus bitrate, bit/s. */
  readonly bitrate: number;
  /** Text channel for Segue's messages; null for the one it was called from. */
  readonly textChannelId: string | null;
  /** Role whose members may do what a DJ may. */
  readonly djRoleId: string | null;
  /** Of Segue's own sentences. */
  readonly language: Language;
  /** How the wishes of several who are present become one. */
  readonly groupMode: GroupMode;
}

export const DEFAULT_PLACE_SETTINGS: PlaceSettings = {
  crossfadeMs: 4_000,
  targetLufs: -14,
  idleMinutes: 5,
  djs: [],
  bitrate: 128_000,
  textChannelId: null,
  djRoleId: null,
  language: 'en',
  groupMode: 'fair',
};
