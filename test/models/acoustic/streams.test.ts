import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DcBlocker } from '../../../models/acoustic/dc-blocker.ts';
import { Framer } from '../../../models/acoustic/framer.ts';
import { curveOf, Timeline } from '../../../models/acoustic/timeline.ts';
import { MOST_POINTS } from '../../../models/acoustic/track-analysis.ts';

describe('Framer', () => {
  it('puts every sample into the middle of one frame, however the stream is cut', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 9000 }), { minLength: 1, maxLength: 6 }), (lengths) => {
        const middles: number[] = [];
        const framer = new Framer(256, 64, (samples, at) => middles.push(...samples.subarray(at + 96, at + 160)));
        let next = 1;
        for (const length of lengths) framer.push(Float32Array.from({ length }, () => next++));
        framer.finish();
        const total = next - 1;
        expect(middles.length).toBe(64 * Math.ceil(total / 64));
        expect(middles.every((sample, i) => sample === (i < total ? i + 1 : 0))).toBe(true);
      }),
      { numRuns: 50 },
    );
  });
});

describe('Timeline', () => {
  it('keeps a bounded number of steps, and its means, whatever length it has', () => {
    const timeline = new Timeline(2, 0.5, 64);
    for (let i = 0; i < 10_000; i++) timeline.push([i, 7]);
    expect(timeline.length).toBeLessThanOrEqual(64);
    expect(timeline.length * timeline.stepSeconds).toBeGreaterThan(0.97 * 5000);
    expect(timeline.mean(0, 5000)[1]).toBeCloseTo(7, 6);
    // The number at 1,000 s is 2,000.
    expect(Math.abs(timeline.mean(990, 1010)[0] - 2000)).toBeLessThan(2 * timeline.stepSeconds);
  });

  it('is drawn in as many points as may be shown', () => {
    const timeline = new Timeline(1, 0.1);
    for (let i = 0; i < 5000; i++) timeline.push([i / 5000]);
    const { curve, stepSeconds } = curveOf(timeline, ([value]) => value);
    expect(curve.length).toBeLessThanOrEqual(MOST_POINTS);
    expect(curve.length * stepSeconds).toBeGreaterThanOrEqual(500);
    expect(curve.at(-1)).toBeGreaterThan(0.99);
    expect(new Timeline(3, 1).mean(0, 4)).toEqual(new Float64Array(3));
  });
});

describe('DcBlocker', () => {
  it('takes an offset off, without a click, and leaves the sound', () => {
    const blocker = new DcBlocker(22_050);
    const sound = Float32Array.from({ length: 22_050 }, (_, i) => 0.4 + 0.3 * Math.sin((2 * Math.PI * 100 * i) / 22_050));
    const heard = sound.slice();
    blocker.process(heard);
    expect(Math.max(...heard.map(Math.abs))).toBeLessThan(0.32);
    const late = heard.subarray(11_025);
    expect(Math.abs(late.reduce((sum, x) => sum + x, 0) / late.length)).toBeLessThan(0.001);
    expect(Math.max(...late)).toBeGreaterThan(0.29);
  });
});
