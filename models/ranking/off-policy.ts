import { type Random, shuffled } from '../random.ts';
import { type Estimate, estimate, meanOf } from './estimate.ts';

/** What was done while another policy was in charge: parallel, an entry a decision. */
export interface DecisionLog {
  readonly contexts: Int32Array;
  readonly actions: Int32Array;
  readonly rewards: Float64Array;
  /** How likely the policy in charge was to do what it did, above 0 to 1. */
  readonly propensities: Float64Array;
  /** Decisions with the same number may be alike, as those of one session are: intervals know of it. Left out, none are. */
  readonly groups?: Int32Array;
}

/** How likely a policy is to do each of some actions in a context; together 1. */
export interface ActionChoice {
  readonly actions: Int32Array;
  readonly probabilities: Float64Array;
}

/** What a policy would have earned a decision, with 95 % intervals. */
export interface PolicyValue {
  /** Inverse propensity scoring (Horvitz & Thompson 1952): unbiased, the least certain. */
  readonly ips: Estimate;
  /** Self-normalised (Swaminathan & Joachims 2015): a little biased, and more certain. */
  readonly snips: Estimate;
  /** Doubly robust (Dudík, Langford & Li 2011): the reward as it is foreseen, mended by what came of it. */
  readonly dr: Estimate;
  /** Decisions that a log of the policy itself would need to say as much: (Σ w)² / Σ w². */
  readonly effective: number;
  /** Mean of the weights: far from 1 where propensities are not what they say, or the log leaves out what the policy does. */
  readonly meanWeight: number;
}

/** Rewards are foreseen by what the other parts say, so that no decision foresees itself. */
const PARTS = 5;
/** An action in a context is foreseen by its own mean as by so many decisions of that action anywhere; and an action as by all. */
const PRIOR = 10;

/**
 * What another policy would have earned with the decisions of a log.
 * @param policy what it would do in a context
 * @param random decides which decisions foresee which
 */
export function policyValue(log: DecisionLog, policy: (context: number) => ActionChoice, random: Random): PolicyValue {
  const count = log.actions.length;
  const choiceIn = lookedUp(policy);
  const weights = Float64Array.from(log.propensities, (propensity, i) => (choiceIn(log.contexts[i]).get(log.actions[i]) ?? 0) / propensity);
  const earned = weights.map((weight, i) => weight * log.rewards[i]);
  const meanWeight = meanOf(weights);
  const snips = meanWeight > 0 ? meanOf(earned) / meanWeight : NaN;
  const foreseen = foresee(log, choiceIn, random);
  const mended = foreseen.policy.map((value, i) => value + weights[i] * (log.rewards[i] - foreseen.logged[i]));
  const squares = weights.reduce((sum, weight) => sum + weight * weight, 0);
  return {
    ips: estimate(meanOf(earned), earned, log.groups),
    snips: estimate(snips, earned.map((value, i) => snips + (value - weights[i] * snips) / meanWeight), log.groups),
    dr: estimate(meanOf(mended), mended, log.groups),
    effective: squares > 0 ? (count * meanWeight) ** 2 / squares : 0,
    meanWeight,
  };
}

/** How likely each action is that may be done. */
type Lookup = ReadonlyMap<number, number>;

/** The policy by context, each choice looked through once: contexts may share one. */
function lookedUp(policy: (context: number) => ActionChoice): (context: number) => Lookup {
  const byChoice = new Map<ActionChoice, Lookup>();
  const byContext = new Map<number, Lookup>();
  return (context) => {
    const known = byContext.get(context);
    if (known) return known;
    const choice = policy(context);
    const lookup = byChoice.get(choice) ?? new Map(Array.from(choice.actions, (action, k) => [action, choice.probabilities[k]]));
    byChoice.set(choice, lookup);
    byContext.set(context, lookup);
    return lookup;
  };
}

