import { type Estimate, estimate, estimateRatio, meanOf } from '../../../models/ranking/estimate.ts';
import type { SimulatedListener } from './audience.ts';
import type { Policy } from './learners.ts';

/** How one policy did: by listener, the share of their picks that they liked. */
export type LikeRates = Float64Array;

/**
 * Plays to every listener, one pick after another: a pick is liked when it is one of theirs, otherwise it is skipped.
 * Nothing is played twice, nor what is known; of equal scores the lower item.
 * @param plays picks for each
 */
export function likeRates(listeners: readonly SimulatedListener[], policy: Policy, plays: number): LikeRates {
  return Float64Array.from(listeners, ({ known, likes }) => {
    const learner = policy(known);
    const played = new Set(known.map(({ column }) => column));
    let liked = 0;
    let picks = 0;
    for (; picks < plays; picks++) {
      const item = bestUnplayed(learner.scores(), played);
      if (item < 0) break;
      played.add(item);
      if (likes.has(item)) liked++;
      learner.heard(item, likes.has(item));
    }
    return picks > 0 ? liked / picks : 0;
  });
}

/** Mean over the listeners. */
export function meanRate(rates: LikeRates): Estimate {
  return estimate(meanOf(rates), rates);
}

/** How many times as much as another policy with the same listeners; null where that one pleased nobody. */
export function timesAsMuch(rates: LikeRates, other: LikeRates): Estimate | null {
  return other.some((rate) => rate > 0) ? estimateRatio(rates, other) : null;
}

function bestUnplayed(scores: Float32Array, played: ReadonlySet<number>): number {
  let best = -1;
  for (let item = 0; item < scores.length; item++) {
    if ((best < 0 || scores[item] > scores[best]) && !played.has(item)) best = item;
  }
  return best;
}
