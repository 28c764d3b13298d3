import { BANDS, STEP } from '../timbre/timbre-analyser.ts';
import type { Timeline } from '../timeline.ts';
import type { Cues } from '../track-analysis.ts';
import type { PulseGrid } from './pulse-grid.ts';

/** Bars before and after that are compared. */
const BARS = 8;
/** What comes in is by so much fuller, ln of the bands' power: 1.3 dB in every band, or some bands that were empty. */
const LEAST_RISE = 0.3;
/** An intro or outro lasts so many bars, and at most such a part of the track. */
const SHORTEST_BARS = 1.9;
const LONGEST_PART = 0.3;
/** The very end, in seconds, is the ring of the last note or the end of a fade, and says nothing of an outro. */
const RING = 4;
/** Of several rises the outermost is meant that is so clear beside the clearest. */
const NEARLY = 0.6;
/** Emptier than this, ln, a band is empty: −70 dB. */
const EMPTY = -16;

/**
 * Where a DJ may mix: the body of a track begins at a bar before which it is clearly emptier than after, over a few bars,
 * and ends at one before which it is clearly fuller. Longer intros and outros count more.
 * How full music is, is how much there is in all bands together: one more instrument shows, the volume hardly.
 * @param sounding when anything is heard first and last, seconds
 */
export function findCues({ times, bars, perBar }: PulseGrid, sounding: { readonly from: number; readonly to: number }, timbre: Timeline): Cues {
  const { from: start, to: end } = sounding;
  const barSeconds = ((end - start) / Math.max(1, times.length - 1)) * perBar;
  const reach = BARS * barSeconds;
  const clear = (rise: number, seconds: number) => (rise < LEAST_RISE ? 0 : rise * Math.sqrt(Math.min(1, seconds / reach)));
  const isPart = (seconds: number) => seconds >= SHORTEST_BARS * barSeconds && seconds <= LONGEST_PART * (end - start);
  const beginnings = bars.map((pulse) => times[pulse]);
  const introEnd = firstClear(beginnings, start, (bar) =>
    isPart(bar - start) ? clear(fullness(timbre, bar, bar + reach) - fullness(timbre, Math.max(start, bar - reach), bar), bar - start) : 0,
  );
  const outroStart = firstClear(beginnings.toReversed(), end, (bar) => {
    const ring = Math.min(end - RING, bar + reach);
    if (!isPart(end - bar) || ring - bar < barSeconds) return 0;
    return clear(fullness(timbre, bar - reach, bar) - fullness(timbre, bar, ring), end - bar);
  });
  return { start, introEnd, outroStart, end };
}

/** The first of the given times where it is nearly as clear as anywhere, and no less clear than at its neighbours. */
function firstClear(times: readonly number[], otherwise: number, clearness: (time: number) => number): number {
  const all = times.map(clearness);
  const enough = NEARLY * Math.max(0, ...all);
  const at = all.findIndex((here, i) => here > 0 && here >= enough && here >= (all[i - 1] ?? 0) && here >= (all[i + 1] ?? 0));
  return times[at] ?? otherwise;
}

/** Mean of all bands between two times, ln. */
function fullness(timbre: Timeline, from: number, to: number): number {
  const bands = timbre.mean(from, to).subarray(STEP.bands, STEP.bands + BANDS);
  return bands.reduce((sum, band) => sum + Math.max(EMPTY, band), 0) / BANDS;
}