/** By decision: the reward of what was done, and of what the policy would do, as other decisions foresee them. */
function foresee(log: DecisionLog, choiceIn: (context: number) => Lookup, random: Random): { readonly logged: Float64Array; readonly policy: Float64Array } {
  const count = log.actions.length;
  const order = shuffled(Array.from({ length: count }, (_, i) => i), random);
  const logged = new Float64Array(count);
  const policy = new Float64Array(count);
  for (let part = 0; part < PARTS; part++) {
    const model = new RewardModel(log, choiceIn, order.filter((_, place) => place % PARTS !== part));
    const inContext = new Map<number, number>();
    for (let place = part; place < count; place += PARTS) {
      const i = order[place];
      const context = log.contexts[i];
      logged[i] = model.reward(context, log.actions[i]);
      const known = inContext.get(context) ?? model.expected(context, choiceIn(context));
      inContext.set(context, known);
      policy[i] = known;
    }
  }
  return { logged, policy };
}

/** Rewards of some decisions: sums of their weights, of these squared, and of weighted rewards. */
interface Tally {
  weight: number;
  squares: number;
  reward: number;
}

/** Twice as likely is another level; what is all but never done is on the last. */
const LEVELS = 12;

/** How surely a policy does something: 0 for what it always does. */
function levelOf(probability: number): number {
  return Math.min(LEVELS - 1, Math.round(-Math.log2(probability)));
}

/**
 * Means of an action in a context, drawn towards those of the action where the policy is as sure of it, these towards those of
 * the action, and those towards the mean of all (James & Stein 1961). What a policy is sure of mostly goes better than the same
 * action elsewhere: that tells contexts apart of which each is met but once. There decisions weigh as much as they do for the
 * policy: where the log was as sure, it mostly had reasons of its own.
 */
class RewardModel {
  readonly #choiceIn: (context: number) => Lookup;
  readonly #mean: number;
  readonly #byAction = new Map<number, Tally>();
  readonly #byLevel = new Map<number, Tally>();
  readonly #byContext = new Map<number, Map<number, Tally>>();
  readonly #anywhere = new Map<Lookup, number>();

  constructor({ contexts, actions, rewards, propensities }: DecisionLog, choiceIn: (context: number) => Lookup, from: readonly number[]) {
    this.#choiceIn = choiceIn;
    let sum = 0;
    for (const i of from) {
      sum += rewards[i];
      const inContext = this.#byContext.get(contexts[i]) ?? new Map<number, Tally>();
      this.#byContext.set(contexts[i], inContext);
      add(inContext, actions[i], rewards[i]);
      add(this.#byAction, actions[i], rewards[i]);
      const probability = choiceIn(contexts[i]).get(actions[i]) ?? 0;
      if (probability > 0) add(this.#byLevel, atLevel(actions[i], probability), rewards[i], probability / propensities[i]);
    }
    this.#mean = from.length > 0 ? sum / from.length : 0;
  }

  reward(context: number, action: number): number {
    return drawn(this.#byContext.get(context)?.get(action), this.#usual(action, this.#choiceIn(context).get(action) ?? 0));
  }

  /** What a choice is foreseen to earn in a context: what it would anywhere, and what is known better of what was done there. */
  expected(context: number, choice: Lookup): number {
    let sum = this.#anywhere.get(choice);
    if (sum === undefined) {
      sum = 0;
      for (const [action, probability] of choice) sum += probability * this.#usual(action, probability);
      this.#anywhere.set(choice, sum);
    }
    for (const [action, tally] of this.#byContext.get(context) ?? []) {
      const probability = choice.get(action);
      if (probability === undefined) continue;
      const usual = this.#usual(action, probability);
      sum += probability * (drawn(tally, usual) - usual);
    }
    return sum;
  }

  /** Of an action that the policy does with this probability. */
  #usual(action: number, probability: number): number {
    return drawn(this.#byLevel.get(atLevel(action, probability)), drawn(this.#byAction.get(action), this.#mean));
  }
}

function atLevel(action: number, probability: number): number {
  return action * LEVELS + levelOf(probability);
}

function add(tallies: Map<number, Tally>, key: number, reward: number, weight = 1): void {
  const tally = tallies.get(key) ?? { weight: 0, squares: 0, reward: 0 };
  tallies.set(key, tally);
  tally.weight += weight;
  tally.squares += weight ** 2;
  tally.reward += weight * reward;
}

/** A weighted mean counts as that of so many decisions as would be as certain: (Σ w)² / Σ w². */
function drawn(tally: Tally | undefined, towards: number): number {
  if (tally === undefined) return towards;
  const count = tally.weight ** 2 / tally.squares;
  return (count * (tally.reward / tally.weight) + PRIOR * towards) / (count + PRIOR);
}
