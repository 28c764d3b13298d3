import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MEL_BANDS, type MelPicture, WINDOW_FRAMES, WINDOW_POINTS } from '../../../../models/acoustic/network/mel-picture.ts';
import { MelPictureBuilder } from '../../../../models/acoustic/network/mel-picture-builder.ts';
import { ANALYSIS_RATE } from '../../../../models/acoustic/track-analysis.ts';
import { seeded } from '../../../../models/random.ts';

/** Noise whose colour changes, so that windows differ. */
function sound(seconds: number, seed = 1): Float32Array {
  const random = seeded(seed);
  let low = 0;
  return Float32Array.from({ length: Math.round(seconds * ANALYSIS_RATE) }, (_, i) => {
    low += (0.02 + 0.3 * Math.sin(i / ANALYSIS_RATE) ** 2) * (random() * 2 - 1 - low);
    return 0.5 * low;
  });
}

function pictureOf(samples: Float32Array, chunk = samples.length): MelPicture {
  const builder = new MelPictureBuilder();
  for (let at = 0; at < samples.length; at += chunk) builder.push(samples.subarray(at, at + chunk));
  return builder.finish();
}

describe('the mel picture of a track', () => {
  it('is the same in whatever pieces the samples come', () => {
    const samples = sound(11);
    const whole = pictureOf(samples);
    expect(whole.windows).toBe(2);
    fc.assert(
      fc.property(fc.integer({ min: 200, max: 60_000 }), (chunk) => {
        expect(pictureOf(samples, chunk)).toEqual(whole);
      }),
      { numRuns: 12 },
    );
  });

  it('does not tell how loud the track is recorded', () => {
    const samples = sound(6);
    const loud = pictureOf(samples);
    const quiet = pictureOf(samples.map((sample) => sample / 100));
    const most = loud.pixels.reduce((worst, pixel, i) => Math.max(worst, Math.abs(pixel - quiet.pixels[i])), 0);
    expect(most).toBeLessThanOrEqual(1);
  });

  it('shows a tone in the band where it lies, in every frame', () => {
    const tone = (hertz: number) => Float32Array.from({ length: 6 * ANALYSIS_RATE }, (_, i) => Math.sin((2 * Math.PI * hertz * i) / ANALYSIS_RATE));
    const loudestBands = [60, 440, 3000, 9000].map((hertz) => {
      const { pixels } = pictureOf(tone(hertz));
      const bands = Array.from({ length: WINDOW_FRAMES }, (_, frame) => {
        const column = Array.from({ length: MEL_BANDS }, (_, band) => pixels[band * WINDOW_FRAMES + frame]);
        return column.indexOf(Math.max(...column));
      });
      expect(new Set(bands).size).toBe(1);
      return bands[0];
    });
    // 50.7 Hz a band up to 1 kHz; above it, equal steps of pitch.
    expect(loudestBands).toEqual([0, 7, 39, 60]);
  });

  it('has at most 16 windows of however long a track, spread over all of it', () => {
    const builder = new MelPictureBuilder();
    const first = sound(75);
    const tone = Float32Array.from(first, (_, i) => Math.sin(i / 5));
    for (const part of [first, first, tone, tone]) builder.push(part);
    const { windows, pixels } = builder.finish();
    expect(windows).toBeGreaterThan(8);
    expect(windows).toBeLessThanOrEqual(16);
    expect(pixels).toHaveLength(windows * WINDOW_POINTS);
    const spreads = Array.from({ length: windows }, (_, w) => {
      const window = pixels.subarray(w * WINDOW_POINTS, (w + 1) * WINDOW_POINTS);
      return window.filter((pixel) => pixel > 150).length / WINDOW_POINTS;
    });
    const tonal = spreads.map((share) => share < 0.5);
    expect(tonal.indexOf(true)).toBeGreaterThanOrEqual(Math.floor(windows / 2));
    expect(tonal.indexOf(true)).toBeLessThanOrEqual(Math.ceil(windows / 2) + 1);
    expect(tonal.lastIndexOf(false)).toBeLessThan(tonal.indexOf(true));
  });

  it('repeats what is shorter than a window', () => {
    const { windows, pixels } = pictureOf(sound(2));
    expect(windows).toBe(1);
    // 2 s are 22 frames.
    for (let band = 0; band < MEL_BANDS; band++) {
      const row = pixels.subarray(band * WINDOW_FRAMES, (band + 1) * WINDOW_FRAMES);
      expect(row.subarray(22, 44)).toEqual(row.subarray(0, 22));
    }
    expect(pictureOf(sound(0.05)).windows).toBe(1);
  });

  it('leaves out silence, and is empty where nothing is heard', () => {
    const pause = new Float32Array(30 * ANALYSIS_RATE);
    const builder = new MelPictureBuilder();
    builder.push(sound(10.5));
    builder.push(pause);
    expect(builder.finish().windows).toBeLessThanOrEqual(3);
    expect(pictureOf(pause)).toEqual({ windows: 0, pixels: new Uint8Array(0) });
    expect(pictureOf(new Float32Array(0)).windows).toBe(0);
  });
});
