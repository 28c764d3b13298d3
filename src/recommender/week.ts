const DAY_MS = 86_400_000;
export const WEEK_MS = 7 * DAY_MS;
/** Epoch day 4 was the first Monday. */
const FIRST_MONDAY_MS = 4 * DAY_MS;

/** When the week of a time began: Monday, midnight UTC. Epoch ms, as all times. */
export function weekStart(at: number): number {
  return FIRST_MONDAY_MS + Math.floor((at - FIRST_MONDAY_MS) / WEEK_MS) * WEEK_MS;
}
