import { novelty } from './novelty.ts';

/** Bars looked at before and after a possible boundary: what a fill is too short for, and what a short intro still has. */
const NEAR_BARS = 4;
const FAR_BARS = 8;
/** A boundary is higher than the mean of the bars by so many of their standard deviations. */
const LEAST_RISE = -0.3;
/** Two boundaries are so many bars apart; in long music, whose parts are long too, this share of it, but no more than a DJ would count. */
const CLOSEST_BARS = 3;
const CLOSEST_SHARE = 1 / 24;
const CLOSEST_BARS_IN_LONG = 16;
/** Bars from the beginning and the end. */
const EDGE_BARS = 2;

/**
 * Where one section of a track ends and another begins: bars before which the novelty, near and far together, is higher
 * than around and stands out of the track.
 * @param rows a pulse each
 * @param bars rows that begin a bar, ascending
 * @param perBar rows of a bar
 * @returns rows, ascending, without the first
 */
export function findBoundaries(rows: readonly Float32Array[], bars: readonly number[], perBar: number): number[] {
  const near = novelty(rows, NEAR_BARS * perBar);
  const far = novelty(rows, FAR_BARS * perBar);
  // What happens half a beat beside a bar line is meant at the bar line.
  const strengths = bars.map((row) => {
    let most = 0;
    for (let at = row - 1; at <= row + 1; at++) most = Math.max(most, (near[at] ?? 0) + (far[at] ?? 0));
    return most;
  });
  const mean = strengths.reduce((sum, strength) => sum + strength, 0) / Math.max(1, strengths.length);
  const deviation = Math.sqrt(strengths.reduce((sum, strength) => sum + (strength - mean) ** 2, 0) / Math.max(1, strengths.length));
  const least = mean + LEAST_RISE * deviation;
  const closest = Math.min(CLOSEST_BARS_IN_LONG, Math.max(CLOSEST_BARS, Math.round(CLOSEST_SHARE * bars.length)));
  const order = strengths.map((_, i) => i).sort((a, b) => strengths[b] - strengths[a]);
  const chosen: number[] = [];
  for (const bar of order) {
    if (strengths[bar] < least || deviation === 0) break;
    const isPeak = (strengths[bar - 1] ?? 0) <= strengths[bar] && (strengths[bar + 1] ?? 0) <= strengths[bar];
    const isEdge = bars[bar] < EDGE_BARS * perBar || rows.length - bars[bar] < EDGE_BARS * perBar;
    if (!isPeak || isEdge || chosen.some((other) => Math.abs(bar - other) < closest)) continue;
    chosen.push(bar);
  }
  return chosen.sort((a, b) => a - b).map((bar) => bars[bar]);
}
