/** What came of one group of trials that may be alike, such as those of one session. */
export interface TrialGroup {
  readonly hits: number;
  readonly trials: number;
}

/** A share with its 95 % interval, and of how many trials it is. */
export interface Rate {
  readonly share: number;
  readonly low: number;
  readonly high: number;
  readonly of: number;
}

/** How alike two trials of a group are taken to be (their correlation) where the groups do not show it: one alone, or all hits, or none. */
const ALIKE = 0.1;
/** Deviations of a normal distribution that hold 95 %. */
const WIDTH = 1.959964;

/**
 * The share of hits, with an interval that knows that trials of one group are alike: Wilson's (1927) on the number of trials
 * that would tell as much were they independent (Kish 1965; Korn & Graubard 1998, who also widen it where there are few
 * groups). null without trials.
 */
export function groupedRate(groups: readonly TrialGroup[]): Rate | null {
  const own = groups.filter(({ trials }) => trials > 0);
  const of = own.reduce((sum, { trials }) => sum + trials, 0);
  if (of === 0) return null;
  const share = own.reduce((sum, { hits }) => sum + hits, 0) / of;
  const independent = of / designEffect(own, share, of);
  const { low, high } = wilson(share, independent * (WIDTH / studentWidth(own.length - 1)) ** 2);
  return { share, low, high, of };
}

/** Of two rates of other trials, by how much the first is larger, with the interval of Newcombe (1998, method 10). */
export function rateDifference(a: Rate, b: Rate): { readonly value: number; readonly low: number; readonly high: number } {
  const value = a.share - b.share;
  return { value, low: value - Math.hypot(a.share - a.low, b.high - b.share), high: value + Math.hypot(a.high - a.share, b.share - b.low) };
}

/** How many times the variance is of what it were if all trials were independent; at least 1. */
function designEffect(groups: readonly TrialGroup[], share: number, of: number): number {
  const sizes = groups.reduce((sum, { trials }) => sum + trials * trials, 0) / of;
  const assumed = 1 + (sizes - 1) * ALIKE;
  const count = groups.length;
  if (count < 2 || share === 0 || share === 1) return assumed;
  const between = groups.reduce((sum, { hits, trials }) => sum + (hits - share * trials) ** 2, 0);
  const variance = (count / (count - 1)) * (between / (of * of));
  return Math.max(1, variance / ((share * (1 - share)) / of));
}

function wilson(share: number, trials: number): { readonly low: number; readonly high: number } {
  const z2 = WIDTH * WIDTH;
  const middle = (share + z2 / (2 * trials)) / (1 + z2 / trials);
  const half = (WIDTH / (1 + z2 / trials)) * Math.sqrt((share * (1 - share)) / trials + z2 / (4 * trials * trials));
  return { low: Math.max(0, Math.min(share, middle - half)), high: Math.min(1, Math.max(share, middle + half)) };
}

/** Deviations of Student's distribution that hold 95 %, by degrees of freedom; from 3 on by the expansion of Fisher & Cornish (1960). */
function studentWidth(freedom: number): number {
  if (freedom <= 1) return 12.706;
  if (freedom === 2) return 4.303;
  const z = WIDTH;
  return z + (z ** 3 + z) / (4 * freedom) + (5 * z ** 5 + 16 * z ** 3 + 3 * z) / (96 * freedom ** 2) + (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / (384 * freedom ** 3);
}
