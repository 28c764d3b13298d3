import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Interaction } from '../../../models/scorer.ts';
import { VectorScorer } from '../../../models/ranking/vector-scorer.ts';
import { createKernels } from '../../../src/kernels.ts';

const liked = (column: number, positive = 1): Interaction => ({ column, positive, negative: 0 });

function scores(rows: readonly (readonly number[])[], history: readonly Interaction[]): number[] {
  const out = new Float32Array(rows.length);
  new VectorScorer('vectors', createKernels(), Float32Array.from(rows.flat()), rows[0].length).score(history, out);
  return Array.from(out);
}

describe('scores by vectors', () => {
  it('are highest in the direction of what was liked, however much all vectors have in common', () => {
    const [own, near, far, without] = scores([[101, 100], [101.5, 100.2], [98, 99.5], [0, 0]], [liked(0)]);
    expect(own).toBeCloseTo(1, 4);
    expect(near).toBeGreaterThan(0.7);
    expect(far).toBeLessThan(-0.7);
    expect(without).toBe(0);
  });

  it('turn away from what was turned down, and weigh the stronger evidence more', () => {
    const rows = [[1, 0, 0], [0, 1, 0], [0, 0, 1]];
    const [first, second] = scores(rows, [liked(0, 3), liked(1, 1)]);
    expect(first).toBeGreaterThan(second);
    const [down, , other] = scores(rows, [{ column: 0, positive: 0, negative: 1 }]);
    expect(down).toBeLessThan(other);
  });

  it('are cosines, and 0 for a listener of whom nothing is known', () => {
    const number = fc.float({ min: -100, max: 100, noNaN: true });
    fc.assert(
      fc.property(fc.array(fc.tuple(number, number, number), { minLength: 1, maxLength: 20 }), fc.float({ min: 0.5, max: 9, noNaN: true }), (rows, weight) => {
        for (const score of scores(rows, [liked(0, weight)])) expect(Math.abs(score)).toBeLessThanOrEqual(1 + 1e-4);
        expect(scores(rows, [])).toEqual(rows.map(() => 0));
      }),
      { numRuns: 50 },
    );
  });
});
