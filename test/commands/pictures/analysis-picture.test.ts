import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawAnalysis } from '../../../commands/pictures/analysis-picture.ts';
import { barsBetween, clockTime, timeStep } from '../../../commands/pictures/time-axis.ts';
import type { Picture } from '../../../src/picture.ts';
import { aHeardSong } from '../../support/heard-song.ts';

const NO_PULSE = { tempo: null, beats: new Float32Array(), downbeats: new Uint32Array(), beatsPerBar: 0 };

function texts({ shapes }: Picture): readonly string[] {
  return shapes.flatMap((shape) => (shape.kind === 'text' ? [shape.text] : []));
}

/** Left edges and heights of all rectangles of a colour. */
function boxes({ shapes }: Picture, fill: string) {
  return shapes.flatMap((shape) => (shape.kind === 'path' && shape.fill === fill ? [...shape.d.matchAll(/M([\d.]+) [\d.]+h([\d.]+)v([\d.]+)/g)] : [])).map(([, left, width, height]) => ({ left: Number(left), width: Number(width), height: Number(height) }));
}

/** Fill of the band that a letter stands on: what was drawn just before it. */
function bandsOf({ shapes }: Picture): readonly (readonly [string, string])[] {
  return shapes.flatMap((shape, i) => {
    const before = shapes[i - 1];
    return shape.kind === 'text' && /^[A-Z]$/.test(shape.text) && before?.kind === 'path' ? [[shape.text, before.fill] as const] : [];
  });
}

describe('the picture of a track', () => {
  it('shows tempo and key, the letters of the sections, and the time', () => {
    expect(texts(drawAnalysis(aHeardSong()))).toEqual(['120 bpm', 'Am · 8A', 'A', 'B', 'A', '0:00', '0:30', '1:00', '1:30', '2:00', '2:30', '3:00']);
    expect(texts(drawAnalysis(aHeardSong({ tempo: { bpm: 174, alternative: 87, confidence: 0.3, steadiness: 1 } })))).toContain('~87 / 174 bpm');
    expect(texts(drawAnalysis(aHeardSong({ ...NO_PULSE, key: null }))).slice(0, 3)).toEqual(['A', 'B', 'A']);
  });

  it('gives sections that sound alike one colour, and others another', () => {
    const [[, first], [, second], [, third]] = bandsOf(drawAnalysis(aHeardSong()));
    expect(first).toBe(third);
    expect(first).not.toBe(second);
  });

  it('is as high as the energy is', () => {
    const picture = drawAnalysis(aHeardSong());
    const [[, quiet], [, loud]] = bandsOf(picture);
    const height = (fill: string) => boxes(picture, fill).filter(({ width }) => width < 10)[20].height;
    expect(height(loud)).toBeCloseTo(2 * height(quiet), 0);
  });

  it('flags where it is fully there and where it begins to end, unless that is its edge', () => {
    const flags = (picture: Picture) => picture.shapes.filter((shape) => shape.kind === 'path' && /^M[\d.]+ [\d.]+l/.test(shape.d)).length;
    expect(flags(drawAnalysis(aHeardSong()))).toBe(2);
    expect(flags(drawAnalysis(aHeardSong({ cues: { start: 0, introEnd: 0.5, outroStart: 100, end: 180 } })))).toBe(1);
    expect(flags(drawAnalysis(aHeardSong({ cues: { start: 0, introEnd: 0, outroStart: 180, end: 180 } })))).toBe(0);
  });

  it('ticks beats where there is room for them, else bars, else phrases of bars', () => {
    const ticks = (seconds: number) => {
      const picture = drawAnalysis(aHeardSong({ seconds }));
      return [10, 22].map((high) => picture.shapes.flatMap((shape) => (shape.kind === 'path' ? [...shape.d.matchAll(/h2v([\d.]+)/g)] : [])).filter(([, height]) => Number(height) === high).length);
    };
    expect(ticks(60)).toEqual([120, 30]);
    expect(ticks(180)).toEqual([0, 90]);
    expect(ticks(10_800)).toEqual([0, Math.ceil(5_400 / 32)]);
  });

  it('stays within itself, for any length', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20_000 }), (seconds) => {
        const { width, height, shapes } = drawAnalysis(aHeardSong({ seconds }));
        for (const shape of shapes) {
          if (shape.kind === 'text') expect(shape.x >= 0 && shape.x <= width && shape.y <= height, shape.text).toBe(true);
          else for (const [, x, y] of shape.d.matchAll(/M(\S+) ([^a-z]+)/g)) expect(Number(x) >= 0 && Number(x) <= width && Number(y) >= 0 && Number(y) <= height, shape.d).toBe(true);
        }
      }),
      { numRuns: 50 },
    );
    expect(drawAnalysis(aHeardSong()).width).toBeGreaterThanOrEqual(1_000);
  });
});

describe('the time axis', () => {
  it('has few marks, at times people count in', () => {
    fc.assert(
      fc.property(fc.double({ min: 1, max: 200_000, noNaN: true }), (seconds) => {
        const step = timeStep(seconds);
        expect(seconds / step).toBeLessThanOrEqual(8);
        expect([60, 3_600].some((unit) => unit % step === 0 || step % unit === 0)).toBe(true);
      }),
    );
    expect([59.9, 61, 3_600, 3_723].map(clockTime)).toEqual(['0:59', '1:01', '1:00:00', '1:02:03']);
  });

  it('leaves out bars by halves', () => {
    expect([20, 5, 4.9, 2, 1].map((apart) => barsBetween(apart, 5))).toEqual([1, 1, 2, 4, 8]);
  });
});
