import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Pcm } from '../../src/audio/pcm.ts';
import { Resampler } from '../../src/audio/resampler.ts';
import { sineStereo } from './signals.ts';

function resample(sound: Pcm, rate: number, cuts: readonly number[] = [4096]): Float32Array {
  const resampler = new Resampler(rate);
  const out: number[] = [];
  for (let at = 0, k = 0; at < sound.left.length; k++) {
    const to = at + cuts[k % cuts.length];
    out.push(...resampler.process({ left: sound.left.subarray(at, to), right: sound.right.subarray(at, to) }).left);
    at = to;
  }
  out.push(...resampler.flush().left);
  return Float32Array.from(out);
}

/** Signal to error in decibels, away from the edges. */
function fidelity(heard: Float32Array, expected: Float32Array): number {
  let signal = 0;
  let error = 0;
  for (let i = 500; i < expected.length - 500; i++) {
    signal += expected[i] ** 2;
    error += (heard[i] - expected[i]) ** 2;
  }
  return 10 * Math.log10(signal / error);
}

describe('Resampler', () => {
  it.each([8000, 11_025, 16_000, 22_050, 32_000, 44_100, 88_200, 96_000, 176_400, 192_000])('brings %i Hz to 48 kHz: same tone, same time, same length', (rate) => {
    for (const hz of [440, Math.min(0.35 * rate, 12_000)]) {
      const source = sineStereo({ hz, seconds: 0.5, sampleRate: rate });
      const heard = resample(source, rate);
      const expected = sineStereo({ hz, seconds: 0.5 }).left;
      expect(heard.length).toBe(Math.ceil((source.left.length * 48_000) / rate));
      expect(fidelity(heard, expected)).toBeGreaterThan(60);
    }
  });

  it('does well at rates that no table fits', () => {
    const heard = resample(sineStereo({ hz: 1000, seconds: 0.5, sampleRate: 44_056 }), 44_056);
    expect(fidelity(heard, sineStereo({ hz: 1000, seconds: 0.5 }).left)).toBeGreaterThan(60);
  });

  it('lets nothing through that would fold back', () => {
    const heard = resample(sineStereo({ hz: 30_000, seconds: 0.3, amplitude: 1, sampleRate: 96_000 }), 96_000);
    expect(Math.max(...heard.subarray(500, -500).map(Math.abs))).toBeLessThan(0.001);
  });

  it('brings sound to other rates too, and mono by one channel’s work', () => {
    const { left } = sineStereo({ hz: 3000, seconds: 0.5 });
    const resampler = new Resampler(48_000, 22_050);
    const begun = resampler.process({ left, right: left });
    const rest = resampler.flush();
    const heard = Float32Array.from([...begun.left, ...rest.left]);
    expect(begun.right).toBe(begun.left);
    expect(heard.length).toBe(11_025);
    expect(fidelity(heard, sineStereo({ hz: 3000, seconds: 0.5, sampleRate: 22_050 }).left)).toBeGreaterThan(60);
    const stereo = new Resampler(48_000, 22_050).process({ left, right: left.slice() });
    expect(stereo.left).toEqual(begun.left);
    expect(stereo.right).toEqual(begun.left);
  });

  it('gives the same whatever blocks it is fed', () => {
    const sound = sineStereo({ hz: 200, seconds: 0.2, sweepToHz: 8000, sampleRate: 44_100 });
    const whole = resample(sound, 44_100, [100_000]);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 3000 }), { minLength: 1, maxLength: 10 }), (cuts) => {
        expect(resample(sound, 44_100, cuts)).toEqual(whole);
      }),
      { numRuns: 30 },
    );
  });
});
