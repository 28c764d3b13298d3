const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `24 Nov`, of the day that begins at midnight UTC. */
export function day(at: number): string {
  const date = new Date(at);
  return `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]}`;
}

/** Of so many weeks, which are named so that at most `most` are: the last, and back from it every second, fourth … */
export function namedWeeks(weeks: number, most: number): readonly number[] {
  const step = 2 ** Math.max(0, Math.ceil(Math.log2(weeks / most)));
  return Array.from({ length: weeks }, (_, week) => week).filter((week) => (weeks - 1 - week) % step === 0);
}
