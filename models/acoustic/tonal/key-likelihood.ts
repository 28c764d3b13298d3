import { KEY_FEATURES, rotated } from './key-features.ts';
import type { Key } from '../track-analysis.ts';

/** Keys by number: major on C, C♯ …, then minor. */
export const KEYS = 24;

/** What speaks for a key on C; the other keys are the same music, higher. */
export interface KeyProfiles {
  /** Of {@link KEY_FEATURES} each. */
  readonly major: ArrayLike<number>;
  readonly minor: ArrayLike<number>;
  /** How much more likely minor is before anything is heard, ln. */
  readonly minorBias: number;
}

/** How likely each key is (multinomial logistic regression, the same for every tonic): adds up to 1. */
export function keyLikelihoods(features: Float64Array, { major, minor, minorBias }: KeyProfiles): Float64Array {
  const likelihoods = new Float64Array(KEYS);
  for (let tonic = 0; tonic < 12; tonic++) {
    const seen = rotated(features, tonic);
    likelihoods[12 + tonic] = minorBias;
    for (let i = 0; i < KEY_FEATURES; i++) {
      likelihoods[tonic] += major[i] * seen[i];
      likelihoods[12 + tonic] += minor[i] * seen[i];
    }
  }
  const best = Math.max(...likelihoods);
  let total = 0;
  for (let key = 0; key < KEYS; key++) total += likelihoods[key] = Math.exp(likelihoods[key] - best);
  return likelihoods.map((likelihood) => likelihood / total);
}

/**
 * How good it is to say one key where another is right, as MIREX counts: 1 for the same, .5 a fifth above, .3 for the
 * relative, .2 for the parallel.
 */
export function mirexScore(said: number, right: number): number {
  const interval = (said - right + KEYS) % 12;
  if (said < 12 === right < 12) return interval === 0 ? 1 : interval === 7 ? 0.5 : 0;
  if (interval === 0) return 0.2;
  return interval === (right < 12 ? 9 : 3) ? 0.3 : 0;
}

/** The key that is best to say while it is not sure which is right: the one of the highest expected {@link mirexScore}. */
export function bestKey(likelihoods: Float64Array): number {
  let best = 0;
  let most = -1;
  for (let said = 0; said < KEYS; said++) {
    const expected = likelihoods.reduce((sum, likelihood, right) => sum + likelihood * mirexScore(said, right), 0);
    if (expected > most) [best, most] = [said, expected];
  }
  return best;
}

export function keyOf(number: number, confidence: number): Key {
  return { tonic: number % 12, mode: number < 12 ? 'major' : 'minor', confidence };
}
