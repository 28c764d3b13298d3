import { energyOf } from '../timbre/character.ts';
import type { Timeline } from '../timeline.ts';
import type { Cues, Section } from '../track-analysis.ts';

/** A section belongs to the body of a track with so much of the energy of the fullest one. */
const FULL_SECTION = 0.96;
/** A moment does, with so much of the energy that half of the moments have. */
const FULL_MOMENT = 0.9;
/** An intro or outro is at most such a part of the track. */
const LONGEST_PART = 0.3;

/**
 * Where a DJ may mix: the track begins in earnest with the first section that is nearly as full as the fullest, and ends
 * with the last. Where the first (or last) section has it from (or to) its edge, its own rise (or fading) is looked for.
 * @param sounding when anything is heard first and last, seconds
 */
export function findCues(sections: readonly Section[], sounding: { readonly from: number; readonly to: number }, timbre: Timeline, bars: readonly number[]): Cues {
  const { from: start, to: end } = sounding;
  const energies = Array.from({ length: timbre.length }, (_, i) => energyOf(timbre.mean(i * timbre.stepSeconds, (i + 1) * timbre.stepSeconds)));
  const full = FULL_MOMENT * median(energies.slice(Math.floor(start / timbre.stepSeconds), Math.ceil(end / timbre.stepSeconds)));
  const isFull = ({ energy }: Section) => energy >= FULL_SECTION;
  const longest = LONGEST_PART * (end - start);
  const first = sections.find(isFull) ?? sections[0];
  const last = sections.findLast(isFull) ?? sections[sections.length - 1];
  const rise = energies.findIndex((energy) => energy >= full) * timbre.stepSeconds;
  const fall = (energies.findLastIndex((energy) => energy >= full) + 1) * timbre.stepSeconds;
  const introEnd = first === sections[0] ? atBar(Math.max(start, rise), bars) : first.start;
  const outroStart = last === sections[sections.length - 1] ? atBar(Math.min(end, fall), bars) : last.end;
  return {
    start,
    introEnd: introEnd - start <= longest ? Math.max(start, introEnd) : start,
    outroStart: end - outroStart <= longest ? Math.min(end, outroStart) : end,
    end,
  };
}

/** The nearest beginning of a bar; the time itself where there are no bars. */
function atBar(time: number, bars: readonly number[]): number {
  return bars.reduce((best, bar) => (Math.abs(bar - time) < Math.abs(best - time) ? bar : best), bars[0] ?? time);
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
