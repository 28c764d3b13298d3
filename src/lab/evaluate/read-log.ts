import type { ActionChoice, DecisionLog } from '../../../models/ranking/off-policy.ts';
import { growingDoubles, growingIntegers } from '../../../models/growing.ts';
import { idOf, numberOf } from '../files/cells.ts';
import { FileFault, LineFault, quoted } from '../files/fault.ts';
import { Ids } from '../files/ids.ts';
import { headerOf, readTable } from '../files/table.ts';

export interface NamedLog extends DecisionLog {
  readonly contextIds: Ids;
  readonly actionIds: Ids;
}

/** Reads a table `context action reward propensity`. @throws FileFault */
export async function readLog(file: string): Promise<NamedLog> {
  const contextIds = new Ids();
  const actionIds = new Ids();
  const contexts = growingIntegers();
  const actions = growingIntegers();
  const rewards = growingDoubles();
  const propensities = growingDoubles();
  await readTable(file, headerOf(['context', 'action', 'reward', 'propensity']), ([context, action, reward, propensity]) => {
    contexts.push(contextIds.numberOf(idOf('context', context)));
    actions.push(actionIds.numberOf(idOf('action', action)));
    rewards.push(numberOf('reward', reward));
    propensities.push(shareOf('propensity', propensity, false));
  });
  return { contextIds, actionIds, contexts: contexts.numbers, actions: actions.numbers, rewards: rewards.numbers, propensities: propensities.numbers };
}

/** What stands for every context that has no rows of its own. */
const ANY = '*';
/** Probabilities are written with so few places that they do not quite add up. */
const SLACK = 0.01;

/** Reads a table `context action probability` of another policy. @throws FileFault */
export async function readPolicy(file: string, { contextIds, actionIds }: NamedLog): Promise<(context: number) => ActionChoice> {
  const byContext = new Map<string, Map<number, number>>();
  const known = new Ids();
  for (let action = 0; action < actionIds.size; action++) known.numberOf(actionIds.nameOf(action));
  await readTable(file, headerOf(['context', 'action', 'probability']), ([context, action, probability]) => {
    const choice = byContext.get(idOf('context', context)) ?? new Map<number, number>();
    byContext.set(context, choice);
    // What the log never did has no reward in it, but a probability.
    const number = known.numberOf(idOf('action', action));
    if (choice.has(number)) throw new LineFault(`the action ${quoted(action)} comes twice in the context ${quoted(context)}`);
    choice.set(number, shareOf('probability', probability, true));
  });
  const choices = new Map([...byContext].map(([context, choice]) => [context, choiceOf(file, context, choice)]));
  for (let context = 0; context < contextIds.size; context++) {
    const name = contextIds.nameOf(context);
    if (!choices.has(name) && !choices.has(ANY)) throw new FileFault(file, null, `it does not say what is done in the context ${quoted(name)}, nor has it rows for ${quoted(ANY)}`);
  }
  return (context) => (choices.get(contextIds.nameOf(context)) ?? choices.get(ANY)) as ActionChoice;
}

/** Each of the log's actions as likely as the others. */
export function uniformPolicy({ actionIds }: NamedLog): () => ActionChoice {
  const actions = Int32Array.from({ length: actionIds.size }, (_, action) => action);
  const choice = { actions, probabilities: new Float64Array(actions.length).fill(1 / actions.length) };
  return () => choice;
}

function choiceOf(file: string, context: string, choice: ReadonlyMap<number, number>): ActionChoice {
  const sum = [...choice.values()].reduce((all, probability) => all + probability, 0);
  if (Math.abs(sum - 1) > SLACK) throw new FileFault(file, null, `the probabilities of the context ${quoted(context)} add up to ${sum.toPrecision(3)}, not to 1`);
  return { actions: Int32Array.from(choice.keys()), probabilities: Float64Array.from(choice.values(), (probability) => probability / sum) };
}

function shareOf(name: string, cell: string, zero: boolean): number {
  const share = numberOf(name, cell);
  if (share > 1 || share < 0 || (share === 0 && !zero)) throw new LineFault(`the ${name} is not ${zero ? 'from' : 'above'} 0 to 1: ${quoted(cell)}`);
  return share;
}
