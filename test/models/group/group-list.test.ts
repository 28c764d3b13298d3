import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { groupList, type Voter } from '../../../models/group/group-list.ts';
import { GROUP_MODES } from '../../../models/group/group-worth.ts';
import { type ScoreScale, unbent } from '../../../models/group/score-scale.ts';
import { satisfactionFrom } from '../../../models/group/welfare.ts';

const ITEMS = [0, 1, 2, 3, 4, 5];
const voter = (scores: readonly number[], satisfaction = 0): Voter => ({ scores: Float64Array.from(scores), satisfaction });
const scores = fc.array(fc.integer({ min: 0, max: 100 }), { minLength: ITEMS.length, maxLength: ITEMS.length });
const scales = fc.constantFrom<ScoreScale>('linear', 'logarithmic');
const group = fc.array(scores, { minLength: 1, maxLength: 5 });

describe('a list for a group', () => {
  it('has every candidate once, as many as asked for', () => {
    fc.assert(
      fc.property(group, fc.subarray(ITEMS, { minLength: 1 }), fc.integer({ min: 1, max: 9 }), fc.constantFrom(...GROUP_MODES), scales, (all, candidates, count, mode, scale) => {
        const list = groupList(all.map((one) => voter(one)), candidates, count, mode, scale);
        expect(list).toHaveLength(Math.min(count, candidates.length));
        expect(new Set(list).size).toBe(list.length);
        for (const item of list) expect(candidates).toContain(item);
      }),
    );
  });

  it('is for one member what they like best, in every mode', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 0, max: 1000 }), { minLength: 6, maxLength: 6 }), fc.constantFrom(...GROUP_MODES), scales, (own, mode, scale) => {
        fc.pre(Math.max(...own) - Math.min(...own) > 100);
        const liked = ITEMS.toSorted((a, b) => own[b] - own[a]);
        // Sharpened, the least liked are worth next to nothing, one as the other.
        expect(groupList([voter(own)], ITEMS, 2, mode, scale)).toEqual(liked.slice(0, 2));
      }),
    );
  });

  it('does not care how boldly somebody scores, nor, but for a round robin, who is named first', () => {
    fc.assert(
      fc.property(group, fc.constantFrom('fair', 'average', 'least-misery'), scales, (all, mode, scale) => {
        const lists = [all, all.map((one) => one.map((score) => 4 * score + 8)), all.toReversed()].map((each) => groupList(each.map((one) => voter(one)), ITEMS, 1, mode, scale));
        const relevance = (item: number) => all.map((one) => (one[item] - Math.min(...one)) / Math.max(0.25, Math.max(...one) - Math.min(...one))).toSorted((a, b) => a - b);
        // Of what is worth the same, rounding may choose.
        for (const [item] of lists) expect(lists[0][0] === item || near(worthOf(mode, relevance(item), scale), worthOf(mode, relevance(lists[0][0]), scale))).toBe(true);
      }),
    );
  });

  it('serves next whoever was short-changed', () => {
    const [dance, quiet] = [[10, 9, 8, 0, 0, 0], [0, 0, 0, 8, 9, 10]];
    expect(groupList([voter(dance, 3), voter(quiet)], ITEMS, 1, 'fair')).toEqual([5]);
    expect(groupList([voter(dance), voter(quiet, 3)], ITEMS, 1, 'fair')).toEqual([0]);
    const list = groupList([voter(dance), voter(quiet)], ITEMS, 4, 'fair');
    expect(list.filter((item) => item < 3)).toHaveLength(2);
  });

  it('lets everybody choose in turn, takes the mean, or spares whoever would like it least', () => {
    const [a, b] = [voter([10, 6, 0, 0, 0, 5]), voter([0, 6, 10, 9, 0, 5])];
    expect(groupList([a, b], ITEMS, 4, 'round-robin')).toEqual([0, 2, 1, 3]);
    expect(groupList([voter([10, 6, 0, 0, 0, 0]), voter([4, 6, 10, 0, 0, 0])], ITEMS, 1, 'average')).toEqual([0]);
    expect(groupList([voter([10, 5, 0, 0, 0, 0]), voter([1, 4, 10, 0, 0, 0])], ITEMS, 1, 'least-misery')).toEqual([1]);
  });
});

function worthOf(mode: string, relevance: readonly number[], scale: ScoreScale): number {
  if (mode === 'least-misery') return Math.min(...relevance);
  return relevance.reduce((sum, one) => sum + (mode === 'average' ? unbent(one, scale) : Math.log(0.1 + satisfactionFrom(one, scale))), 0);
}

function near(a: number, b: number): boolean {
  return Math.abs(a - b) < 1e-6;
}
