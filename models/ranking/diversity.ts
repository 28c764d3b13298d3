import { share } from './blend.ts';

/** How many of the tracks just heard a candidate is compared with. */
export const VARIETY_WINDOW = 3;

/**
 * How much of a candidate's likeness to what was just heard is taken off its utility, as in maximal
 * marginal relevance (Carbonell & Goldstein 1998): a hint for a known taste, and a walk through the styles
 * for an unknown one, which is also how it becomes known. `outcomes` as in {@link share}.
 */
export function varietyWeight(outcomes: number): number {
  return 0.05 + 0.5 * (1 - share(outcomes, 1.5));
}
