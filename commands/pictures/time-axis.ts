/** Seconds between marks; at most eight of them lie along a track. */
const STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200];
const MOST_MARKS = 8;

/** Seconds between the marks of a time axis, such as people count in. */
export function timeStep(seconds: number): number {
  return STEPS.find((step) => seconds / step <= MOST_MARKS) ?? Math.ceil(seconds / MOST_MARKS / 3_600) * 3_600;
}

/** `0:30`, `1:02:03`. */
export function clockTime(seconds: number): string {
  const whole = Math.floor(seconds);
  const [hours, minutes, rest] = [Math.floor(whole / 3_600), Math.floor(whole / 60) % 60, String(whole % 60).padStart(2, '0')];
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${rest}` : `${minutes}:${rest}`;
}

/** Of bars that lie so far apart, each how-manyth is shown so that they are `least` apart: 1, 2, 4, 8 … as phrases go. */
export function barsBetween(apart: number, least: number): number {
  return apart >= least ? 1 : 2 ** Math.ceil(Math.log2(least / apart));
}
