import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Random, seeded } from '../../../models/random.ts';
import { thompsonProbabilities } from '../../../models/ranking/thompson.ts';

/** Box & Muller 1958. */
function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

const candidates = fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0.02, max: 0.5, noNaN: true })), { minLength: 1, maxLength: 12 });

describe('the probabilities of being the best', () => {
  it('are those with which drawn values are', () => {
    fc.assert(
      fc.property(candidates, fc.nat(), (all, seed) => {
        const means = Float64Array.from(all, ([mean]) => mean);
        const deviations = Float64Array.from(all, ([, deviation]) => deviation);
        const probabilities = thompsonProbabilities(means, deviations);
        const random = seeded(seed);
        const draws = 4_000;
        const wins = new Float64Array(all.length);
        for (let i = 0; i < draws; i++) {
          const drawn = means.map((mean, c) => mean + deviations[c] * normal(random));
          wins[drawn.indexOf(Math.max(...drawn))]++;
        }
        wins.forEach((count, c) => expect(Math.abs(count - draws * probabilities[c])).toBeLessThan(4 + 5 * Math.sqrt(draws * probabilities[c])));
      }),
      { numRuns: 40 },
    );
  });

  it('sum to 1, whatever is believed, and leave out what is not considered', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.double({ min: -5, max: 5, noNaN: true }), fc.oneof(fc.constant(0), fc.double({ min: 1e-3, max: 2, noNaN: true }))), { minLength: 1, maxLength: 400 }), (all) => {
        const deviations = Float64Array.from(all, ([, deviation]) => deviation);
        const probabilities = thompsonProbabilities(Float64Array.from(all, ([mean]) => mean), deviations);
        const sum = probabilities.reduce((a, b) => a + b, 0);
        if (deviations.some((deviation) => deviation > 0)) expect(sum).toBeCloseTo(1, 9);
        else expect(sum).toBe(0);
        deviations.forEach((deviation, c) => deviation === 0 && expect(probabilities[c]).toBe(0));
      }),
    );
  });

  it('are the same for all of a large library of which nothing is known', () => {
    const probabilities = thompsonProbabilities(new Float64Array(50_000).fill(0.4), new Float64Array(50_000).fill(0.35));
    expect(Math.min(...probabilities.slice(0, 1_000), ...probabilities.slice(-1_000))).toBeCloseTo(1 / 50_000, 12);
  });

  it('prefer what is expected to be better and what is less sure', () => {
    const [sure, unsure, poor] = thompsonProbabilities(Float64Array.of(0.5, 0.5, 0.1), Float64Array.of(0.05, 0.35, 0.05));
    expect(unsure).toBeGreaterThan(sure * 0.5);
    expect(poor).toBeLessThan(0.01);
    const [less, more] = thompsonProbabilities(Float64Array.of(0.4, 0.5), Float64Array.of(0.3, 0.3));
    expect(more).toBeGreaterThan(less);
  });
});
