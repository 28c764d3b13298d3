import type { Track } from '../../domain.ts';
import type { QueueEntry, SessionView } from '../../session/session.ts';
import { line, text } from './message.ts';
import type { Say } from './say.ts';
import { duration, fitted, plain } from './text.ts';
import { asker, named } from './track.ts';

/** Requests and picks share the text of a message. */
const ROOM = 1700;

export function renderQueue({ state, queue }: SessionView, say: Say) {
  const numbered = queue.map((entry, i) => ({ entry, number: i + 1 }));
  const requests = numbered.filter(({ entry }) => entry.origin.kind === 'request');
  const picks = numbered.filter(({ entry }) => entry.origin.kind === 'pick');
  const part = (title: string, entries: typeof numbered) =>
    entries.length === 0
      ? []
      : [text(`-# ${say(title)}\n${fitted(entries.map(({ entry, number }) => entryLine(entry, number, say)), ROOM, (count) => say(`… and ${count} more`))}`)];
  const waiting = [...part('Asked for', requests), ...part('Planned by Segue; changes with who is here and what they say', picks)];
  const now = 'current' in state ? [text(`-# ${say('Now')}\n${named(state.current.track)}`), line()] : [];
  return [...now, ...(waiting.length > 0 ? waiting : [text(say('Nothing waits: /play asks for a track.'))])];
}

function entryLine({ track, origin }: QueueEntry, number: number, say: Say): string {
  const by = asker(origin, say);
  return `${number}\\. ${named(track)} · ${duration(track.durationMs)}${by === null ? '' : ` · ${by}`}`;
}

export function renderQueued(track: Track, position: number, say: Say) {
  const where = position === 0 ? 'It plays now.' : position === 1 ? 'It plays next.' : `It is number ${position} in the queue.`;
  return [text(`${named(track)}\n-# ${plain(say(where))}`)];
}
