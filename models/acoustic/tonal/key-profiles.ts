import type { KeyProfiles } from './key-likelihood.ts';

/**
 * What speaks for a key on C, a line each: treble, bass, major triads and minor triads, from C on. Learnt by
 * `fitKeyProfiles` (ridge 10) from the 94 labelled dance excerpts of the development data, those in major counted twice,
 * and 64 tracks by the demo composer in eight styles. On excerpts that were not learnt from, profiles made likewise from
 * the other half score .755 (.70 exact; MIREX, mean of 8 fits), and these score .845 (.78) on 64 other composed tracks:
 * `npm run quality -- key`.
 */
export const KEY_PROFILES: KeyProfiles = {
  major: [
    0.17, -0.28, 0.42, -0.07, 0.08, 0.05, -0.48, 0.34, -0.05, -0.09, -0.1, 0.01,
    0.83, -0.11, 0.37, -0.12, -0.07, -0.06, -0.21, 0.04, -0.23, -0.18, -0.26, -0.01,
    0.6, -0.11, -0.16, 0.01, 0.01, 0.18, -0.02, 0.11, -0.27, -0.19, -0.13, -0.03,
    -0.01, -0.2, 0.24, -0.25, 0.47, -0.27, -0.26, -0.02, -0.03, 0.41, 0.09, -0.16,
  ],
  minor: [
    0.02, -0.34, 0.27, 0.44, 0.01, -0.24, -0.13, 0.09, -0.16, -0.39, 0.3, 0.12,
    0.59, -0.1, -0.04, -0.39, 0.08, -0.04, 0.05, -0.1, -0.02, -0.25, 0.24, -0.01,
    0.21, -0.28, -0.07, -0.09, 0, -0.12, 0.17, -0.05, 0.02, -0.09, 0.53, -0.23,
    0.71, 0.14, -0.18, -0.06, 0.01, 0.14, -0.1, -0.15, -0.03, -0.19, -0.32, 0.04,
  ],
  minorBias: 3,
};
