import { beforeAll, describe, expect, it } from 'vitest';
import { compose, type Commission, type Composition } from '../../../src/library/demo/compose.ts';
import { SCALES } from '../../../src/library/demo/composition/scale.ts';
import { render, type Rendering } from '../../../src/library/demo/render.ts';
import { STYLE_NAMES, type StyleName } from '../../../src/library/demo/styles/style.ts';
import { onsets, onsetsNear, pitchClasses } from './hearing.ts';

const commission = (style: StyleName, changes: Partial<Commission> = {}): Commission => ({
  seed: 20_26, style, band: 0, seconds: 20, loudness: null, genres: [], moods: [], ...changes,
});

describe.each(STYLE_NAMES)('%s, rendered', (style) => {
  let piece: Composition;
  let sound: Rendering;
  beforeAll(() => {
    piece = compose(commission(style));
    sound = render(piece.score);
  });

  it('is sound from beginning to end, without DC and under full scale', () => {
    const { left, right, loudness } = sound;
    expect(left.length).toBe(right.length);
    expect(left.length / 48_000).toBeGreaterThanOrEqual(piece.score.musicSeconds - 0.01);
    let sum = 0;
    let peak = 0;
    for (let i = 0; i < left.length; i++) {
      sum += left[i];
      peak = Math.max(peak, Math.abs(left[i]), Math.abs(right[i]));
    }
    expect(Math.abs(sum / left.length)).toBeLessThan(0.005);
    expect(peak).toBeGreaterThan(0.05);
    expect(peak).toBeLessThan(0.95);
    expect(loudness.truePeakDbtp).toBeLessThan(-0.3);
    // Ends in silence.
    expect(Math.abs(left[left.length - 1])).toBeLessThan(1e-4);
  });

  it('is as loud as the score asks', () => {
    expect(Math.abs(sound.loudness.integratedLufs - piece.score.master.loudness)).toBeLessThan(1);
  });

  it('sets in on the beats of its ground truth', () => {
    const strength = onsets(sound);
    const { beats, bpm } = piece.truth;
    const anywhere = Array.from({ length: 400 }, (_, i) => 1 + i * 0.0731);
    expect(onsetsNear(strength, beats.slice(1))).toBeGreaterThan(1.12 * onsetsNear(strength, anywhere.filter((t) => t < beats[beats.length - 1])));
    // A grid of another tempo does not fit.
    const wrong = beats.slice(1).map((_, i) => 0.05 + (i + 1) * (60 / bpm) * 1.13);
    expect(onsetsNear(strength, beats.slice(1))).toBeGreaterThan(onsetsNear(strength, wrong.filter((t) => t < beats[beats.length - 1])));
  });

  it('sounds in its key', () => {
    const strength = pitchClasses(sound);
    const { pitchClass, mode } = piece.truth.key;
    const inside = SCALES[mode].map((s) => strength[(s + pitchClass) % 12]);
    const outside = [...strength].filter((_, pc) => !SCALES[mode].some((s) => (s + pitchClass) % 12 === pc));
    const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
    expect(mean(inside)).toBeGreaterThan(1.25 * mean(outside));
  });

  it('differs in fullness from section to section', () => {
    const levels = piece.truth.sections.map(({ start, end }) => {
      let energy = 0;
      for (let i = Math.round(start * 48_000); i < Math.round(end * 48_000); i++) energy += sound.left[i] ** 2;
      return 10 * Math.log10(energy / (end - start) / 48_000);
    });
    expect(Math.max(...levels) - Math.min(...levels)).toBeGreaterThan(1.5);
  });
});

describe('rendering', () => {
  it('gives the same samples every time', () => {
    const once = render(compose(commission('folk', { seconds: 1 })).score);
    const again = render(compose(commission('folk', { seconds: 1 })).score);
    expect(Buffer.compare(Buffer.from(once.left.buffer, once.left.byteOffset, once.left.byteLength), Buffer.from(again.left.buffer, again.left.byteOffset, again.left.byteLength))).toBe(0);
    expect(again.loudness).toEqual(once.loudness);
  });

  it('reaches a hot loudness without passing full scale, and a quiet one', () => {
    for (const loudness of [-8, -26]) {
      const { loudness: measured } = render(compose(commission('chiptune', { seconds: 1, loudness })).score);
      expect(Math.abs(measured.integratedLufs - loudness)).toBeLessThan(1);
      expect(measured.truePeakDbtp).toBeLessThan(-0.3);
    }
  });
});
