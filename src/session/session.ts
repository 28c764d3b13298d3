import type { Destination, ListenerId, Member, Origin, Pick, PlaceId, PlaceSettings, PlayId, Presence, Reaction, SessionId, Track, TrackId } from '../domain.ts';
import type { Vibe } from '../vibe.ts';
import type { SettingsChange } from './settings.ts';

/** Sessions of all places; at most one a place. They forget whoever the listening log forgets. */
export interface Sessions {
  /**
   * Starts a session in a place, or returns the one that runs there, wherever its sound goes; with a vibe, that holds in
   * either. One that ends is waited for.
   */
  start(placeId: PlaceId, destination: Destination, vibe?: Vibe | null): Promise<Session>;
  /** The session that runs in a place; one that has been told to end is none. */
  get(placeId: PlaceId): Session | undefined;
  all(): readonly Session[];
  /** Takes up the sessions that were running when the process ended. */
  restore(): Promise<void>;
  /** Saves and closes everything without ending the sessions. */
  close(): Promise<void>;

  // — who is where; holds with or without a session —
  arrive(placeId: PlaceId, who: Presence): void;
  leave(placeId: PlaceId, id: ListenerId): void;
  deafen(placeId: PlaceId, id: ListenerId, deafened: boolean): void;
  present(placeId: PlaceId): readonly Presence[];
  /**
   * Nobody in the place hears the music, or nobody knows who does, although it plays: from `on` until it is
   * taken back, nothing is credited. The door's causes are kept apart, so that each can end by itself.
   */
  unheard(placeId: PlaceId, cause: Unheard, on: boolean): void;

  /**
   * A reaction to any track, whether it plays or not; null takes it back. Of somebody who is there while it
   * plays it is kept with the play and the position.
   * @throws UserError when the member is not counted in.
   */
  react(placeId: PlaceId, by: Member, trackId: TrackId, reaction: Reaction | null): Promise<void>;

  settings(placeId: PlaceId): Promise<PlaceSettings>;
  /** A change that depends on the settings is made of those that are stored, not of what was read before. */
  changeSettings(placeId: PlaceId, change: SettingsChange): Promise<PlaceSettings>;

  /** The place is gone: ends its session and removes what is kept of it, saying nothing to anybody. */
  forgetPlace(placeId: PlaceId): Promise<void>;

  /** Called with the place whenever its session, queue or people changed. */
  onChange(listener: (placeId: PlaceId) => void): () => void;
  /** Called when the sound of a session is about to leave its place, which waits for the work, though not for long. */
  beforeEnd(work: (placeId: PlaceId) => Promise<void>): () => void;
  /** Called when a session has ended (not when the process closes). */
  onEnd(listener: (end: SessionEnd) => void): () => void;
}

/** `gateway-gap`: who is there is not known; `muted`: the place does not let the music be heard. */
export type Unheard = 'gateway-gap' | 'muted';

export interface SessionEnd {
  readonly placeId: PlaceId;
  /** As it was. */
  readonly last: SessionView;
  /** One sentence for people when nobody asked for it: nobody was there, the voice channel is gone …; else null. */
  readonly reason: string | null;
}

/** One DJ session. Methods that a state does not allow throw a UserError with a sentence for the caller. */
export interface Session {
  readonly id: SessionId;
  readonly placeId: PlaceId;
  view(): SessionView;
  /**
   * Puts a request behind earlier requests (with `first`, before them), always before all picks. Plays it at
   * once when nothing plays.
   */
  request(trackId: TrackId, by: Member, options?: { readonly first?: boolean }): Promise<QueueEntry>;
  /**
   * Puts what was picked for a list behind the requests, before all other picks; what waits already is not put twice.
   * @returns how many tracks that were
   */
  playList(picks: readonly Pick[]): Promise<number>;
  skip(by: Member): Promise<void>;
  /**
   * Skips as soon as enough of the listeners want it; what the member thinks of the track counts at once.
   * @returns how many more of them it takes; 0 when it was skipped
   */
  voteToSkip(by: Member): Promise<number>;
  pause(): Promise<void>;
  resume(): Promise<void>;
  seek(positionMs: number): Promise<void>;
  setVolume(volume: number): Promise<void>;
  /** By the entry's id: positions shift while people decide. */
  remove(entryId: string): Promise<QueueEntry>;
  /** `to` counts from 1 in {@link SessionView.queue}. */
  move(entryId: string, to: number): Promise<QueueEntry>;
  /** What is picked from now on fits the vibe; null ends it. */
  setVibe(vibe: Vibe | null): void;
  /** A reaction to the current track; null takes it back. */
  react(by: Member, reaction: Reaction | null): Promise<void>;
  /** Whether anything is learnt from what the member hears and skips in this session; what they say of tracks by hand always is. */
  learnsFrom(id: ListenerId): boolean;
  setLearning(id: ListenerId, learns: boolean): Promise<void>;
  /** Opus packets of the room's live stream. */
  frames(listener: (packets: readonly Uint8Array[]) => void): () => void;
  /** Takes the music to another voice channel, or notes that somebody took it there. */
  moveTo(destination: Destination): Promise<void>;
  /** @param reason one sentence for people, when none of them asked for it */
  stop(reason?: string): Promise<void>;
}

export type SessionState =
  /** Looking for the first track. */
  | { readonly kind: 'starting' }
  | { readonly kind: 'playing'; readonly current: Current }
  | { readonly kind: 'paused'; readonly current: Current }
  /** Nothing left that may be played; goes on when something comes. */
  | { readonly kind: 'waiting'; readonly reason: string }
  | { readonly kind: 'stopped' };

export interface Current {
  readonly playId: PlayId;
  readonly track: Track;
  readonly origin: Origin;
  readonly startedAt: number;
  /** Position at `positionAt`; while playing it advances with the clock. */
  readonly positionMs: number;
  readonly positionAt: number;
}

export interface QueueEntry {
  /** Stable while it waits. */
  readonly id: string;
  readonly track: Track;
  readonly origin: Origin;
}

/** How many of those who listen want the current track skipped, and how many it takes. */
export interface SkipVote {
  readonly votes: number;
  readonly needed: number;
}

export interface SessionView {
  readonly id: SessionId;
  readonly placeId: PlaceId;
  readonly destination: Destination;
  readonly state: SessionState;
  /** Requests in order, then the planned picks. */
  readonly queue: readonly QueueEntry[];
  /** What played before, newest first, at most 20. */
  readonly history: readonly { readonly track: Track; readonly origin: Origin; readonly endedAt: number }[];
  readonly reactions: readonly { readonly listenerId: ListenerId; readonly reaction: Reaction }[];
  readonly skip: SkipVote;
  readonly volume: number;
  readonly vibe: Vibe | null;
  /** What people should know, newest first, at most 5: a track that was skipped because it is broken … */
  readonly notices: readonly { readonly at: number; readonly text: string }[];
}
