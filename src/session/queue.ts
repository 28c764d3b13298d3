import type { ListenerId } from '../domain.ts';
import type { QueueEntry } from './session.ts';

/**
 * What is to play, immutable. `placed` are entries a person put where they are (requests, and picks moved
 * among them): they come first and stay. `planned` are picks that may be planned anew at any time.
 */
export interface Queue {
  readonly placed: readonly QueueEntry[];
  readonly planned: readonly QueueEntry[];
}

/** Requests of one member, and of all, that may wait at a time: a queue is for tonight, not for the year. */
const MOST_REQUESTS_EACH = 25;
const MOST_REQUESTS = 200;

export const EMPTY_QUEUE: Queue = { placed: [], planned: [] };

export function entries(queue: Queue): readonly QueueEntry[] {
  return [...queue.placed, ...queue.planned];
}

export function head(queue: Queue): QueueEntry | undefined {
  return queue.placed[0] ?? queue.planned[0];
}

/** Whether no more requests of the member fit in. */
export function isFull({ placed }: Queue, id: ListenerId): boolean {
  const requests = placed.filter(({ origin }) => origin.kind === 'request');
  const own = requests.filter(({ origin }) => origin.kind === 'request' && origin.by.id === id);
  return own.length >= MOST_REQUESTS_EACH || requests.length >= MOST_REQUESTS;
}

/** Behind everything placed, or before it. The same song is not planned as well. */
export function withRequest(queue: Queue, entry: QueueEntry, first = false): Queue {
  return {
    placed: first ? [entry, ...queue.placed] : [...queue.placed, entry],
    planned: queue.planned.filter((pick) => pick.track.id !== entry.track.id),
  };
}

/** Behind everything placed. */
export function withList(queue: Queue, list: readonly QueueEntry[]): Queue {
  const listed = new Set(list.map(({ track }) => track.id));
  return { placed: [...queue.placed, ...list], planned: queue.planned.filter((pick) => !listed.has(pick.track.id)) };
}

export function withPlan(queue: Queue, planned: readonly QueueEntry[]): Queue {
  return { placed: queue.placed, planned };
}

export function without(queue: Queue, entryId: string): Queue {
  const others = (list: readonly QueueEntry[]) => list.filter((entry) => entry.id !== entryId);
  return { placed: others(queue.placed), planned: others(queue.planned) };
}

export function entryOf(queue: Queue, entryId: string): QueueEntry | undefined {
  return entries(queue).find((entry) => entry.id === entryId);
}

/**
 * Moves an entry to `to`, counted from 1. A pick moved by hand is placed from then on; an entry
 * never lands behind a planned pick, since those may be planned anew.
 */
export function moved(queue: Queue, entryId: string, to: number): Queue {
  const entry = entryOf(queue, entryId);
  if (!entry) return queue;
  const rest = without(queue, entry.id);
  const index = Math.min(Math.max(to - 1, 0), rest.placed.length);
  return { placed: rest.placed.toSpliced(index, 0, entry), planned: rest.planned };
}
