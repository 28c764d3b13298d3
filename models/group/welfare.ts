/** ε: what everybody counts as having had, so that nobody's welfare is minus infinity at the start. */
const ENDOWMENT = 0.1;
/** Relevance is sharpened by this power: a track that fits one member truly beats one that bores all. */
const SHARPNESS = 4;

export interface GroupMember {
  /** How well the member was served so far in this session: the sum of the relevance of what they heard. */
  readonly satisfaction: number;
  /** Relevance of each candidate, 0 to 1. */
  readonly relevance: Float64Array;
}

/**
 * What a candidate is worth to a group: Nash welfare Σ log(ε + satisfaction + relevance⁴ / log₂(rank + 1))
 * (Nash 1950; for groups of listeners over a list see Kaneko & Nakamura 1979), expressed as the gain in
 * the members' geometric mean and brought back to the scale of relevance. The order of candidates is
 * exactly that of the welfare; for a single member the value is their relevance itself.
 *
 * @param rank position in the list being made, from 1
 */
export function groupRelevance(members: readonly GroupMember[], candidate: number, rank: number): number {
  const discount = Math.log2(rank + 1);
  let before = 0;
  let after = 0;
  for (const { satisfaction, relevance } of members) {
    const had = ENDOWMENT + satisfaction;
    before += Math.log(had);
    after += Math.log(had + relevance[candidate] ** SHARPNESS / discount);
  }
  const gain = Math.exp(after / members.length) - Math.exp(before / members.length);
  return (discount * Math.max(0, gain)) ** (1 / SHARPNESS);
}
