/**
 * Runs `work` for everybody who asks, no more than once at a time: whoever asks while it runs shares the one run
 * that follows, since what they did may have come too late for the one under way.
 */
export function sharedRun(work: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | null = null;
  let next: Promise<void> | null = null;
  const start = (): Promise<void> => {
    const run = work().finally(() => {
      // Whoever waits for the next run keeps others from beginning another beside it.
      if (running === run && next === null) running = null;
    });
    running = run;
    return run;
  };
  return () => {
    if (running === null) return start();
    next ??= running.catch(() => {}).then(() => {
      next = null;
      return start();
    });
    return next;
  };
}
