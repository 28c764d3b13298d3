import { relevanceIn } from '../ranking/signals.ts';
import { bent, type ScoreScale, unbent } from './score-scale.ts';
import { groupRelevance, type GroupMember } from './welfare.ts';

/**
 * How the wishes of several become one: fairly, by Nash welfare; by the mean of all; by whoever likes it least; or by letting
 * everybody choose in turn (for the last three see Masthoff 2004).
 */
export const GROUP_MODES = ['fair', 'average', 'least-misery', 'round-robin'] as const;
export type GroupMode = (typeof GROUP_MODES)[number];

export interface Place {
  /** In the list being made, from 1. */
  readonly rank: number;
  /** How often somebody's turn came before. */
  readonly turn: number;
}

/** What each candidate is worth to a group, about 0 to 1. */
export function groupWorth(mode: GroupMode, members: readonly GroupMember[], candidates: ArrayLike<number>, { rank, turn }: Place, scale: ScoreScale = 'logarithmic'): Float64Array {
  switch (mode) {
    case 'fair':
      return groupRelevance(members, candidates, rank, scale);
    case 'average':
      return each(candidates, (item) => bent(members.reduce((sum, member) => sum + unbent(relevanceOf(member, item), scale), 0) / members.length, scale));
    case 'least-misery':
      return each(candidates, (item) => members.reduce((least, member) => Math.min(least, relevanceOf(member, item)), 1));
    case 'round-robin':
      return each(candidates, (item) => relevanceOf(members[turn % members.length], item));
  }
}

/** How much a member likes an item beside the candidates, 0 to 1. */
export function relevanceOf({ range, scores }: Pick<GroupMember, 'range' | 'scores'>, item: number): number {
  return relevanceIn(range, scores[item]);
}

function each(items: ArrayLike<number>, worth: (item: number) => number): Float64Array {
  const all = new Float64Array(items.length);
  for (let i = 0; i < all.length; i++) all[i] = worth(items[i]);
  return all;
}
