import { ONSET_RATE } from './onset-strength.ts';

/** Frames to both sides that an onset stands out of. */
const BESIDE = 3;
const AROUND = 8;
/** How far an onset rises above the mean around it: nepers of energy, for each range taken together. */
const RISE = 0.1;

/** The frames at which something begins: local peaks that rise above what is around them (Böck, Krebs & Schedl 2012). */
export function findOnsets(strength: Float32Array, rangesTogether: number): number[] {
  const onsets: number[] = [];
  const sums = new Float64Array(strength.length + 1);
  for (let i = 0; i < strength.length; i++) sums[i + 1] = sums[i] + strength[i];
  for (let i = 0; i < strength.length; i++) {
    const from = Math.max(0, i - AROUND);
    const to = Math.min(strength.length, i + AROUND + 1);
    if (strength[i] <= (sums[to] - sums[from]) / (to - from) + RISE * rangesTogether) continue;
    if (onsets.length > 0 && i - onsets[onsets.length - 1] <= BESIDE) continue;
    if (isHighest(strength, i)) onsets.push(i);
  }
  return onsets;
}

/** Onsets a second, of everything together and in each range of pitch. */
export interface OnsetRates {
  readonly together: number;
  readonly ranges: readonly number[];
}

/** @param ranges onset strength, a curve for each range of pitch */
export function onsetRates(ranges: readonly Float32Array[]): OnsetRates {
  const seconds = Math.max(1, ranges[0].length) / ONSET_RATE;
  const together = ranges[0].map((_, i) => ranges.reduce((sum, range) => sum + range[i], 0));
  return {
    together: findOnsets(together, ranges.length).length / seconds,
    ranges: ranges.map((range) => findOnsets(range, 1).length / seconds),
  };
}

function isHighest(curve: Float32Array, at: number): boolean {
  for (let i = Math.max(0, at - BESIDE); i <= Math.min(curve.length - 1, at + BESIDE); i++) if (curve[i] > curve[at]) return false;
  return true;
}
