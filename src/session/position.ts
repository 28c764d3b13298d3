import type { SessionState } from './session.ts';

/** The voice says every second where it is; when it does not, the music stands still. */
const WORD_OF_POSITION_MS = 2_000;

/** Where in its track the music of a session is at `now`, milliseconds. */
export function positionOf({ state }: { readonly state: SessionState }, now: number): number {
  if (!('current' in state)) return 0;
  const { positionMs, positionAt, track } = state.current;
  const since = state.kind === 'playing' ? Math.min(Math.max(0, now - positionAt), WORD_OF_POSITION_MS) : 0;
  return Math.min(positionMs + since, track.durationMs);
}
