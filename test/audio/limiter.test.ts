import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TruePeakMeter } from '../../models/acoustic/true-peak.ts';
import { Limiter } from '../../src/audio/limiter.ts';
import { LATENCY } from './offline-player.ts';
import { noiseStereo, sineStereo } from './signals.ts';
import type { Pcm } from '../../src/audio/pcm.ts';

function limited(sound: Pcm, gain: number, block = 960): Pcm {
  const limiter = new Limiter(-1);
  const left = sound.left.map((x) => x * gain);
  const right = sound.right.map((x) => x * gain);
  for (let at = 0; at < left.length; at += block) limiter.process(left.subarray(at, at + block), right.subarray(at, at + block));
  return { left, right };
}

function dbtp({ left, right }: Pcm): number {
  const meters = [left, right].map((channel) => {
    const meter = new TruePeakMeter();
    meter.push(channel);
    return meter.peak;
  });
  return 20 * Math.log10(Math.max(...meters));
}

describe('Limiter', () => {
  it('holds −1 dBTP whatever is driven into it', () => {
    fc.assert(
      fc.property(fc.integer(), fc.double({ min: 0, max: 30, noNaN: true }), fc.constantFrom('noise', 'sweep', 'bursts'), (seed, drive, kind) => {
        const noise = noiseStereo(seed, 0.4, 0.5);
        const sound = kind === 'sweep' ? sineStereo({ hz: 50, seconds: 0.4, sweepToHz: 15_000, amplitude: 0.9 }) : noise;
        if (kind === 'bursts') for (let i = 0; i < noise.left.length; i++) if (i % 5000 > 60) noise.left[i] = noise.right[i] = 0.001;
        expect(dbtp(limited(sound, 10 ** (drive / 20)))).toBeLessThanOrEqual(-1);
      }),
      { numRuns: 40 },
    );
  });

  it('leaves what is below as it is, later by 3 ms', () => {
    const sound = noiseStereo(3, 0.5, 0.3);
    const out = limited(sound, 1);
    expect(out.left.subarray(LATENCY)).toEqual(sound.left.subarray(0, sound.left.length - LATENCY));
    expect(out.right.subarray(LATENCY)).toEqual(sound.right.subarray(0, sound.right.length - LATENCY));
  });

  it('comes back to full gain after a peak', () => {
    const sound = sineStereo({ hz: 500, seconds: 2, amplitude: 0.3 });
    for (let i = 20_000; i < 20_100; i++) sound.left[i] = sound.right[i] = 3 * Math.sin(i);
    const { left } = limited(sound, 1);
    const at = 20_100 + 48_000;
    expect(left[at + LATENCY]).toBeCloseTo(sound.left[at], 4);
    expect(Math.abs(left[20_050 + LATENCY])).toBeLessThan(0.9);
  });

  it('works the same in blocks of any length', () => {
    const sound = noiseStereo(4, 0.3, 0.5);
    expect(limited(sound, 4, 37)).toEqual(limited(sound, 4, 960));
  });

  it('keeps the balance between left and right', () => {
    const { left } = sineStereo({ hz: 997, seconds: 0.5, amplitude: 1 });
    const out = limited({ left, right: left.map((x) => 0.25 * x) }, 4);
    for (let i = 5000; i < out.left.length; i += 11) expect(out.right[i]).toBeCloseTo(0.25 * out.left[i], 6);
  });
});
