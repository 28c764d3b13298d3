import shipped from './key-profiles.json' with { type: 'json' };
import type { KeyProfiles } from './key-likelihood.ts';

/** Made by src/lab/train-key; what they learnt from stands in ../weights/tempo-and-key.md. */
export const KEY_PROFILES: KeyProfiles = shipped;
