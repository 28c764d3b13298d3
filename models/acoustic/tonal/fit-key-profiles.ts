import { KEY_FEATURES, rotated } from './key-features.ts';
import { keyLikelihoods, KEYS, type KeyProfiles } from './key-likelihood.ts';

/** A track whose key is known. */
export interface KeyExample {
  /** By `keyFeatures`. */
  readonly features: Float64Array;
  /** 0 … 23 */
  readonly key: number;
  /** How much it counts. */
  readonly weight: number;
}

const STEPS = 600;
const RATE = 0.05;

/**
 * Learns what speaks for major and for minor from tracks whose keys are known: logistic regression by Adam (Kingma & Ba
 * 2015), held near zero.
 * @param ridge how firmly it is held, in examples
 */
export function fitKeyProfiles(examples: readonly KeyExample[], ridge: number): KeyProfiles {
  const total = examples.reduce((sum, { weight }) => sum + weight, 0);
  const seen = examples.map(({ features }) => Array.from({ length: 12 }, (_, tonic) => rotated(features, tonic)));
  const weights = new Float64Array(2 * KEY_FEATURES + 1);
  const first = new Float64Array(weights.length);
  const second = new Float64Array(weights.length);
  for (let step = 1; step <= STEPS; step++) {
    const gradient = weights.map((weight, i) => (i < 2 * KEY_FEATURES ? (ridge * weight) / total : 0));
    const profiles = profilesOf(weights);
    examples.forEach(({ features, key, weight }, example) => {
      const likelihoods = keyLikelihoods(features, profiles);
      for (let other = 0; other < KEYS; other++) {
        const error = ((likelihoods[other] - (other === key ? 1 : 0)) * weight) / total;
        const isMinor = other >= 12;
        const from = isMinor ? KEY_FEATURES : 0;
        const features = seen[example][other % 12];
        for (let i = 0; i < KEY_FEATURES; i++) gradient[from + i] += error * features[i];
        if (isMinor) gradient[2 * KEY_FEATURES] += error;
      }
    });
    for (let i = 0; i < weights.length; i++) {
      first[i] = 0.9 * first[i] + 0.1 * gradient[i];
      second[i] = 0.999 * second[i] + 0.001 * gradient[i] ** 2;
      weights[i] -= (RATE * (first[i] / (1 - 0.9 ** step))) / (Math.sqrt(second[i] / (1 - 0.999 ** step)) + 1e-8);
    }
  }
  return profilesOf(weights);
}

function profilesOf(weights: Float64Array): KeyProfiles {
  return { major: weights.slice(0, KEY_FEATURES), minor: weights.slice(KEY_FEATURES, 2 * KEY_FEATURES), minorBias: weights[2 * KEY_FEATURES] };
}
