import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ScoreScale } from '../../../models/group/score-scale.ts';
import { type GroupMember, groupRelevance, satisfactionFrom } from '../../../models/group/welfare.ts';

const unit = fc.double({ min: 0, max: 1, noNaN: true });
const member = (satisfaction: number, ...relevance: number[]) => ({ satisfaction, scores: Float64Array.from(relevance), range: { low: 0, width: 1 } });

const worth = (members: readonly GroupMember[], track: number, rank: number, scale: ScoreScale = 'logarithmic') => groupRelevance(members, [track], rank, scale)[0];
const scales = fc.constantFrom<ScoreScale>('linear', 'logarithmic');

/** By hand, so that another bend is noticed. */
const unbent = (relevance: number, scale: ScoreScale) => (scale === 'linear' ? relevance : Math.sinh(4 * relevance) / Math.sinh(4));

describe('what a track is worth to a group', () => {
  it('is the relevance itself for somebody alone, whatever they had before and wherever in a list', () => {
    fc.assert(
      fc.property(unit, fc.double({ min: 0, max: 20, noNaN: true }), fc.integer({ min: 1, max: 30 }), scales, (relevance, satisfaction, rank, scale) => {
        fc.pre(relevance > 0.05);
        expect(worth([member(satisfaction, relevance)], 0, rank, scale)).toBeCloseTo(relevance, 4);
      }),
    );
  });

  it('orders tracks as the welfare Σ log(ε + satisfaction + relevance⁴ / log₂(rank + 1)) does', () => {
    const people = fc.array(fc.tuple(fc.double({ min: 0, max: 5, noNaN: true }), unit, unit), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(people, fc.integer({ min: 1, max: 10 }), scales, (group, rank, scale) => {
        const members = group.map(([satisfaction, a, b]) => member(satisfaction, a, b));
        const welfare = (track: number) =>
          members.reduce((sum, m) => sum + Math.log(0.1 + m.satisfaction + unbent(m.scores[track], scale) ** 4 / Math.log2(rank + 1)), 0);
        const difference = welfare(0) - welfare(1);
        fc.pre(Math.abs(difference) > 1e-6);
        expect(Math.sign(worth(members, 0, rank, scale) - worth(members, 1, rank, scale))).toBe(Math.sign(difference));
      }),
    );
  });

  it('serves next whoever was short-changed', () => {
    const [first, second] = [member(3, 1, 0), member(0, 0, 1)];
    expect(worth([first, second], 1, 1)).toBeGreaterThan(worth([first, second], 0, 1));
  });

  it('lets the best of many count for more than the good where scores are logarithmic', () => {
    expect(satisfactionFrom(1)).toBe(1);
    expect(satisfactionFrom(0.8)).toBeLessThan(0.25 * satisfactionFrom(0.8, 'linear'));
  });

  it('prefers what truly fits some to what bores everybody', () => {
    const group = [member(0, 1, 0.5), member(0, 0.2, 0.5)];
    expect(worth(group, 0, 1)).toBeGreaterThan(worth(group, 1, 1));
  });
});
