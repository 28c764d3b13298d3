import type { Clock } from '../clock.ts';
import type { Library } from '../library/library.ts';
import type { Listening } from '../listening/listening.ts';
import type { Logger } from '../log.ts';
import { sharedRun } from '../storage/shared-run.ts';

/** A library that is being read grows all the time: it is looked at again after this. */
const GATHER_MS = 30_000;

/** As the library grows, finds the tracks of what members heard elsewhere before it had them. @returns what ends that */
export function matchAsLibraryGrows({ library, listening, clock, log }: {
  readonly library: Library;
  readonly listening: Listening;
  readonly clock: Clock;
  readonly log: Logger;
}): () => void {
  let known = 0;
  let cancel: (() => void) | null = null;
  const look = sharedRun(async () => {
    const { size } = library;
    if (size > known) await listening.matchElsewhere((song) => library.match(song)?.id ?? null);
    known = size;
  });
  const want = (): void => {
    cancel ??= clock.after(GATHER_MS, () => {
      cancel = null;
      look().catch((error: unknown) => log.error({ err: error }, 'What members heard elsewhere could not be compared with the library; it is tried again when the library changes.'));
    });
  };
  want();
  const stop = library.onChange(want);
  return () => {
    stop();
    cancel?.();
  };
}
