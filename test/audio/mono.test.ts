import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ANALYSIS_RATE } from '../../models/acoustic/track-analysis.ts';
import { MonoStream, monoOf } from '../../src/audio/mono.ts';

const RATE = 44_100;

function tone(hertz: number, level: number, offset = 0): Float32Array {
  return Float32Array.from({ length: RATE / 2 }, (_, i) => offset + level * Math.sin((2 * Math.PI * hertz * i) / RATE));
}

function levelOf(samples: Float32Array): number {
  return Math.sqrt(samples.reduce((sum, x) => sum + x * x, 0) / samples.length);
}

describe('sound as it is analysed', () => {
  it('is the mean of both channels, without an offset, and no shorter', () => {
    const mono = monoOf({ left: tone(440, 0.6, 0.2), right: tone(440, 0.2, 0.2) }, RATE);
    expect(Math.abs(mono.length - ANALYSIS_RATE / 2)).toBeLessThan(40);
    expect(levelOf(mono)).toBeCloseTo(0.4 / Math.SQRT2, 2);
    expect(levelOf(monoOf({ left: tone(440, 0.5), right: tone(440, -0.5) }, RATE))).toBeLessThan(1e-6);
  });

  it('is the same in whatever pieces it comes, and leaves them as they are', () => {
    const sound = tone(330, 0.5, 0.1);
    const whole = monoOf({ left: sound, right: sound }, RATE);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 9000 }), { minLength: 1, maxLength: 12 }), (lengths) => {
        const stream = new MonoStream(RATE);
        const heard: number[] = [];
        let at = 0;
        for (const length of [...lengths, sound.length]) {
          const block = sound.slice(at, at + length);
          heard.push(...stream.push({ left: block, right: block }));
          expect(block).toEqual(sound.slice(at, at + length));
          at = Math.min(sound.length, at + length);
        }
        heard.push(...stream.flush());
        expect(Float32Array.from(heard)).toEqual(whole);
      }),
      { numRuns: 15 },
    );
  });
});
