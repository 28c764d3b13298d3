import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { kWeighting } from '../../../models/acoustic/k-weighting.ts';
import { LoudnessMeter } from '../../../models/acoustic/loudness.ts';

function sine(hz: number, seconds: number, amplitude: number, rate: number, phase = 0): Float32Array {
  return Float32Array.from({ length: Math.round(seconds * rate) }, (_, i) => amplitude * Math.sin((2 * Math.PI * hz * i) / rate + phase));
}

function measure(rate: number, ...channels: Float32Array[]): LoudnessMeter {
  const meter = new LoudnessMeter(rate, channels.length);
  meter.push(channels);
  return meter;
}

const db = (x: number) => 10 ** (x / 20);

describe('K-weighting', () => {
  it('gives the coefficients of the standard at 48 kHz', () => {
    // ITU-R BS.1770-4, tables 1 and 2.
    const [shelf, highPass] = kWeighting(48_000);
    expect(shelf.b0).toBeCloseTo(1.53512485958697, 8);
    expect(shelf.b1).toBeCloseTo(-2.69169618940638, 8);
    expect(shelf.b2).toBeCloseTo(1.19839281085285, 8);
    expect(shelf.a1).toBeCloseTo(-1.69065929318241, 8);
    expect(shelf.a2).toBeCloseTo(0.73248077421585, 8);
    expect(highPass.a1).toBeCloseTo(-1.99004745483398, 8);
    expect(highPass.a2).toBeCloseTo(0.99007225036621, 8);
  });
});

describe('LoudnessMeter', () => {
  it.each([22_050, 32_000, 44_100, 48_000, 88_200, 96_000, 192_000])('reads a 997 Hz sine at −20 dBFS on both channels as −20 LUFS at %i Hz', (rate) => {
    const tone = sine(997, 3, db(-20), rate);
    expect(measure(rate, tone, tone).integratedLufs).toBeCloseTo(-20, 1);
  });

  it('reads one channel 3 dB lower than two', () => {
    const tone = sine(997, 3, db(-20), 48_000);
    expect(measure(48_000, tone).integratedLufs).toBeCloseTo(-23.01, 1);
    expect(measure(48_000, tone, new Float32Array(tone.length)).integratedLufs).toBeCloseTo(-23.01, 1);
  });

  it('ignores silence between (absolute gate) and much quieter parts (relative gate)', () => {
    const tone = sine(997, 8, db(-23), 48_000);
    const silence = new Float32Array(8 * 48_000);
    const quiet = sine(997, 8, db(-40), 48_000);
    const programme = Float32Array.from([...tone, ...silence, ...quiet]);
    // EBU Tech 3341 allows 0.1 LU: the blocks over the edges are quieter and still pass the gate.
    expect(Math.abs(measure(48_000, programme, programme).integratedLufs + 23)).toBeLessThan(0.1);
  });

  it('says −70 LUFS and −∞ dBTP of silence, and −70 of nothing', () => {
    const meter = measure(48_000, new Float32Array(96_000), new Float32Array(96_000));
    expect([meter.integratedLufs, meter.truePeakDbtp]).toEqual([-70, -Infinity]);
    expect(new LoudnessMeter(48_000, 2).integratedLufs).toBe(-70);
  });

  it('follows gain decibel by decibel, and does not care how the sound is cut into blocks', () => {
    fc.assert(
      fc.property(fc.double({ min: -30, max: 0, noNaN: true }), fc.array(fc.integer({ min: 1, max: 9000 }), { minLength: 1, maxLength: 8 }), (gain, cuts) => {
        const left = sine(440, 1, db(gain), 48_000);
        const right = sine(1200, 1, db(gain - 6), 48_000);
        const whole = measure(48_000, left, right);
        const parts = new LoudnessMeter(48_000, 2);
        for (let at = 0, k = 0; at < left.length; at += cuts[k++ % cuts.length]) {
          const to = at + cuts[k % cuts.length];
          parts.push([left.subarray(at, to), right.subarray(at, to)]);
        }
        const reference = measure(48_000, sine(440, 1, 1, 48_000), sine(1200, 1, db(-6), 48_000));
        expect(parts.integratedLufs).toBeCloseTo(whole.integratedLufs, 6);
        expect(parts.truePeakDbtp).toBeCloseTo(whole.truePeakDbtp, 6);
        expect(whole.integratedLufs).toBeCloseTo(reference.integratedLufs + gain, 2);
      }),
      { numRuns: 20 },
    );
  });

  // EBU Tech 3342 §4, cases 1 to 4: 1 kHz on both channels, 20 s a level; tolerance 1 LU.
  it.each([
    { levels: [-20, -30], range: 10 },
    { levels: [-20, -15], range: 5 },
    { levels: [-40, -20], range: 20 },
    { levels: [-50, -35, -20, -35, -50], range: 15 },
  ])('reads a range of $range LU of $levels dBFS', ({ levels, range }) => {
    const meter = new LoudnessMeter(22_050, 2);
    for (const level of levels) {
      const tone = sine(1000, 20, db(level), 22_050);
      meter.push([tone, tone]);
    }
    expect(Math.abs(meter.rangeLu - range)).toBeLessThan(1);
    expect(measure(48_000, sine(1000, 2, 0.1, 48_000)).rangeLu).toBe(0);
  });

  // EBU Tech 3341 §2.9: tolerance +0.2, −0.4 dB.
  it.each([
    { hz: 12_000, phase: 45, amplitude: 0.5, dbtp: -6 },
    { hz: 8_000, phase: 60, amplitude: 0.5, dbtp: -6 },
    { hz: 6_000, phase: 67.5, amplitude: 0.5, dbtp: -6 },
    { hz: 12_000, phase: 45, amplitude: 1.41, dbtp: 3 },
  ])('finds the peak between the samples: $hz Hz at $phase°', ({ hz, phase, amplitude, dbtp }) => {
    // Faded in: a tone that starts at once really peaks higher.
    const tone = sine(hz, 0.5, amplitude, 48_000, (phase * Math.PI) / 180).map((x, i) => x * Math.min(1, i / 4800));
    const { truePeakDbtp } = measure(48_000, tone, tone);
    expect(truePeakDbtp).toBeGreaterThan(dbtp - 0.4);
    expect(truePeakDbtp).toBeLessThan(dbtp + 0.2);
  });
});
