import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawListCover } from '../../../commands/pictures/list-cover.ts';
import { pngOf } from '../../../src/discord/picture-png.ts';
import { coverPlan, CURVE_POINTS } from '../../../src/weekly/cover-plan.ts';
import { COVER_VARIANTS, MOTIFS, type CoverPlan } from '../../../src/weekly/list.ts';
import { aTrack } from '../../support/tracks.ts';

const TRACKS = Array.from({ length: 30 }, (_, n) => aTrack(n + 1, { genres: [n % 3 === 0 ? 'jazz' : 'ambient'] }));
const NOT_HEARD = TRACKS.map(() => null);

function planOf(seed: string, heard = TRACKS.slice(0, 4)): CoverPlan {
  return coverPlan({ heard, tracks: TRACKS, analyses: NOT_HEARD, seed });
}

describe('the cover of a list', () => {
  it('is the same for the same listener and week, and another for another listener of the same tracks', () => {
    expect(drawListCover(planOf('ada 2026-W02'))).toEqual(drawListCover(planOf('ada 2026-W02')));
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), fc.string({ minLength: 1 }), (one, other) => {
        fc.pre(one !== other);
        expect(JSON.stringify(drawListCover(planOf(one)))).not.toBe(JSON.stringify(drawListCover(planOf(other))));
      }),
      { numRuns: 60 },
    );
  });

  it('has the motif of what was heard most, and names its styles', () => {
    const rock = Array.from({ length: 40 }, (_, n) => aTrack(n + 100, { genres: ['punk rock'] }));
    expect(planOf('a', rock)).toMatchObject({ motif: 'ridges', styles: ['punk rock', 'ambient', 'jazz'] });
    expect(planOf('a', [])).toMatchObject({ motif: 'streams', styles: ['ambient', 'jazz'] });
  });

  it('chooses among its variants as often as it says', () => {
    const chosen = Array.from({ length: 3_000 }, (_, n) => planOf(`somebody ${n}`));
    expect(new Set(chosen.map(({ probability }) => probability))).toEqual(new Set([1 / 3]));
    for (const variant of COVER_VARIANTS) {
      const share = chosen.filter((plan) => plan.variant === variant).length / chosen.length;
      expect(Math.abs(share - 1 / 3)).toBeLessThan(0.035);
    }
  });

  it('goes as the energy of its tracks does', () => {
    const rising = { curves: { energy: Uint8Array.from({ length: 480 }, (_, i) => Math.floor(i / 2)) } };
    const { curves, measured } = coverPlan({ heard: [], tracks: TRACKS.slice(0, 2), analyses: [rising as never, null], seed: 'x' });
    expect(measured).toBe(1);
    expect(curves[0]).toHaveLength(CURVE_POINTS);
    expect(curves[0]).toEqual(curves[0]?.toSorted((a, b) => a - b));
  });

  const curve = fc.array(fc.integer({ min: 0, max: 255 }), { minLength: CURVE_POINTS, maxLength: CURVE_POINTS });
  const plan: fc.Arbitrary<CoverPlan> = fc.record({
    variant: fc.constantFrom(...COVER_VARIANTS),
    motif: fc.constantFrom(...MOTIFS),
    probability: fc.constant(1 / 3),
    hues: fc.array(fc.integer({ min: 0, max: 359 }), { minLength: 1, maxLength: 3 }),
    styles: fc.constant([]),
    curves: fc.array(curve, { minLength: 1, maxLength: 16 }),
    measured: fc.constant(0),
    seed: fc.nat(),
  });

  it('is drawn of whatever tracks there are: numbers and colours throughout, and not too many shapes', () => {
    fc.assert(
      fc.property(plan, (one) => {
        const { shapes } = drawListCover(one);
        expect(shapes.length).toBeLessThan(80);
        for (const shape of shapes) {
          if (shape.kind !== 'path') throw new Error('a cover has no words');
          expect(shape.d).not.toMatch(/NaN|Infinity|undefined/);
          expect(shape.fill).toMatch(/^#[0-9a-f]{6}$/);
        }
      }),
      { numRuns: 200 },
    );
  });

  it.each(MOTIFS)('becomes a picture: %s', async (motif) => {
    const png = await pngOf(drawListCover({ ...planOf('ada'), motif }));
    expect(png.subarray(1, 4).toString()).toBe('PNG');
    expect(png.length).toBeLessThan(2_000_000);
  });
});
