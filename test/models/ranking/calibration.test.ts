import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Calibration, divergence, mixOf, type StyleMix } from '../../../models/ranking/calibration.ts';

const STYLES = ['ambient', 'folk', 'house', 'jazz', 'techno'];
const mix: fc.Arbitrary<StyleMix> = fc
  .uniqueArray(fc.tuple(fc.constantFrom(...STYLES), fc.double({ min: 0.05, max: 1, noNaN: true })), { minLength: 1, maxLength: 5, selector: ([style]) => style })
  .map((parts) => mixOf(parts.map(([style, weight]) => ({ mix: new Map([[style, 1]]), weight }))));
const one = (style: string): StyleMix => new Map([[style, 1]]);

describe('a mix of styles', () => {
  it('sums to 1 and weighs its parts', () => {
    expect(mixOf([{ mix: one('folk'), weight: 3 }, { mix: one('jazz'), weight: 1 }, { mix: one('house'), weight: -2 }])).toEqual(new Map([['folk', 0.75], ['jazz', 0.25]]));
    expect(mixOf([])).toEqual(new Map());
  });

  it('diverges from itself not at all, from any other more, and never infinitely', () => {
    fc.assert(
      fc.property(mix, mix, (a, b) => {
        expect(divergence(a, a)).toBeCloseTo(0, 9);
        expect(divergence(a, b)).toBeGreaterThanOrEqual(-1e-9);
        expect(divergence(a, new Map())).toBeLessThanOrEqual(Math.log(100) + 1e-9);
      }),
    );
  });
});

describe('a list in the making', () => {
  it('becomes as balanced as its wishes when what gains most joins each time', () => {
    fc.assert(
      fc.property(mix, (wanted) => {
        const list = new Calibration(wanted);
        for (let i = 0; i < 40; i++) {
          const gains = STYLES.map((style) => list.gain(one(style)));
          const before = list.divergence;
          const best = gains.indexOf(Math.max(...gains));
          list.add(one(STYLES[best]));
          expect(list.divergence).toBeCloseTo(before - gains[best], 9);
        }
        expect(list.divergence).toBeLessThan(0.05);
      }),
    );
  });

  it('is not moved by what has no style, nor by anything when nothing is wanted', () => {
    expect(new Calibration(one('folk')).gain(new Map())).toBe(0);
    expect(new Calibration(new Map()).gain(one('folk'))).toBe(0);
  });
});
