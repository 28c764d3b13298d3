import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { editDistance, SlipIndex } from '../../../../models/language/requests/slip-index.ts';

const word = fc.string({ unit: fc.constantFrom(...'abcdeé '), minLength: 5, maxLength: 14 });

describe('slips of the finger', () => {
  it('are found wherever one letter is added, left out, changed or swapped', () => {
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 20 }), fc.nat(), fc.nat(), fc.constantFrom('add', 'omit', 'change', 'swap'), (keys, which, where, how) => {
        const key = keys[which % keys.length];
        const at = where % (key.length - 1);
        const slipped = {
          add: `${key.slice(0, at)}x${key.slice(at)}`,
          omit: key.slice(0, at) + key.slice(at + 1),
          change: `${key.slice(0, at)}x${key.slice(at + 1)}`,
          swap: key.slice(0, at) + key[at + 1] + key[at] + key.slice(at + 2),
        }[how];
        fc.pre(slipped.length >= 5 && slipped !== key);
        expect(new SlipIndex(keys).near(slipped)).toContain(key);
      }),
    );
  });

  it('are what is near, and the nearest come first', () => {
    fc.assert(
      fc.property(fc.array(word, { maxLength: 20 }), word, (keys, sought) => {
        const found = new SlipIndex(keys).near(sought).map((key) => editDistance(sought, key));
        expect(found).toEqual([...found].sort((a, b) => a - b));
        for (const distance of found) expect(distance).toSatisfy((d: number) => d >= 1 && d <= 2);
      }),
    );
  });
});

describe('the distance of two words', () => {
  it.each<[string, string, number]>([
    ['', '', 0],
    ['abc', '', 3],
    ['beyonce', 'beyonse', 1],
    ['nickleback', 'nickelback', 1],
    ['kitten', 'sitting', 3],
  ])('%s – %s: %i', (a, b, distance) => {
    expect(editDistance(a, b)).toBe(distance);
    expect(editDistance(b, a)).toBe(distance);
  });
});
