import fc from 'fast-check';
import { expect, it } from 'vitest';
import { estimate, meanOf } from '../../../models/ranking/estimate.ts';
import { seeded } from '../../../models/random.ts';

it('holds the truth about as often as it promises, also where rewards are rare', () => {
  const random = seeded(3);
  const [rounds, chance] = [2_000, 0.008];
  let [held, above, below] = [0, 0, 0];
  for (let round = 0; round < rounds; round++) {
    const rewards = Float64Array.from({ length: 1_000 }, () => (random() < chance ? 1 : 0));
    const { low, high } = estimate(meanOf(rewards), rewards);
    if (high < chance) above++;
    else if (low > chance) below++;
    else held++;
  }
  expect(held / rounds).toBeGreaterThan(0.915);
  // Not mostly too low, as without regard to the skew.
  expect(above / rounds).toBeLessThan(0.06);
  expect(below / rounds).toBeLessThan(0.04);
});

it('lies around its value', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: -1e3, max: 1e3, noNaN: true }), { minLength: 1, maxLength: 40 }), (terms) => {
      const { value, low, high } = estimate(meanOf(Float64Array.from(terms)), Float64Array.from(terms));
      expect(low).toBeLessThanOrEqual(value + 1e-9);
      expect(high).toBeGreaterThanOrEqual(value - 1e-9);
    }),
  );
});
