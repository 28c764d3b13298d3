import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { novelty, rangeOf, relevanceIn, STANDARD_RANGE, standardised } from '../../../models/ranking/signals.ts';

const DAY_MS = 86_400_000;

describe('novelty', () => {
  it('is highest for the unheard, lowest for the just heard, and recovers', () => {
    const values = [0, 1, 7, 14, 60, 5_000].map((days) => novelty(0, days * DAY_MS));
    expect(values[0]).toBe(0);
    expect(values).toEqual(values.toSorted((a, b) => a - b));
    expect(values.at(-1)).toBeLessThan(novelty(null, 0));
  });
});

describe('standardised predictions', () => {
  it('keep their order and stay within the scale, and leave the unknown at 0', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.constant(NaN), fc.integer({ min: -100, max: 100 })), { minLength: 1 }), (values) => {
        const result = standardised(Float32Array.from(values));
        values.forEach((value, i) => {
          expect(Math.abs(result[i])).toBeLessThanOrEqual(Math.asinh(Math.sqrt(values.length)) / STANDARD_RANGE + 1e-6);
          if (Number.isNaN(value)) expect(result[i]).toBe(0);
          values.forEach((other, j) => {
            if (value > other) expect(result[i]).toBeGreaterThan(result[j]);
          });
        });
      }),
    );
  });
});

describe('relevance', () => {
  it('spans 0 to 1 over the candidates for somebody with clear wishes, and is even for a stranger', () => {
    const scores = Float64Array.of(0.9, -0.4, 0.2, 5);
    const range = rangeOf(scores, [0, 1, 2]);
    expect([0.9, -0.4, 0.2].map((score) => relevanceIn(range, score))).toEqual([1, 0, expect.closeTo(0.6 / 1.3, 10)]);
    const stranger = rangeOf(Float64Array.of(0.3, 0.31, 0.3));
    expect(relevanceIn(stranger, 0.31)).toBeLessThan(0.05);
  });
});
