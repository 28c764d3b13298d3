import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hannWindow, RealFft } from '../../../models/acoustic/fft.ts';

const sizes = fc.integer({ min: 2, max: 10 }).map((bits) => 2 ** bits);
const signals = sizes.chain((size) => fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: size, maxLength: size }).map((x) => Float64Array.from(x)));

function byDefinition(x: Float64Array, k: number): [number, number] {
  let re = 0;
  let im = 0;
  x.forEach((value, n) => {
    re += value * Math.cos((2 * Math.PI * k * n) / x.length);
    im -= value * Math.sin((2 * Math.PI * k * n) / x.length);
  });
  return [re, im];
}

describe('RealFft', () => {
  it('says what the definition says', () => {
    fc.assert(
      fc.property(signals, (x) => {
        const fft = new RealFft(x.length);
        const re = new Float64Array(fft.bins);
        const im = new Float64Array(fft.bins);
        fft.transform(x, 0, new Float64Array(x.length).fill(1), re, im);
        for (let k = 0; k < fft.bins; k++) {
          const [trueRe, trueIm] = byDefinition(x, k);
          expect(re[k]).toBeCloseTo(trueRe, 8);
          expect(im[k]).toBeCloseTo(trueIm, 8);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('keeps the energy of what it takes (Parseval)', () => {
    fc.assert(
      fc.property(signals, (x) => {
        const fft = new RealFft(x.length);
        const power = new Float64Array(fft.bins);
        fft.power(x, 0, new Float64Array(x.length).fill(1), power);
        const inTime = x.reduce((sum, value) => sum + value * value, 0);
        const inside = power.subarray(1, -1).reduce((sum, value) => sum + value, 0);
        expect((power[0] + 2 * inside + power[fft.bins - 1]) / x.length).toBeCloseTo(inTime, 8);
      }),
    );
  });

  it('reads from where it is told, through its window', () => {
    const fft = new RealFft(1024);
    const samples = new Float32Array(4000);
    for (let n = 0; n < 1024; n++) samples[700 + n] = Math.sin((2 * Math.PI * 64 * n) / 1024);
    const power = new Float64Array(fft.bins);
    fft.power(samples, 700, hannWindow(1024), power);
    const loudest = power.indexOf(Math.max(...power));
    expect(loudest).toBe(64);
    // A whole number of periods leaks into the neighbours of a Hann window only.
    expect(power[70] / power[64]).toBeLessThan(1e-12);
  });

  it('refuses sizes it cannot halve down', () => {
    for (const size of [0, 2, 3, 1000, 12.5]) expect(() => new RealFft(size)).toThrow(RangeError);
  });
});
