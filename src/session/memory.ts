import type { Destination, ListenerId, Origin, PlaceId, PlayId, Presence, Reaction, SessionId, Track, TrackId } from '../domain.ts';
import type { Vibe } from '../vibe.ts';
import { UserError } from '../user-error.ts';
import { positionOf } from './position.ts';
import { EMPTY_QUEUE, entries, entryOf as entryIn, without, type Queue } from './queue.ts';
import { redacted, type SavedSession } from './saved-session.ts';
import type { Current, QueueEntry, SessionState, SessionView } from './session.ts';

const HISTORY = 20;
const NOTICES = 5;
/** Among so many listeners, everybody's word is enough to skip. */
const FEW = 2;

/** All that a session knows, as one immutable value; the functions below are its only transitions. */
export interface Memory {
  readonly id: SessionId;
  readonly destination: Destination;
  readonly state: SessionState;
  readonly queue: Queue;
  readonly history: SessionView['history'];
  readonly notices: SessionView['notices'];
  /** In the order played, each once. */
  readonly played: readonly TrackId[];
  /** Taken out of the queue by hand, or broken: not to be picked again in this session. */
  readonly passedOver: readonly TrackId[];
  /** To the current track. */
  readonly reactions: ReadonlyMap<ListenerId, Reaction>;
  /** The play that a member wants skipped; what they wanted of an earlier one counts no longer. */
  readonly skipVotes: ReadonlyMap<ListenerId, PlayId>;
  readonly volume: number;
  /** What was asked for in words; null while Segue goes by taste alone. */
  readonly vibe: Vibe | null;
}

export function newMemory(id: SessionId, destination: Destination, vibe: Vibe | null = null): Memory {
  return {
    id,
    destination,
    state: { kind: 'starting' },
    queue: EMPTY_QUEUE,
    history: [],
    notices: [],
    played: [],
    passedOver: [],
    reactions: new Map(),
    skipVotes: new Map(),
    volume: 1,
    vibe,
  };
}

export function currentOf({ state }: Memory): Current | null {
  return 'current' in state ? state.current : null;
}

/** @throws UserError when there is no current track */
export function playingOf(memory: Memory): Current {
  const current = currentOf(memory);
  if (!current) throw new UserError('nothing-playing', 'Nothing is playing right now; ask for a track with /play.');
  return current;
}

/** @throws UserError when it does not wait in the queue */
export function entryOf({ queue }: Memory, entryId: string): QueueEntry {
  const entry = entryIn(queue, entryId);
  if (!entry) throw new UserError('no-such-entry', 'That track has left the queue; look at /queue again.');
  return entry;
}

/** An entry has been given to the voice in place of whatever played. */
export function cued(memory: Memory, entry: QueueEntry, playId: PlayId, at: number): Memory {
  const current = { playId, track: entry.track, origin: entry.origin, startedAt: at, positionMs: 0, positionAt: at };
  return { ...memory, queue: without(memory.queue, entry.id), played: withPlayed(memory, entry), state: { kind: 'playing', current } };
}

/** The first frame of an entry has been sent; what was current before goes to the history. */
export function begun(memory: Memory, entry: QueueEntry, play: { id: PlayId; startedAt: number; at: number; positionMs: number }): Memory {
  const before = currentOf(memory);
  const { history } = before && before.playId !== play.id ? retired(memory, play.at) : memory;
  const { track, origin } = entry;
  return {
    ...memory,
    history,
    queue: without(memory.queue, entry.id),
    played: withPlayed(memory, entry),
    reactions: new Map(),
    state: {
      kind: memory.state.kind === 'paused' ? 'paused' : 'playing',
      current: { playId: play.id, track, origin, startedAt: play.startedAt, positionMs: play.positionMs, positionAt: play.at },
    },
  };
}

/** What plays was picked under the vibe: one for so many tracks is over with the last of them. */
export function countedDown(memory: Memory): Memory {
  const { vibe } = memory;
  const origin = currentOf(memory)?.origin;
  if (vibe === null || vibe.tracksLeft === null || origin?.kind !== 'pick') return memory;
  // What was picked before it was asked for says nothing of it.
  if (origin.pick.vibe === undefined || origin.pick.madeAt < vibe.since) return memory;
  return { ...memory, vibe: vibe.tracksLeft > 1 ? { ...vibe, tracksLeft: vibe.tracksLeft - 1 } : null };
}

function withPlayed({ played }: Memory, { track }: QueueEntry): readonly TrackId[] {
  return [...played.filter((id) => id !== track.id), track.id];
}

/** Puts the current track into the history; the state is left to what follows. */
export function retired(memory: Memory, at: number): Memory {
  const current = currentOf(memory);
  if (!current) return memory;
  const { track, origin } = current;
  return { ...memory, history: [{ track, origin, endedAt: at }, ...memory.history].slice(0, HISTORY) };
}

/** The position as the voice reports it, or pause and resume as people ask for it. */
export function positioned(memory: Memory, positionMs: number, positionAt: number, kind = memory.state.kind): Memory {
  const current = currentOf(memory);
  if (!current || (kind !== 'playing' && kind !== 'paused')) return memory;
  return { ...memory, state: { kind, current: { ...current, positionMs, positionAt } } };
}

/** The music stands still from `at` on, though nobody paused it. */
export function heldAt(memory: Memory, at: number): Memory {
  return positioned(memory, positionOf(memory, at), at);
}

