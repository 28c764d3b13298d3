import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seeded } from '../../../models/random.ts';
import { DEFAULT_POLICY, drawSlot, slotDistribution } from '../../../models/ranking/policy.ts';

const candidates = fc.array(fc.record({ utility: fc.double({ min: -2, max: 2, noNaN: true }), curiosity: fc.constantFrom(0, 0, 0.3, 1) }), { minLength: 1, maxLength: 40 });

const distribution = (of: readonly { utility: number; curiosity: number }[]) =>
  slotDistribution(Float64Array.from(of, (c) => c.utility), Float64Array.from(of, (c) => c.curiosity), DEFAULT_POLICY);

describe('the distribution of a slot', () => {
  it('sums to 1, and a draw carries exactly its probability', () => {
    fc.assert(
      fc.property(candidates, fc.boolean(), fc.nat(), (of, explore, seed) => {
        const slot = distribution(of);
        for (const part of [slot.exploit, slot.explore, slot.probability]) expect(part.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 9);
        const drawn = drawSlot(slot, explore, seeded(seed));
        expect(drawn.probability).toBe(slot.probability[drawn.candidate]);
        expect(drawn.probability).toBeGreaterThan(0);
        expect(drawn.probability).toBeLessThanOrEqual(1 + 1e-12);
        if (drawn.exploratory) expect(of[drawn.candidate].curiosity).toBeGreaterThan(0);
      }),
    );
  });

  it('is met by the frequency of draws', () => {
    fc.assert(
      fc.property(candidates, fc.nat(1000), (of, seed) => {
        const slot = distribution(of);
        const random = seeded(seed);
        const draws = 4_000;
        const counts = new Float64Array(of.length);
        let explored = 0;
        for (let i = 0; i < draws; i++) {
          const drawn = drawSlot(slot, random() < 1 / DEFAULT_POLICY.explorationPeriod, random);
          counts[drawn.candidate]++;
          if (drawn.exploratory) explored++;
        }
        // Six standard deviations of a binomial count, so that no seed fails by chance.
        const bound = (p: number) => 6 * Math.sqrt(draws * p * (1 - p)) + 6;
        slot.probability.forEach((p, i) => expect(Math.abs(counts[i] - draws * p)).toBeLessThanOrEqual(bound(p)));
        expect(Math.abs(explored - draws * slot.exploration)).toBeLessThanOrEqual(bound(slot.exploration));
      }),
      { numRuns: 30 },
    );
  });

  it('explores at most one slot in ten, and not at all when there is nothing to wonder about', () => {
    expect(distribution([{ utility: 1, curiosity: 1 }]).exploration).toBeLessThanOrEqual(0.1);
    expect(distribution([{ utility: 1, curiosity: 0 }, { utility: 0, curiosity: 0 }]).exploration).toBe(0);
  });

  it('treats equals alike, however many there are', () => {
    const slot = distribution(Array.from({ length: 500 }, () => ({ utility: 0.2, curiosity: 1 })));
    expect(Math.max(...slot.probability)).toBeCloseTo(1 / 500, 9);
  });
});
