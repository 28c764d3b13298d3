import { rangeOf } from '../ranking/signals.ts';
import { type GroupMode, groupWorth, relevanceOf } from './group-worth.ts';
import type { ScoreScale } from './score-scale.ts';
import { satisfactionFrom } from './welfare.ts';

/** A member of a group, by their own scores. */
export interface Voter {
  /** By item. */
  readonly scores: Float64Array;
  /** Sum of what they were served so far, see {@link satisfactionFrom}. */
  readonly satisfaction: number;
}

/**
 * A list for a group, best first. Every member's scores count as relevance among the candidates, so that nobody has more to
 * say for having bolder scores; of what is worth the same, what comes first among the candidates.
 * @param candidates items
 * @returns items, `count` or all there are
 */
export function groupList(voters: readonly Voter[], candidates: readonly number[], count: number, mode: GroupMode, scale: ScoreScale = 'logarithmic'): number[] {
  const members = voters.map(({ scores, satisfaction }) => ({ scores, satisfaction, range: rangeOf(scores, candidates) }));
  const left = [...candidates];
  const list: number[] = [];
  while (list.length < count && left.length > 0 && members.length > 0) {
    const rank = list.length + 1;
    const [item] = left.splice(placeOfLargest(groupWorth(mode, members, left, { rank, turn: list.length }, scale)), 1);
    list.push(item);
    for (const member of members) member.satisfaction += satisfactionFrom(relevanceOf(member, item), scale) / Math.log2(rank + 1);
  }
  return list;
}

function placeOfLargest(values: Float64Array): number {
  let place = 0;
  for (let i = 1; i < values.length; i++) if (values[i] > values[place]) place = i;
  return place;
}
