import { describe, expect, it } from 'vitest';
import { findBoundaries } from '../../../../models/acoustic/form/boundaries.ts';

const PER_BAR = 4;

/** Rows of music that becomes other music every so many bars, a little differently each time. */
function changing(bars: number, every: number): Float32Array[] {
  return Array.from({ length: bars * PER_BAR }, (_, row) => {
    const part = Math.floor(row / PER_BAR / every);
    return Float32Array.of(part % 2, Math.sin(part), Math.cos(3 * part), 0.1 * Math.sin(row));
  });
}

function boundariesOf(bars: number, every: number): number[] {
  return findBoundaries(changing(bars, every), Array.from({ length: bars }, (_, bar) => bar * PER_BAR), PER_BAR).map((row) => row / PER_BAR);
}

describe('boundaries between sections', () => {
  it('of a song are where its parts change', () => {
    expect(boundariesOf(48, 8)).toEqual([8, 16, 24, 32, 40]);
  });

  it('of a long mix are as far apart as what a DJ counts, however often something changes', () => {
    const bars = boundariesOf(930, 4);
    expect(bars.length).toBeGreaterThan(20);
    expect(Math.min(...bars.slice(1).map((bar, i) => bar - bars[i]))).toBeGreaterThanOrEqual(16);
  });
});
