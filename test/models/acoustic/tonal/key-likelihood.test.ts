import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { camelotOf, nameOfKey } from '../../../../models/acoustic/tonal/camelot.ts';
import { fitKeyProfiles } from '../../../../models/acoustic/tonal/fit-key-profiles.ts';
import { KEY_FEATURES, rotated } from '../../../../models/acoustic/tonal/key-features.ts';
import { bestKey, keyLikelihoods, keyOf, KEYS, mirexScore } from '../../../../models/acoustic/tonal/key-likelihood.ts';
import { KEY_PROFILES } from '../../../../models/acoustic/tonal/key-profiles.ts';
import { seeded } from '../../../../models/random.ts';

const anyFeatures = fc.array(fc.double({ min: -3, max: 3, noNaN: true }), { minLength: KEY_FEATURES, maxLength: KEY_FEATURES }).map((values) => Float64Array.from(values));

describe('keys', () => {
  it('are likely or not, and all together certain; the same music higher is in the key as much higher', () => {
    fc.assert(
      fc.property(anyFeatures, fc.integer({ min: 0, max: 11 }), (features, up) => {
        const likelihoods = keyLikelihoods(features, KEY_PROFILES);
        expect(likelihoods.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 9);
        const higher = keyLikelihoods(rotated(features, 12 - up), KEY_PROFILES);
        for (let tonic = 0; tonic < 12; tonic++) {
          expect(higher[(tonic + up) % 12]).toBeCloseTo(likelihoods[tonic], 9);
          expect(higher[12 + ((tonic + up) % 12)]).toBeCloseTo(likelihoods[12 + tonic], 9);
        }
      }),
    );
  });

  it('score as MIREX has it', () => {
    const [c, g, f, a, cMinor, aMinor, eMinor] = [0, 7, 5, 9, 12, 21, 16];
    expect([c, g, f, a, cMinor, aMinor, eMinor].map((said) => mirexScore(said, c))).toEqual([1, 0.5, 0, 0, 0.2, 0.3, 0]);
    expect([aMinor, c, eMinor, a].map((said) => mirexScore(said, aMinor))).toEqual([1, 0.3, 0.5, 0.2]);
  });

  it('are said so that little is lost where it is not sure', () => {
    const likelihoods = new Float64Array(KEYS);
    likelihoods[11] = 0.4;
    likelihoods[0] = 0.35;
    likelihoods[7] = 0.25;
    expect(bestKey(likelihoods)).toBe(7);
  });

  it('are learnt from examples, in whatever keys these are', () => {
    const random = seeded(3);
    const pattern = (minor: boolean) => Float64Array.from({ length: KEY_FEATURES }, (_, i) => (i === (minor ? 3 : 4) || i === 12 ? 2 : 0));
    const examples = Array.from({ length: 60 }, () => {
      const key = Math.floor(24 * random());
      return { features: rotated(pattern(key >= 12).map((value) => value + random() - 0.5), (12 - (key % 12)) % 12), key, weight: 1 };
    });
    const profiles = fitKeyProfiles(examples.slice(0, 30), 1);
    for (const { features, key } of examples.slice(30)) expect(bestKey(keyLikelihoods(features, profiles))).toBe(key);
  });

  it('have names and places on the Camelot wheel', () => {
    const named = Array.from({ length: KEYS }, (_, key) => `${nameOfKey(keyOf(key, 1))} ${camelotOf(keyOf(key, 1))}`);
    expect(named).toContain('C major 8B');
    expect(named).toContain('A minor 8A');
    expect(named).toContain('Ab minor 1A');
    expect(named).toContain('E major 12B');
    expect(named).toContain('Gb minor 11A');
    expect(new Set(named.map((name) => name.split(' ')[2])).size).toBe(KEYS);
  });
});
