import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Random, seeded } from '../../../models/random.ts';
import { groupedRate, rateDifference, type TrialGroup } from '../../../models/ranking/rate.ts';

/** Groups of which each has a rate of its own, so that trials of one are alike by `likeness` (a beta-binomial, by Pólya's urn). */
function groupsOf(rate: number, likeness: number, groups: number, most: number, random: Random): TrialGroup[] {
  const balls = likeness > 0 ? 1 / likeness - 1 : Infinity;
  return Array.from({ length: groups }, () => {
    const trials = 1 + Math.floor(random() * most);
    let hits = 0;
    for (let trial = 0; trial < trials; trial++) if (random() < (balls === Infinity ? rate : (balls * rate + hits) / (balls + trial))) hits++;
    return { hits, trials };
  });
}

const group = fc.integer({ min: 0, max: 40 }).chain((trials) => fc.integer({ min: 0, max: trials }).map((hits) => ({ hits, trials })));

describe('a rate of grouped trials', () => {
  it('is the share of hits, within an interval within 0 and 1', () => {
    fc.assert(fc.property(fc.array(group, { maxLength: 30 }), (groups) => {
      const rate = groupedRate(groups);
      const trials = groups.reduce((sum, one) => sum + one.trials, 0);
      if (trials === 0) {
        expect(rate).toBeNull();
        return;
      }
      const { share, low, high, of } = rate!;
      expect(of).toBe(trials);
      expect(share).toBe(groups.reduce((sum, { hits }) => sum + hits, 0) / trials);
      expect(0 <= low && low <= share && share <= high && high <= 1).toBe(true);
      expect(high - low).toBeGreaterThan(0);
    }));
  });

  it('is Wilson’s where every trial is a group of its own, and there are many', () => {
    // Newcombe (1998) gives .2553 to .3662 for 81 of 263.
    const { low, high } = groupedRate(Array.from({ length: 263 }, (_, i) => ({ hits: i < 81 ? 1 : 0, trials: 1 })))!;
    expect(low).toBeCloseTo(0.2553, 2);
    expect(high).toBeCloseTo(0.3662, 2);
  });

  it('is surer the more groups there are, and less sure the more alike their trials', () => {
    const width = (groups: readonly TrialGroup[]) => groupedRate(groups)!.high - groupedRate(groups)!.low;
    const mixed = (count: number) => Array.from({ length: count }, (_, i) => ({ hits: i % 2 === 0 ? 4 : 6, trials: 10 }));
    const split = (count: number) => Array.from({ length: count }, (_, i) => ({ hits: i % 2 === 0 ? 0 : 10, trials: 10 }));
    expect(width(mixed(40))).toBeLessThan(width(mixed(10)));
    expect(width(split(20))).toBeGreaterThan(2 * width(mixed(20)));
    // One session says next to nothing of others.
    expect(width([{ hits: 10, trials: 20 }])).toBeGreaterThan(0.8);
  });

  it.each([
    { rate: 0.05, likeness: 0, groups: 30 },
    { rate: 0.2, likeness: 0.05, groups: 12 },
    { rate: 0.5, likeness: 0.2, groups: 8 },
    { rate: 0.8, likeness: 0.2, groups: 20 },
    { rate: 0.65, likeness: 0.1, groups: 3 },
  ])('holds the truth nine times in ten and more: $rate, alike by $likeness, in $groups groups', ({ rate, likeness, groups }) => {
    const random = seeded(11);
    let held = 0;
    for (let i = 0; i < 600; i++) {
      const { low, high } = groupedRate(groupsOf(rate, likeness, groups, 20, random))!;
      if (low <= rate && rate <= high) held++;
    }
    expect(held / 600).toBeGreaterThanOrEqual(0.91);
  });
});

describe('the difference of two rates', () => {
  it('is Newcombe’s where trials are independent', () => {
    // Newcombe (1998, table II, method 10): 56/70 less 48/80 is .2, .0524 to .3339.
    const rate = (hits: number, trials: number) => groupedRate(Array.from({ length: trials }, (_, i) => ({ hits: i < hits ? 1 : 0, trials: 1 })))!;
    const { value, low, high } = rateDifference(rate(56, 70), rate(48, 80));
    expect(value).toBeCloseTo(0.2, 9);
    expect(low).toBeCloseTo(0.0524, 2);
    expect(high).toBeCloseTo(0.3339, 2);
  });

  it('holds the truth nine times in ten and more', () => {
    const random = seeded(4);
    let held = 0;
    for (let i = 0; i < 600; i++) {
      const difference = rateDifference(groupedRate(groupsOf(0.6, 0.1, 15, 20, random))!, groupedRate(groupsOf(0.45, 0.1, 15, 4, random))!);
      if (difference.low <= 0.15 && 0.15 <= difference.high) held++;
    }
    expect(held / 600).toBeGreaterThanOrEqual(0.91);
  });
});
