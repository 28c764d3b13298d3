import type { ActionChoice, DecisionLog } from '../../models/ranking/off-policy.ts';
import type { Random } from '../../models/random.ts';

/** A log of one policy, and another whose worth is known. */
export interface PolicyWorld {
  readonly log: DecisionLog;
  /** What the log was made by. */
  readonly inCharge: (context: number) => ActionChoice;
  readonly policy: (context: number) => ActionChoice;
  /** What the other would earn a decision. */
  readonly truth: number;
}

/** Some contexts and actions, each pair with a chance of reward of its own, and two policies that know nothing of it. */
export function familiarWorld(random: Random, decisions = 1_500): PolicyWorld {
  const [contexts, actions] = [6, 5];
  const chance = Array.from({ length: contexts }, () => Array.from({ length: actions }, () => 0.05 + 0.6 * random()));
  const policy = () => Array.from({ length: contexts }, () => shares(Array.from({ length: actions }, () => 0.15 + random())));
  const [inCharge, asked] = [policy(), policy()];
  const log = played(decisions, random, () => {
    const context = Math.floor(random() * contexts);
    return { context, probabilities: inCharge[context], reward: (action) => (random() < chance[context][action] ? 1 : 0) };
  });
  const truth = meanOf(asked.map((probabilities, context) => expected(probabilities, chance[context])));
  return { log, inCharge: (context) => choiceOf(inCharge[context]), policy: (context) => choiceOf(asked[context]), truth };
}

/** As on a page of a shop: few positions, many items, some clicks in a thousand views; every item alike is asked about. */
export function rareWorld(random: Random, decisions = 10_000): PolicyWorld {
  const [positions, items] = [3, 80];
  const chance = Array.from({ length: positions }, (_, position) => Array.from({ length: items }, () => (0.005 * (1 + 3 * random() ** 3)) / (1 + 0.3 * position)));
  const inCharge = Array.from({ length: positions }, () => shares(Array.from({ length: items }, () => 0.05 + random() ** 4)));
  let next = 0;
  const log = played(decisions, random, () => {
    const context = next++ % positions;
    return { context, probabilities: inCharge[context], reward: (action) => (random() < chance[context][action] ? 1 : 0) };
  });
  const alike = choiceOf(Float64Array.from({ length: items }, () => 1 / items));
  return { log, inCharge: (context) => choiceOf(inCharge[context]), policy: () => alike, truth: meanOf(chance.flat()) };
}

/** Each context has one right action and is met once; the log guesses it badly, the policy well, each with a certainty of its own. */
export function onceWorld(random: Random, decisions = 2_000): PolicyWorld {
  const actions = 5;
  const guess = (right: number, hint: number, sharpness: number) => {
    const guessed = shares(Array.from({ length: actions }, (_, action) => Math.exp(sharpness * (2 * random() + (action === right ? hint : 0)))));
    return guessed.map((share) => 0.02 + (1 - 0.02 * actions) * share);
  };
  const inCharge: ActionChoice[] = [];
  const choices: ActionChoice[] = [];
  let truth = 0;
  const log = played(decisions, random, (context) => {
    const right = Math.floor(random() * actions);
    const probabilities = guess(right, 2, 1 + 2 * random());
    choices.push(choiceOf(probabilities));
    truth += probabilities[right] / decisions;
    const done = guess(right, 1, 1);
    inCharge.push(choiceOf(done));
    return { context, probabilities: done, reward: (action) => (action === right ? 1 : 0) };
  });
  return { log, inCharge: (context) => inCharge[context], policy: (context) => choices[context], truth };
}

interface Situation {
  readonly context: number;
  /** Of the policy in charge, by action. */
  readonly probabilities: Float64Array;
  readonly reward: (action: number) => number;
}

function played(count: number, random: Random, situation: (decision: number) => Situation): DecisionLog {
  const log = { contexts: new Int32Array(count), actions: new Int32Array(count), rewards: new Float64Array(count), propensities: new Float64Array(count) };
  for (let i = 0; i < count; i++) {
    const { context, probabilities, reward } = situation(i);
    let left = random();
    const action = Math.max(0, probabilities.findIndex((p) => (left -= p) < 0));
    log.contexts[i] = context;
    log.actions[i] = action;
    log.rewards[i] = reward(action);
    log.propensities[i] = probabilities[action];
  }
  return log;
}

function choiceOf(probabilities: Float64Array): ActionChoice {
  return { actions: Int32Array.from(probabilities, (_, action) => action), probabilities };
}

function shares(raw: readonly number[]): Float64Array {
  const sum = raw.reduce((all, one) => all + one, 0);
  return Float64Array.from(raw, (one) => one / sum);
}

function expected(probabilities: Float64Array, chance: readonly number[]): number {
  return chance.reduce((sum, one, action) => sum + one * probabilities[action], 0);
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
