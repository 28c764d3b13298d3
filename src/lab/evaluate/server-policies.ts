import type { ActionChoice, DecisionLog } from '../../../models/ranking/off-policy.ts';
import { DEFAULT_POLICY } from '../../../models/ranking/policy.ts';
import { Ids } from '../files/ids.ts';
import type { LoggedPick } from './server-log.ts';

/** What the log of a server can tell of: how a pick was drawn, and the signal that spoke most for it. */
export interface ServerDecisions {
  readonly log: DecisionLog;
  /** By name: how likely each action is in a context. */
  readonly policies: ReadonlyMap<string, (context: number) => ActionChoice>;
}

const EXPLORES = 'explore';

/**
 * The picks as decisions. A context is a place. An action is to explore, or to pick by taste with one signal in the lead. That a
 * slot explores is drawn with a probability that is known; which signal leads is not, and counts by its share in the place.
 *
 * - `logging`: the bot as it was;
 * - `without-exploration`, `exploration`: every slot of one kind;
 * - `by-…`: only picks for which that signal spoke most.
 */
export function serverDecisions(picks: readonly LoggedPick[]): ServerDecisions {
  const places = new Ids();
  const actions = new Ids();
  const sessions = new Ids();
  const explore = actions.numberOf(EXPLORES);
  const contexts = Int32Array.from(picks, ({ place }) => places.numberOf(place));
  const done = Int32Array.from(picks, ({ exploratory, leading }) => (exploratory ? explore : actions.numberOf(leading ?? 'nothing')));
  const choices = Array.from({ length: places.size }, (_, place) => choiceIn(done.filter((_action, i) => contexts[i] === place), explore));
  const log: DecisionLog = {
    contexts,
    actions: done,
    rewards: Float64Array.from(picks, ({ reward }) => reward),
    propensities: Float64Array.from(done, (action, i) => choices[contexts[i]].get(action) ?? NaN),
    groups: Int32Array.from(picks, ({ session }) => sessions.numberOf(session)),
  };
  const always = (action: number) => () => ({ actions: Int32Array.of(action), probabilities: Float64Array.of(1) });
  const byTaste = choices.map((choice) => plain(new Map(Array.from(choice).filter(([action]) => action !== explore).map(([action, probability]) => [action, probability / (1 - exploration(choice, explore))]))));
  const policies = new Map<string, (context: number) => ActionChoice>([
    ['logging', (context) => plain(choices[context])],
    ['without-exploration', (context) => byTaste[context]],
    ['exploration', always(explore)],
  ]);
  for (let action = 0; action < actions.size; action++) if (action !== explore) policies.set(`by-${actions.nameOf(action)}`, always(action));
  return { log, policies };
}

/** How likely the bot was to do each: exploring in one slot of a period, the rest by the shares of what was done. */
function choiceIn(done: Int32Array, explore: number): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  for (const action of done) if (action !== explore) counts.set(action, (counts.get(action) ?? 0) + 1);
  const byTaste = [...counts.values()].reduce((sum, count) => sum + count, 0);
  const share = 1 / DEFAULT_POLICY.explorationPeriod;
  if (byTaste === 0) return new Map([[explore, 1]]);
  return new Map([[explore, share], ...Array.from(counts, ([action, count]) => [action, ((1 - share) * count) / byTaste] as const)]);
}

function exploration(choice: ReadonlyMap<number, number>, explore: number): number {
  return choice.get(explore) ?? 0;
}

function plain(choice: ReadonlyMap<number, number>): ActionChoice {
  return { actions: Int32Array.from(choice.keys()), probabilities: Float64Array.from(choice.values()) };
}
