import type { Random } from '../random.ts';

/** How a slot is filled. */
export interface Policy {
  /** Softmax temperature, in units of utility: differences well above it decide. */
  readonly temperature: number;
  /** How many of the best candidates (and ties with the last of them) the softmax ranges over. */
  readonly breadth: number;
  /** One slot in so many explores. */
  readonly explorationPeriod: number;
}

export const DEFAULT_POLICY: Policy = { temperature: 0.05, breadth: 12, explorationPeriod: 10 };

/** The exact distribution that a slot's track is drawn from, one entry a candidate, each summing to 1. */
export interface SlotDistribution {
  readonly exploit: Float64Array;
  readonly explore: Float64Array;
  /** The mixture of both: the propensity of each candidate. */
  readonly probability: Float64Array;
  /** The share of `explore` in the mixture; 0 when nothing may be explored. */
  readonly exploration: number;
}

export interface Drawn {
  /** Index of the candidate. */
  readonly candidate: number;
  readonly probability: number;
  readonly exploratory: boolean;
}

/**
 * A mixture of a sharp softmax over the best candidates and exploration in proportion to `curiosity`
 * (≥ 0; 0 means: never explored). Filling slots one after another, each without what was drawn before, is
 * Plackett–Luce sampling (Plackett 1975), so the propensity of each slot given the earlier ones is exact
 * and policies can be compared afterwards from the log (Swaminathan & Joachims 2015).
 */
export function slotDistribution(utility: Float64Array, curiosity: Float64Array, policy: Policy): SlotDistribution {
  const exploit = softmaxOfBest(utility, policy);
  let wonder = 0;
  for (const x of curiosity) wonder += x;
  const exploration = wonder > 0 ? 1 / policy.explorationPeriod : 0;
  const explore = wonder > 0 ? new Float64Array(curiosity.length) : exploit;
  const probability = new Float64Array(exploit.length);
  for (let i = 0; i < probability.length; i++) {
    if (wonder > 0) explore[i] = curiosity[i] / wonder;
    probability[i] = (1 - exploration) * exploit[i] + exploration * explore[i];
  }
  return { exploit, explore, probability, exploration };
}

/**
 * Draws a candidate. The distribution must not be empty.
 *
 * @param explore whether the slot explores if it can; true for one slot in a period, drawn by chance, so
 * that the mixture's probabilities hold
 */
export function drawSlot(slot: SlotDistribution, explore: boolean, random: Random): Drawn {
  const exploratory = explore && slot.exploration > 0;
  const candidate = drawIndex(exploratory ? slot.explore : slot.exploit, random());
  return { candidate, probability: slot.probability[candidate], exploratory };
}

function softmaxOfBest(utility: Float64Array, { temperature, breadth }: Policy): Float64Array {
  const ordered = largest(utility, breadth);
  const best = ordered[0];
  const last = ordered[ordered.length - 1] - 1e-9;
  const weights = new Float64Array(utility.length);
  let sum = 0;
  for (let i = 0; i < weights.length; i++) if (utility[i] >= last) sum += weights[i] = Math.exp((utility[i] - best) / temperature);
  for (let i = 0; i < weights.length; i++) weights[i] /= sum;
  return weights;
}

/** The largest `count` values, or all there are, largest first. */
function largest(values: Float64Array, count: number): Float64Array {
  const found = new Float64Array(Math.min(count, values.length)).fill(-Infinity);
  for (const value of values) {
    if (value <= found[found.length - 1]) continue;
    let place = found.length - 1;
    for (; place > 0 && found[place - 1] < value; place--) found[place] = found[place - 1];
    found[place] = value;
  }
  return found;
}

function drawIndex(distribution: Float64Array, at: number): number {
  let sum = 0;
  let possible = 0;
  for (let i = 0; i < distribution.length; i++) {
    if (distribution[i] === 0) continue;
    possible = i;
    sum += distribution[i];
    if (at < sum) return i;
  }
  // Rounding may leave the sum a hair below 1.
  return possible;
}
