import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ActionChoice, type DecisionLog, policyValue } from '../../../models/ranking/off-policy.ts';
import { type Random, seeded } from '../../../models/random.ts';

const CONTEXTS = 6;
const ACTIONS = 5;
const ALL = Int32Array.from({ length: ACTIONS }, (_, action) => action);

/** A world in which what is earned is known: the chance of a reward by context and action. */
function world(random: Random) {
  const chance = Array.from({ length: CONTEXTS }, () => Array.from({ length: ACTIONS }, () => 0.05 + 0.6 * random()));
  const policy = (): ActionChoice[] =>
    Array.from({ length: CONTEXTS }, () => {
      const raw = Array.from({ length: ACTIONS }, () => 0.15 + random());
      const sum = raw.reduce((all, one) => all + one, 0);
      return { actions: ALL, probabilities: Float64Array.from(raw, (one) => one / sum) };
    });
  const valueOf = (choices: readonly ActionChoice[]) =>
    choices.reduce((sum, { probabilities }, context) => sum + probabilities.reduce((all, p, action) => all + p * chance[context][action], 0), 0) / CONTEXTS;
  const played = (choices: readonly ActionChoice[], count: number): DecisionLog => {
    const log = { contexts: new Int32Array(count), actions: new Int32Array(count), rewards: new Float64Array(count), propensities: new Float64Array(count) };
    for (let i = 0; i < count; i++) {
      const context = (log.contexts[i] = Math.floor(random() * CONTEXTS));
      const { probabilities } = choices[context];
      let at = random();
      const action = (log.actions[i] = Math.max(0, probabilities.findIndex((p) => (at -= p) < 0)));
      log.propensities[i] = probabilities[action];
      log.rewards[i] = random() < chance[context][action] ? 1 : 0;
    }
    return log;
  };
  return { policy, valueOf, played };
}

/** Each context has one right action, which the log guesses badly, and the policy well and with a certainty of its own. */
function recognised(random: Random, count: number) {
  const log = { contexts: new Int32Array(count), actions: new Int32Array(count), rewards: new Float64Array(count), propensities: new Float64Array(count) };
  const guess = (right: number, hint: number, sharpness: number) => {
    const raw = Array.from(ALL, (action) => Math.exp(sharpness * (2 * random() + (action === right ? hint : 0))));
    const sum = raw.reduce((all, one) => all + one, 0);
    return Float64Array.from(raw, (one) => 0.02 + (1 - 0.02 * ACTIONS) * (one / sum));
  };
  let earned = 0;
  const choices = Array.from({ length: count }, (_, i): ActionChoice => {
    const right = Math.floor(random() * ACTIONS);
    const done = guess(right, 1, 1);
    let at = random();
    const action = Math.max(0, done.findIndex((p) => (at -= p) < 0));
    log.contexts[i] = i;
    log.actions[i] = action;
    log.rewards[i] = action === right ? 1 : 0;
    log.propensities[i] = done[action];
    const probabilities = guess(right, 2, 1 + 2 * random());
    earned += probabilities[right];
    return { actions: ALL, probabilities };
  });
  return { log, choices, truth: earned / count };
}

describe('the value of a policy from the log of another', () => {
  it('lies within its interval about as often as that promises, and is foreseen to more purpose than only weighed', () => {
    const hits = { ips: 0, snips: 0, dr: 0 };
    const [rounds, widths] = [120, { ips: 0, snips: 0, dr: 0 }];
    let bias = 0;
    for (let round = 0; round < rounds; round++) {
      const random = seeded(round + 1);
      const { policy, valueOf, played } = world(random);
      const other = policy();
      const truth = valueOf(other);
      const value = policyValue(played(policy(), 1500), (context) => other[context], random);
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
      const { log, choices, truth } = recognised(random, 2_000);
      const { snips, dr } = policyValue(log, (context) => choices[context], random);
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
        const { policy, played } = world(random);
        const own = policy();
        const log = played(own, 200);
        const earned = log.rewards.reduce((sum, reward) => sum + reward, 0) / 200;
        const value = policyValue(log, (context) => own[context], random);
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
    const { policy, played } = world(random);
    const rare: ActionChoice = { actions: ALL, probabilities: Float64Array.of(1, 0, 0, 0, 0) };
    const value = policyValue(played(policy(), 500), () => rare, random);
    expect(value.effective).toBeLessThan(250);
    const unseen: ActionChoice = { actions: Int32Array.of(77), probabilities: Float64Array.of(1) };
    expect(policyValue(played(policy(), 50), () => unseen, random).effective).toBe(0);
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
        const { policy, played } = world(random);
        const log = played(policy(), 200);
        const [shared] = policy();
        const one = policyValue(log, () => shared, seeded(1));
        const each = policyValue(log, () => ({ ...shared }), seeded(1));
        expect(one.dr.value).toBeCloseTo(each.dr.value, 12);
      }),
      { numRuns: 20 },
    );
  });
});
