import type { Clock } from '../clock.ts';
import type { Logger } from '../log.ts';
import type { Storage } from '../storage/storage.ts';
import { readRevision } from './revision.ts';

/** How long what a member says in one process may take to hold in the others. */
const WATCH_MS = 2_000;

/**
 * Looks again and again whether another process — one that runs other servers, or an operator's command — has
 * changed what members say about being counted, or removed one. @returns what ends that
 */
export function watchConsents({ storage, clock, log, changed }: {
  readonly storage: Storage;
  readonly clock: Clock;
  readonly log: Logger;
  /** Called again when it fails. */
  readonly changed: () => Promise<void>;
}): () => void {
  let seen: string | null | undefined;
  let over = false;
  let cancel = (): void => {};
  const look = async (): Promise<void> => {
    const revision = await readRevision(storage.db);
    if (revision === seen) return;
    await changed();
    seen = revision;
  };
  const wait = (): void => {
    cancel = clock.after(WATCH_MS, () => {
      void look()
        .catch((error: unknown) => {
          if (!over) log.error({ err: error }, 'What members say about being counted could not be read; check the database.');
        })
        .finally(() => {
          if (!over) wait();
        });
    });
  };
  wait();
  return () => {
    over = true;
    cancel();
  };
}
