import type { ListenOutcome } from '../../models/ranking/success.ts';
import type { Reaction } from '../domain.ts';
import type { LogEvent, LogEventOf } from './log-event.ts';

/** A listen, and how it went as far as the log tells by now. */
export interface JudgedListen {
  readonly event: LogEventOf<'listen'>;
  readonly outcome: ListenOutcome;
}

interface Said {
  reaction: Reaction | null;
  replayed: boolean;
}

/** Joins listens with what their listeners said of the track, during each or after it, until the next of the same track. */
export function listenOutcomes(events: readonly LogEvent[]): readonly JudgedListen[] {
  const listens = events.filter((event) => event.kind === 'listen').map((event) => ({ event, said: silent() }));
  const byTrack = Map.groupBy(listens, ({ event }) => keyOf(event));
  for (const own of byTrack.values()) own.sort((a, b) => a.event.data.startedAt - b.event.data.startedAt);
  for (const event of events.filter((one) => one.kind === 'feedback' || one.kind === 'taken-back').sort((a, b) => a.at - b.at)) {
    const listen = byTrack.get(keyOf(event))?.findLast(({ event: { data, playId } }) => (event.playId !== null && event.playId === playId) || data.startedAt <= event.at);
    if (listen) note(listen.said, event, listen.event);
  }
  return listens.map(({ event, said }) => ({ event, outcome: outcomeOf(event, said) }));
}

function silent(): Said {
  return { reaction: null, replayed: false };
}

/** What was asked for is no replay of itself. */
function note(said: Said, event: LogEventOf<'feedback'> | LogEventOf<'taken-back'>, { data }: LogEventOf<'listen'>): void {
  if (event.kind === 'taken-back') said.reaction = null;
  else if (event.data.feedback === 'request') said.replayed ||= event.at > data.startedAt;
  else if (event.data.feedback !== 'skip' && event.data.feedback !== 'artist') said.reaction = event.data.feedback;
}

function outcomeOf({ data: { heardMs, trackMs, ending, leftMidway } }: LogEventOf<'listen'>, said: Said): ListenOutcome {
  return { ...said, ending, left: leftMidway, heard: trackMs > 0 ? Math.min(1, heardMs / trackMs) : 0 };
}

function keyOf({ listenerId, trackId }: LogEvent): string {
  return `${listenerId ?? ''}\n${trackId ?? ''}`;
}
