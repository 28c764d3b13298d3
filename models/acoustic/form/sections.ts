import type { Timeline } from '../timeline.ts';
import { energyOf } from '../timbre/character.ts';
import type { Section } from '../track-analysis.ts';
import { findBoundaries } from './boundaries.ts';
import type { PulseGrid } from './pulse-grid.ts';

/** Sections whose means are nearer than this, in standard deviations of the track's pulses, sound alike. */
const ALIKE = 1.6;
const LETTERS = 26;

/**
 * The sections of a track. Those that sound alike share a letter.
 * @param rows by `pulseFeatures`, of the grid's pulses
 */
export function findSections(grid: PulseGrid, rows: readonly Float32Array[], timbre: Timeline): Section[] {
  const starts = [0, ...findBoundaries(rows, grid.bars, grid.perBar)];
  const ends = [...starts.slice(1), rows.length];
  const labels = labelsOf(starts.map((start, i) => meanOf(rows.slice(start, ends[i]))));
  const energies = starts.map((start, i) => energyOf(timbre.mean(grid.times[start], grid.times[ends[i]])));
  const most = Math.max(...energies);
  return starts.map((start, i) => ({
    start: grid.times[start],
    end: grid.times[ends[i]],
    label: labels[i],
    energy: most > 0 ? energies[i] / most : 0,
  }));
}

/** Each goes to the nearest that was before, when it is near enough. */
function labelsOf(means: readonly Float64Array[]): string[] {
  const letters: number[] = [];
  let used = 0;
  means.forEach((mean, i) => {
    let nearest = -1;
    let least = ALIKE;
    for (let other = 0; other < i; other++) {
      const distance = Math.sqrt(mean.reduce((sum, value, k) => sum + (value - means[other][k]) ** 2, 0));
      if (distance < least) [nearest, least] = [other, distance];
    }
    letters.push(nearest < 0 ? Math.min(LETTERS - 1, used++) : letters[nearest]);
  });
  return letters.map((letter) => String.fromCharCode(65 + letter));
}

function meanOf(rows: readonly Float32Array[]): Float64Array {
  const mean = new Float64Array(rows[0]?.length ?? 0);
  for (const row of rows) for (let i = 0; i < mean.length; i++) mean[i] += row[i] / rows.length;
  return mean;
}
