import type {
  Affinity,
  ConsentState,
  ElsewhereListen,
  Feedback,
  ImportedHistory,
  Listen,
  ListenerId,
  ListId,
  ListVerdict,
  Member,
  Pick,
  PlaceId,
  Play,
  PlayEnding,
  PlayId,
  Presence,
  Reaction,
  SessionId,
  TrackId,
} from '../domain.ts';
import type { Match } from './elsewhere-match.ts';
import type { ListenerPreferences } from './preferences.ts';
import type { MatchedSong } from './imported.ts';

/**
 * The only writer of the event log: consent, who heard what for how long, and how they reacted.
 * Whatever concerns a member without consent is dropped here, so that callers may pass everybody.
 * Writes are acknowledged (the promise resolves) once they are durable.
 */
export interface Listening {
  /** What listeners have said about how Segue is to pick for them. */
  readonly preferences: ListenerPreferences;

  // — consent —
  consentOf(id: ListenerId): ConsentState;
  /** From then on what they hear counts, also of what is playing already. Given again, it ends a pause. */
  giveConsent(member: Member): Promise<void>;
  /** At once nothing more counts; what they heard until now is kept. */
  pauseConsent(id: ListenerId): Promise<void>;
  resumeConsent(id: ListenerId): Promise<void>;

  /** As the member was called when they last agreed; null for who did not. */
  nameOf(id: ListenerId): Promise<string | null>;
  /** Whether the member was ever asked for consent, or gave it unasked. Kept as a keyed hash, since they may have said no; after a deletion only in memory. */
  wasAsked(id: ListenerId): boolean;
  markAsked(ids: readonly ListenerId[]): Promise<void>;

  // — what members play elsewhere: a consent of its own, beside `given` —
  /** False also while consent is not `given`. */
  agreedToElsewhere(id: ListenerId): boolean;
  /**
   * What was kept stays when the agreement ends.
   * @throws UserError when the member is not counted in; who pauses can only withdraw.
   */
  agreeToElsewhere(id: ListenerId, agreed: boolean): Promise<void>;
  /**
   * Dropped without the member's agreement, as is what was heard before it or before the end of a pause.
   * The same listen told twice (same member, title, artist and start) counts once, with the most that was told.
   */
  heardElsewhere(listen: ElsewhereListen): Promise<void>;
  /** The library has grown: what had no track when it was heard may have one now. Takes its time, a little at once. */
  matchElsewhere(match: Match): Promise<void>;
  /**
   * Keeps a history that the member gave of what they heard at a service, in place of what they gave of it before: all of it or nothing.
   * @throws UserError when the member does not count, or does not any more when it is about to be kept
   */
  importHistory(history: { readonly listenerId: ListenerId; readonly service: string; readonly songs: readonly MatchedSong[] }): Promise<void>;
  /** What the member imported, by service, the newest first. */
  importsOf(id: ListenerId): Promise<readonly ImportedHistory[]>;

  // — what happens in a session; times are epoch ms —
  pickMade(pick: Pick, where: { placeId: PlaceId; sessionId: SessionId; present: readonly ListenerId[] }): Promise<void>;
  playStarted(play: Play, present: readonly Presence[]): Promise<void>;
  /** After a restart: the same play goes on; the time between is credited to nobody. */
  playResumed(play: Play, present: readonly Presence[], at: number): Promise<void>;
  joined(playId: PlayId, who: Presence, at: number): void;
  left(playId: PlayId, id: ListenerId, at: number): void;
  deafened(playId: PlayId, id: ListenerId, deafened: boolean, at: number): void;
  /** The member wants nothing to be learnt from it: as if they had not heard the play until now. */
  disregarded(playId: PlayId, id: ListenerId, at: number): void;
  /** The music itself stops and goes on: nobody is credited in between. */
  musicPaused(playId: PlayId, at: number): void;
  musicContinued(playId: PlayId, at: number): void;
  /** Also logs the skip of the member who skipped it, unless {@link feedback} told it before. */
  playEnded(playId: PlayId, ending: PlayEnding, at: number): Promise<void>;
  /** Closes plays left open by a process that died, except those in `keep`, as interrupted. */
  recover(keep: readonly PlayId[]): Promise<void>;

  // — lists —
  /** A list was shown: logged with its picks once, however often this is told. */
  listShown(list: ShownList): Promise<void>;
  /** What a member says of a list as a whole. */
  listFeedback(feedback: ListFeedback): Promise<void>;
  /** Lists of which a member last said that they want less like it, since then. */
  listsUnwanted(id: ListenerId, since: number): Promise<readonly ListId[]>;
  /** How many members last said so of a list, and how many keep it. */
  verdictsOn(listId: ListId): Promise<Readonly<Record<ListVerdict, number>>>;
  /** Who is counted in and was heard to listen in a place lately; at most so many, who listened last first. */
  listenersIn(placeId: PlaceId, limit: number): Promise<readonly ListenerId[]>;

  // — feedback —
  /** A skip of a play counts once, whether it is told here, by {@link playEnded}, or by both. */
  feedback(feedback: Feedback): Promise<void>;
  /** Takes the standing reaction of a listener on a track back. */
  takeBack(where: { listenerId: ListenerId; trackId: TrackId; placeId: PlaceId; sessionId: SessionId | null; at: number }): Promise<void>;
  reactionOf(id: ListenerId, trackId: TrackId): Promise<Reaction | null>;

  // — reading and rights of the person —
  affinities(id: ListenerId): Promise<readonly Affinity[]>;
  recentListens(id: ListenerId, limit: number): Promise<readonly Listen[]>;
  /** In one sentence each, what is stored. */
  summary(id: ListenerId): Promise<PrivacySummary>;
  /** Everything stored about the member, as one JSON-able object. */
  exportOf(id: ListenerId): Promise<object>;
  /**
   * Removes every row about the member, their name from the state of places, what {@link onForgotten} tells of,
   * and what a database keeps of deleted rows on disk.
   * @throws UserError saying what of it could not be done; the rest has been
   */
  deleteAll(id: ListenerId): Promise<void>;
  /**
   * Called when members have been removed from the database, by this process or another: whoever still knows of
   * them forgets them. With nobody when another process may have changed what places say of members.
   * A failure is told to whoever asked for the deletion.
   */
  onForgotten(listener: (ids: readonly ListenerId[]) => Promise<void>): () => void;

  /** Called after something about a listener was learnt or their consent changed (already durable). */
  onLearnt(listener: (id: ListenerId) => void): () => void;
  close(): Promise<void>;
}

export interface ShownList {
  readonly id: ListId;
  readonly kind: 'weekly' | 'discover';
  readonly placeId: PlaceId;
  /** null for the list of everybody in the place. */
  readonly listenerId: ListenerId | null;
  readonly picks: readonly Pick[];
  /** The variant of its cover, and the probability with which that was chosen. */
  readonly cover: { readonly variant: string; readonly probability: number };
  readonly at: number;
}

export interface ListFeedback {
  readonly listId: ListId;
  readonly placeId: PlaceId;
  readonly listenerId: ListenerId;
  readonly verdict: ListVerdict;
  readonly at: number;
}

export interface PrivacySummary {
  readonly consent: ConsentState;
  readonly since: number | null;
  /** Here, not elsewhere. */
  readonly listens: number;
  readonly heardMs: number;
  readonly feedback: number;
  readonly picks: number;
  /** Whether they agreed that what they play elsewhere is kept, and how many such listens there are. */
  readonly elsewhere: { readonly agreed: boolean; readonly listens: number };
  /** Histories that they gave, by service. */
  readonly imports: readonly ImportedHistory[];
}
