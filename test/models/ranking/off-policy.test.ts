import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ActionChoice, type DecisionLog, policyValue } from '../../../models/ranking/off-policy.ts';
import { seeded } from '../../../models/random.ts';
import { familiarWorld, onceWorld } from '../../support/policy-worlds.ts';

describe('the value of a policy from the log of another', () => {
  it('lies within its interval about as often as that promises, and is foreseen to more purpose than only weighed', () => {
    const hits = { ips: 0, snips: 0, dr: 0 };
    const [rounds, widths] = [120, { ips: 0, snips: 0, dr: 0 }];
    let bias = 0;
    for (let round = 0; round < rounds; round++) {
      const random = seeded(round + 1);
      const { log, policy, truth } = familiarWorld(random);
      const value = policyValue(log, policy, random);
      for (const name of ['ips', 'snips', 'dr'] as const) {
        if (value[name].low <= truth && truth <= value[name].high) hits[name]++;
        widths[name] += value[name].high - value[name].low;
      }
      bias += (value.dr.value - truth) / rounds;
      expect(Math.abs(value.meanWeight - 1)).toBeLessThan(0.15);
    }
    for (const count of Object.values(hits)) expect(count / rounds).toBeGreaterThan(0.89);
    expect(Math.abs(bias)).toBeLessThan(0.005);
    expect(widths.snips).toBeLessThan(widths.ips);
    expect(widths.dr).toBeLessThan(widths.snips);
  });

  it('is foreseen by how sure the policy is where every context is met once', () => {
    const widths = { snips: 0, dr: 0 };
    let hits = 0;
    const rounds = 40;
    for (let round = 1; round <= rounds; round++) {
      const random = seeded(round);
      const { log, policy, truth } = onceWorld(random);
      const { snips, dr } = policyValue(log, policy, random);
      widths.snips += snips.high - snips.low;
      widths.dr += dr.high - dr.low;
      if (dr.low <= truth && truth <= dr.high) hits++;
    }
    expect(hits / rounds).toBeGreaterThan(0.85);
    expect(widths.dr / widths.snips).toBeLessThan(0.92);
  });

  it('of the policy that was in charge is what it earned', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), (seed) => {
        const random = seeded(seed);
        const { log, inCharge } = familiarWorld(random, 200);
        const earned = log.rewards.reduce((sum, reward) => sum + reward, 0) / 200;
        const value = policyValue(log, inCharge, random);
        expect(value.ips.value).toBeCloseTo(earned, 9);
        expect(value.snips.value).toBeCloseTo(earned, 9);
        expect(Math.abs(value.dr.value - earned)).toBeLessThan(0.1);
        expect(value.effective).toBeCloseTo(200, 6);
      }),
      { numRuns: 30 },
    );
  });

  it('rests on little where the log did little of it', () => {
    const random = seeded(5);
    const { log } = familiarWorld(random, 500);
    const rare: ActionChoice = { actions: Int32Array.of(0, 1), probabilities: Float64Array.of(1, 0) };
    expect(policyValue(log, () => rare, random).effective).toBeLessThan(250);
    const unseen: ActionChoice = { actions: Int32Array.of(77), probabilities: Float64Array.of(1) };
    expect(policyValue(log, () => unseen, random).effective).toBe(0);
  });

  it('is less certain where decisions of one session are alike', () => {
    const random = seeded(4);
    const sessions = Array.from({ length: 60 }, () => (random() < 0.5 ? 1 : 0));
    const alike = sessions.flatMap((liked) => new Array<number>(8).fill(liked));
    const log: DecisionLog = {
      contexts: new Int32Array(alike.length),
      actions: new Int32Array(alike.length),
      rewards: Float64Array.from(alike),
      propensities: new Float64Array(alike.length).fill(1),
    };
    const policy = () => ({ actions: Int32Array.of(0), probabilities: Float64Array.of(1) });
    const width = ({ ips }: ReturnType<typeof policyValue>) => ips.high - ips.low;
    const groups = Int32Array.from(alike, (_, i) => Math.floor(i / 8));
    const [apart, together] = [policyValue(log, policy, seeded(1)), policyValue({ ...log, groups }, policy, seeded(1))];
    expect(together.ips.value).toBe(apart.ips.value);
    // Eight that are all the same tell as much as one.
    expect(width(together) / width(apart)).toBeCloseTo(Math.sqrt(8), 1);
  });

  it('is foreseen alike whether contexts share a choice or each has its own', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1000 }), (seed) => {
        const random = seeded(seed);
        const { log, policy } = familiarWorld(random, 200);
        const shared = policy(0);
        const one = policyValue(log, () => shared, seeded(1));
        const each = policyValue(log, () => ({ ...shared }), seeded(1));
        expect(one.dr.value).toBeCloseTo(each.dr.value, 12);
      }),
      { numRuns: 20 },
    );
  });
});
