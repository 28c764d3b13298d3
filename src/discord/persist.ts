import type { Clock } from '../clock.ts';

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 5 * 60_000;

/** Does the work until it succeeds, with pauses that double; ends when `goOn` says no to a failure, or with the signal. */
export async function persist(task: {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  work(): Promise<void>;
  goOn(error: unknown): boolean;
}): Promise<void> {
  const { clock, signal } = task;
  for (let pauseMs = FIRST_PAUSE_MS; !signal.aborted; pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS)) {
    try {
      return await task.work();
    } catch (error) {
      if (signal.aborted || !task.goOn(error)) return;
    }
    await pause(clock, pauseMs, signal);
  }
}

/** Resolves early when the signal ends it. */
function pause(clock: Clock, ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      cancel();
      signal.removeEventListener('abort', end);
      resolve();
    };
    const cancel = clock.after(ms, end);
    signal.addEventListener('abort', end);
  });
}
