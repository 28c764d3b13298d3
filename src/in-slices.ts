import { setImmediate } from 'node:timers/promises';

/** Of work that takes a few microseconds each, so many between two breaths of the thread: a millisecond or two. */
export const SLICE = 500;

/** Does work for each of a long list in slices, so that everything else on the thread has its turn. */
export async function inSlices<T>(list: readonly T[], work: (one: T) => void): Promise<void> {
  for (let from = 0; from < list.length; from += SLICE) {
    for (let i = from; i < Math.min(list.length, from + SLICE); i++) work(list[i]);
    await setImmediate();
  }
}
