import { relevanceIn, type ScoreRange } from '../ranking/signals.ts';
import { bent, type ScoreScale, unbent } from './score-scale.ts';

/** ε: what everybody counts as having had, so that nobody's welfare is minus infinity at the start. */
const ENDOWMENT = 0.1;

/** Groups ask for it by the hundred thousand: so finely that a straight line between two of them is off by less than a millionth. */
const STEPS = 16_384;
const TABLE = Float64Array.from({ length: STEPS + 2 }, (_, i) => unbent(i / STEPS, 'logarithmic') ** 4);

/**
 * What hearing a track of this relevance (0 to 1) gives a member: the fourth power of the relevance, unbent, so that a track that
 * fits one member truly beats one that bores all. 0 to 1.
 */
export function satisfactionFrom(relevance: number, scale: ScoreScale = 'logarithmic'): number {
  if (scale === 'linear') return relevance ** 4;
  const at = Math.min(1, Math.max(0, relevance)) * STEPS;
  const i = at | 0;
  return TABLE[i] + (at - i) * (TABLE[i + 1] - TABLE[i]);
}

export interface GroupMember {
  /** How well the member was served so far in this session: the sum of {@link satisfactionFrom} of what they heard. */
  readonly satisfaction: number;
  /** By track. */
  readonly scores: Float64Array;
  /** By which the candidates' scores are relevance, 0 to 1. */
  readonly range: ScoreRange;
}

/**
 * What each candidate is worth to a group: Nash welfare Σ log(ε + satisfaction + {@link satisfactionFrom} / log₂(rank + 1))
 * (Nash 1950; for groups of listeners over a list see Kaneko & Nakamura 1979), expressed as the gain in
 * the members' geometric mean and brought back to the scale of relevance. The order of candidates is
 * that of the welfare (to a millionth); for a single member the value is their relevance itself.
 *
 * @param rank position in the list being made, from 1
 * @returns one value a candidate, about 0 to 1
 */
export function groupRelevance(members: readonly GroupMember[], candidates: ArrayLike<number>, rank: number, scale: ScoreScale = 'logarithmic'): Float64Array {
  const discount = Math.log2(rank + 1);
  const had = members.map(({ satisfaction }) => ENDOWMENT + satisfaction);
  // Geometric means by what everybody had before: products of many members stay far from 0 and infinity.
  const meanBefore = Math.exp(had.reduce((sum, x) => sum + Math.log(x), 0) / members.length);
  const worth = new Float64Array(candidates.length).fill(1);
  for (const [m, { scores, range }] of members.entries()) {
    const share = 1 / discount / had[m];
    for (let c = 0; c < worth.length; c++) worth[c] *= 1 + share * satisfactionFrom(relevanceIn(range, scores[candidates[c]]), scale);
  }
  for (let c = 0; c < worth.length; c++) {
    const gain = meanBefore * (Math.exp(Math.log(worth[c]) / members.length) - 1);
    worth[c] = bent(Math.sqrt(Math.sqrt(discount * Math.max(0, gain))), scale);
  }
  return worth;
}
