import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ndcg } from '../../../models/ranking/ndcg.ts';
import { standardise } from '../../../models/ranking/standard-score.ts';

const scores = fc.array(fc.constantFrom(-Infinity, -1, 0, 0.5, 1, 2), { minLength: 1, maxLength: 30 }).map((values) => Float32Array.from(values));

describe('NDCG', () => {
  it('is the discounted gain of the sorted list, relative to the best possible', () => {
    const asked = fc.tuple(scores, fc.integer({ min: 1, max: 12 })).chain(([row, depth]) =>
      fc.tuple(fc.constant(row), fc.constant(depth), fc.uniqueArray(fc.nat({ max: row.length - 1 }), { minLength: 1 })),
    );
    fc.assert(
      fc.property(asked, ([row, depth, wanted]) => {
        const ranked = [...row.keys()].filter((column) => row[column] > -Infinity).sort((a, b) => row[b] - row[a] || a - b);
        const gain = ranked.slice(0, depth).reduce((sum, column, i) => sum + (wanted.includes(column) ? 1 / Math.log2(i + 2) : 0), 0);
        const most = wanted.slice(0, depth).reduce((sum, _, i) => sum + 1 / Math.log2(i + 2), 0);
        expect(ndcg(row, new Set(wanted), depth)).toBeCloseTo(gain / most, 10);
      }),
    );
  });
});

describe('standard scores', () => {
  it('have mean 0 and deviation 1, and keep the order, wherever the scores lie', () => {
    const values = fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 2, maxLength: 50 });
    fc.assert(
      fc.property(values, fc.constantFrom(1, 1e-4, 1e4), fc.integer({ min: -1000, max: 1000 }), (raw, scale, shift) => {
        fc.pre(new Set(raw).size > 1);
        const standard = Float32Array.from(raw, (x) => scale * (x + shift));
        standardise(standard);
        const mean = standard.reduce((a, b) => a + b, 0) / standard.length;
        expect(mean).toBeCloseTo(0, 3);
        expect(standard.reduce((sum, x) => sum + (x - mean) ** 2, 0) / standard.length).toBeCloseTo(1, 3);
        raw.forEach((x, i) => raw.forEach((y, j) => x > y && expect(standard[i]).toBeGreaterThan(standard[j])));
      }),
    );
  });

  it('of scores that are all the same are 0', () => {
    const same = Float32Array.of(0.1, 0.1, 0.1);
    standardise(same);
    expect([...same]).toEqual([0, 0, 0]);
  });
});
