import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { combinedFits, fitting, leaningFit, levelLikeness } from '../../../models/ranking/vibe.ts';

const level = fc.double({ min: -1, max: 1, noNaN: true });
const share = fc.double({ min: 0, max: 1, noNaN: true });

describe('how well something fits', () => {
  it('a wish for more is met by whatever has enough more, and the better the more there is', () => {
    fc.assert(fc.property(level, level, level, fc.double({ min: 0.1, max: 1, noNaN: true }), (a, b, than, by) => {
      const [less, more] = [Math.min(a, b), Math.max(a, b)];
      expect(leaningFit(more, than, by)).toBeGreaterThanOrEqual(leaningFit(less, than, by));
      expect(leaningFit(less, than, -by)).toBeGreaterThanOrEqual(leaningFit(more, than, -by));
      expect(leaningFit(1, than, by)).toBe(1);
    }));
    expect(leaningFit(0.2, 0.2, 0.5)).toBeLessThan(0.5);
    expect(leaningFit(0.6, 0.2, 0.5)).toBe(1);
  });

  it('what nobody knows is between what does and what does not', () => {
    const unknown = leaningFit(NaN, 0, 0.5);
    expect(unknown).toBeGreaterThan(leaningFit(-0.5, 0, 0.5));
    expect(unknown).toBeLessThan(leaningFit(0.5, 0, 0.5));
    expect(leaningFit(0.5, NaN, 0.5)).toBe(leaningFit(0.5, 0, 0.5));
  });

  it('moods are alike by what both say something of', () => {
    expect(levelLikeness([0.5, NaN, -0.2], [0.5, 0.9, -0.2])).toBe(1);
    expect(levelLikeness([0.5, NaN, NaN], [NaN, 0.9, 0])).toBe(0);
    expect(levelLikeness([0.5, 0, 0], [0.4, 0, 0])).toBeGreaterThan(levelLikeness([0.5, 0, 0], [-0.4, 0, 0]));
  });

  it('several wishes are met together only when each is, and none asks nothing', () => {
    const combinedFit = (fits: readonly number[]) => combinedFits(fits.map((fit) => Float32Array.of(fit)), 1)[0];
    expect(combinedFit([])).toBe(1);
    fc.assert(fc.property(fc.array(share, { minLength: 1, maxLength: 5 }), (fits) => {
      const all = combinedFit(fits);
      expect(all).toBeLessThanOrEqual(Math.max(0.02, ...fits) + 1e-6);
      expect(all).toBeGreaterThanOrEqual(Math.max(0.02, Math.min(...fits)) - 1e-6);
    }));
    expect(combinedFit([0.6, 0.6])).toBeGreaterThan(combinedFit([1, 0.1]));
  });

  it('the best of what there is fits, what is half as good does not, and nothing does where nothing is any good', () => {
    expect([...fitting(Float64Array.of(0.5, 0.45, 0.25, 0))]).toEqual([1, 1, 0, 0]);
    expect([...fitting(Float64Array.of(0.04, 0.01, 0))]).toEqual([0, 0, 0]);
    fc.assert(fc.property(fc.array(share, { minLength: 1 }), (fits) => {
      for (const one of fitting(Float64Array.from(fits))) expect(one >= 0 && one <= 1).toBe(true);
    }));
  });
});
