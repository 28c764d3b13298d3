import type { ListenerId, Pick } from '../domain.ts';
import type { LogEvent, LogHead } from './log-event.ts';

/** What is logged of a pick: how it was chosen, and what the signals said for each member who is counted in. */
export function pickEvents(pick: Pick, where: Omit<LogHead, 'listenerId'>, counts: (id: ListenerId) => boolean): readonly LogEvent[] {
  const { id: pickId, modelVersion, probability, exploratory, madeAt, vibe, scores } = pick;
  return [
    { ...where, listenerId: null, kind: 'pick', data: { pickId, modelVersion, probability, exploratory, madeAt, ...(vibe !== undefined && { vibe }) } },
    ...scores
      .filter(({ listenerId }) => counts(listenerId))
      .map(({ listenerId, ...said }): LogEvent => ({ ...where, listenerId, kind: 'pick-score', data: { pickId, ...said } })),
  ];
}