/** The music goes on at `at` from where it stood. */
export function goingOn(memory: Memory, at: number): Memory {
  return positioned(memory, currentOf(memory)?.positionMs ?? 0, at);
}

export function reacted(memory: Memory, id: ListenerId, reaction: Reaction | null): Memory {
  const reactions = new Map(memory.reactions);
  if (reaction) reactions.set(id, reaction);
  else reactions.delete(id);
  return { ...memory, reactions };
}

export function votedToSkip(memory: Memory, id: ListenerId, playId: PlayId): Memory {
  return { ...memory, skipVotes: new Map(memory.skipVotes).set(id, playId) };
}

/** Who of those who listen wants the current track skipped, and how many it takes: half of more than two. */
export function skipVoteOf(memory: Memory, present: readonly Presence[]): { readonly voters: readonly Presence[]; readonly needed: number } {
  const listeners = present.filter(({ deafened }) => !deafened);
  const playId = currentOf(memory)?.playId;
  const voters = listeners.filter(({ id }) => playId !== undefined && memory.skipVotes.get(id) === playId);
  return { voters, needed: listeners.length > FEW ? Math.ceil(listeners.length / 2) : 1 };
}

export function noticed(memory: Memory, at: number, text: string): Memory {
  return { ...memory, notices: [{ at, text }, ...memory.notices].slice(0, NOTICES) };
}

/** Every song has been played: a new session begins in the same place, the half last heard stays out. */
export function startedOver(memory: Memory, id: SessionId): Memory {
  return { ...memory, id, played: memory.played.slice(memory.played.length - Math.floor(memory.played.length / 2)), passedOver: [] };
}

/** Without a trace of one member. */
export function forgotten(memory: Memory, id: ListenerId): Memory {
  const stays = (other: ListenerId) => other !== id;
  const clean = <T extends { readonly origin: Origin }>(item: T): T => ({ ...item, origin: redacted(item.origin, stays) });
  const { state, queue } = memory;
  return {
    ...reacted(memory, id, null),
    skipVotes: new Map([...memory.skipVotes].filter(([other]) => stays(other))),
    state: 'current' in state ? { ...state, current: clean(state.current) } : state,
    queue: { placed: queue.placed.map(clean), planned: queue.planned.map(clean) },
    history: memory.history.map(clean),
  };
}

export function viewOf(memory: Memory, placeId: PlaceId, present: readonly Presence[]): SessionView {
  const { id, destination, state, queue, history, reactions, volume, vibe, notices } = memory;
  const { voters, needed } = skipVoteOf(memory, present);
  return {
    id,
    placeId,
    destination,
    state,
    queue: entries(queue),
    history,
    reactions: [...reactions].map(([listenerId, reaction]) => ({ listenerId, reaction })),
    skip: { votes: voters.length, needed },
    volume,
    vibe,
    notices,
  };
}

/** What is kept of members beside the memory. */
interface ServedSoFar {
  readonly satisfaction: readonly (readonly [ListenerId, number])[];
  readonly surplus: readonly (readonly [ListenerId, before: number, here: number])[];
  readonly unlearnt: Iterable<ListenerId>;
}

/** What is kept for the next start, with only those members in it that `mayKeep` allows. */
export function toSaved(
  memory: Memory,
  now: number,
  { satisfaction, surplus, unlearnt }: ServedSoFar,
  mayKeep: (id: ListenerId) => boolean,
): SavedSession {
  const current = currentOf(memory);
  const kept = (origin: Origin) => redacted(origin, mayKeep);
  return {
    id: memory.id,
    destination: memory.destination,
    current: current && {
      playId: current.playId,
      trackId: current.track.id,
      origin: kept(current.origin),
      startedAt: current.startedAt,
      positionMs: positionOf(memory, now),
      paused: memory.state.kind === 'paused',
    },
    placed: memory.queue.placed.map(({ id, track, origin }) => ({ id, trackId: track.id, origin: kept(origin) })),
    played: [...memory.played],
    passedOver: [...memory.passedOver],
    history: memory.history.map(({ track, origin, endedAt }) => ({ trackId: track.id, origin: kept(origin), endedAt })),
    satisfaction: satisfaction.filter(([id]) => mayKeep(id)).map(([id, value]) => [id, value]),
    surplus: surplus.filter(([id]) => mayKeep(id)).map(([id, before, here]) => [id, before, here]),
    unlearnt: [...unlearnt].filter(mayKeep),
    volume: memory.volume,
    vibe: memory.vibe,
  };
}

/** The session as it was; tracks that have left the library since are left out. */
export function fromSaved(saved: SavedSession, trackOf: (id: TrackId) => Track | undefined, now: number): Memory {
  const known = <T extends { readonly trackId: TrackId }>(list: readonly T[]) =>
    list.flatMap(({ trackId, ...rest }) => {
      const track = trackOf(trackId);
      return track ? [{ ...rest, track }] : [];
    });
  const [playing] = saved.current ? known([saved.current]) : [];
  const { paused, ...current } = playing ?? { paused: false };
  return {
    ...newMemory(saved.id, saved.destination),
    state:
      'playId' in current ? { kind: paused ? 'paused' : 'playing', current: { ...current, positionAt: now } } : { kind: 'starting' },
    queue: { placed: known(saved.placed), planned: [] },
    history: known(saved.history),
    played: saved.played,
    passedOver: saved.passedOver,
    volume: saved.volume,
    vibe: saved.vibe,
  };
}
