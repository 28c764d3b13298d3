import type { Destination, ListenerId, Origin, PlaceId, PlayId, Reaction, SessionId, Track, TrackId } from '../domain.ts';
import { EMPTY_QUEUE, entries, without, type Queue } from './queue.ts';
import { redacted, type SavedSession } from './saved-session.ts';
import type { Current, QueueEntry, SessionState, SessionView } from './session.ts';

const HISTORY = 20;
const NOTICES = 5;
/** The voice says every second where it is; when it does not, the music stands still. */
const WORD_OF_POSITION_MS = 2_000;

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
  readonly volume: number;
}

export function newMemory(id: SessionId, destination: Destination): Memory {
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
    volume: 1,
  };
}

export function currentOf({ state }: Memory): Current | null {
  return 'current' in state ? state.current : null;
}

/** Where in its track the music is at `now`. */
export function positionOf({ state }: Memory, now: number): number {
  if (!('current' in state)) return 0;
  const { positionMs, positionAt, track } = state.current;
  const since = state.kind === 'playing' ? Math.min(Math.max(0, now - positionAt), WORD_OF_POSITION_MS) : 0;
  return Math.min(positionMs + since, track.durationMs);
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
    state: 'current' in state ? { ...state, current: clean(state.current) } : state,
    queue: { placed: queue.placed.map(clean), planned: queue.planned.map(clean) },
    history: memory.history.map(clean),
  };
}

export function viewOf(memory: Memory, placeId: PlaceId): SessionView {
  const { id, destination, state, queue, history, reactions, volume, notices } = memory;
  return {
    id,
    placeId,
    destination,
    state,
    queue: entries(queue),
    history,
    reactions: [...reactions].map(([listenerId, reaction]) => ({ listenerId, reaction })),
    volume,
    notices,
  };
}

/** What is kept for the next start, with only those members in it that `mayKeep` allows. */
export function toSaved(
  memory: Memory,
  now: number,
  satisfaction: readonly (readonly [ListenerId, number])[],
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
    volume: memory.volume,
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
  };
}
