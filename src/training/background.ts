import { readlinkSync } from 'node:fs';
import { constants, setPriority } from 'node:os';

/** Gives this thread the lowest priority. Linux alone lets a thread be told from its process. */
export function yieldToEverything(): void {
  if (process.platform !== 'linux') return;
  try {
    const thread = Number(readlinkSync('/proc/thread-self').split('/').at(-1));
    setPriority(thread, constants.priority.PRIORITY_LOW);
  } catch {
    // Without /proc, as in some sandboxes, it trains at the usual priority.
  }
}
