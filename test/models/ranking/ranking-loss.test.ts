import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Random, seeded } from '../../../models/random.ts';
import { fitRankingWeights, lossOf, type RankedCase } from '../../../models/ranking/ranking-loss.ts';

const TERMS = 3;
const FLAT = { weights: [1, 1, 1], precision: [1e-3, 1e-3, 1e-3] };

/** Cases of listeners who choose by the softmax of Σ truth · feature. */
function casesOf(truth: readonly number[], { count, candidates, wanted, random }: { count: number; candidates: number; wanted: number; random: Random }): RankedCase[] {
  return Array.from({ length: count }, () => {
    const rows = Array.from({ length: candidates }, () => Array.from({ length: TERMS }, () => 2 * random() - 1));
    const keyOf = (row: readonly number[]) => row.reduce((sum, x, i) => sum + truth[i] * x, 0) - Math.log(-Math.log(random() || 1e-9));
    const ordered = rows.map((row) => ({ row, key: keyOf(row) })).sort((a, b) => b.key - a.key);
    return { features: Float32Array.from(ordered.flatMap(({ row }) => row)), wanted: new Float64Array(wanted).fill(1 / wanted), standsFor: 1 };
  });
}

/** Only every so many of those not wanted, which then stand for the others. */
function sampled({ features, wanted }: RankedCase, every: number): RankedCase {
  const rows = Array.from({ length: features.length / TERMS }, (_, c) => c).filter((c) => c < wanted.length || c % every === 0);
  const others = features.length / TERMS - wanted.length;
  return { features: Float32Array.from(rows.flatMap((c) => [...features.subarray(c * TERMS, (c + 1) * TERMS)])), wanted, standsFor: others / (rows.length - wanted.length) };
}

describe('the weights that rank best', () => {
  it('are those that listeners chose by, from all candidates and from a sample of them', () => {
    const truth = [3, 1, 0];
    const cases = casesOf(truth, { count: 400, candidates: 120, wanted: 1, random: seeded(1) });
    for (const found of [fitRankingWeights(cases, FLAT), fitRankingWeights(cases.map((one) => sampled(one, 4)), FLAT)]) {
      truth.forEach((weight, i) => expect(Math.abs(found[i] - weight)).toBeLessThan(0.5));
    }
  });

  it('are never negative, and no others are better', () => {
    const weight = fc.double({ min: 0, max: 4, noNaN: true });
    fc.assert(
      fc.property(fc.array(fc.double({ min: -2, max: 3, noNaN: true }), { minLength: TERMS, maxLength: TERMS }), fc.array(weight, { minLength: TERMS, maxLength: TERMS }), fc.nat(), (truth, other, seed) => {
        const cases = casesOf(truth, { count: 12, candidates: 20, wanted: 2, random: seeded(seed) });
        const prior = { weights: [0.5, 0.5, 0.5], precision: [0.2, 0.2, 0.2] };
        const found = fitRankingWeights(cases, prior);
        expect(Math.min(...found)).toBeGreaterThanOrEqual(0);
        const least = lossOf(cases, found, prior);
        for (const near of [other, [...found].map((x, i) => Math.max(0, x + 0.05 * (other[i] - 2)))]) {
          expect(lossOf(cases, near, prior)).toBeGreaterThan(least - 1e-4 * cases.length);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('stay where they are drawn to without cases, and the nearer the more strongly they are', () => {
    expect([...fitRankingWeights([], { weights: [1, 0.5, 0], precision: [1, 1, 1] })]).toEqual([1, 0.5, 0]);
    const cases = casesOf([3, 0, 0], { count: 20, candidates: 50, wanted: 2, random: seeded(4) });
    const distance = (precision: number) => {
      const found = fitRankingWeights(cases, { weights: [0, 1, 1], precision: [precision, precision, precision] });
      return Math.hypot(found[0], found[1] - 1, found[2] - 1);
    };
    const distances = [0.1, 1, 10, 1000].map(distance);
    expect(distances).toEqual(distances.toSorted((a, b) => b - a));
    expect(distances[3]).toBeLessThan(0.05);
  });
});
