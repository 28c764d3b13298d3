import { rangeOf, relevanceIn, type ScoreRange } from '../ranking/signals.ts';
import { groupRelevance, satisfactionFrom } from './welfare.ts';

/**
 * How the wishes of several become one list: by Nash welfare, by the mean of all, by whoever likes it least, or by letting
 * everybody choose in turn (for the last three see Masthoff 2004).
 */
export const GROUP_MODES = ['nash', 'average', 'misery', 'turns'] as const;
export type GroupMode = (typeof GROUP_MODES)[number];

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
export function groupList(voters: readonly Voter[], candidates: readonly number[], count: number, mode: GroupMode): number[] {
  const members = voters.map(({ scores, satisfaction }) => ({ scores, satisfaction, range: rangeOf(scores, candidates) }));
  const left = [...candidates];
  const list: number[] = [];
  while (list.length < count && left.length > 0 && members.length > 0) {
    const rank = list.length + 1;
    const worth = WORTH[mode](members, left, rank);
    const [item] = left.splice(placeOfLargest(worth), 1);
    list.push(item);
    for (const member of members) member.satisfaction += satisfactionFrom(relevanceOf(member, item)) / Math.log2(rank + 1);
  }
  return list;
}

interface Member {
  readonly scores: Float64Array;
  readonly range: ScoreRange;
  satisfaction: number;
}

const WORTH: Readonly<Record<GroupMode, (members: readonly Member[], items: readonly number[], rank: number) => Float64Array>> = {
  nash: groupRelevance,
  average: (members, items) => each(items, (item) => members.reduce((sum, member) => sum + relevanceOf(member, item), 0) / members.length),
  misery: (members, items) => each(items, (item) => members.reduce((least, member) => Math.min(least, relevanceOf(member, item)), Infinity)),
  turns: (members, items, rank) => each(items, (item) => relevanceOf(members[(rank - 1) % members.length], item)),
};

function relevanceOf({ range, scores }: Member, item: number): number {
  return relevanceIn(range, scores[item]);
}

function each(items: readonly number[], worth: (item: number) => number): Float64Array {
  const all = new Float64Array(items.length);
  for (let i = 0; i < all.length; i++) all[i] = worth(items[i]);
  return all;
}

function placeOfLargest(values: Float64Array): number {
  let place = 0;
  for (let i = 1; i < values.length; i++) if (values[i] > values[place]) place = i;
  return place;
}
