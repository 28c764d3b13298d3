import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chordScale, parseChord, parseProgression } from '../../../src/library/demo/composition/harmony.ts';
import { isMinor, nearestPitch, SCALES, stepAlong, type Mode } from '../../../src/library/demo/composition/scale.ts';
import { voiceChord } from '../../../src/library/demo/composition/voicing.ts';
import { STYLES } from '../../../src/library/demo/styles/styles.ts';

const modes = Object.keys(SCALES) as Mode[];
const numerals = [...new Set(Object.values(STYLES).flatMap(({ minor, major }) =>
  [minor, major].flatMap((p) => (p ? [...p.verse, ...p.chorus, ...p.break, p.home] : [])),
).join(' ').split(/[ -]/))].filter((n) => n !== '%' && n !== '');

const anyChord = fc.tuple(fc.constantFrom(...numerals), fc.integer({ min: 0, max: 11 })).map(([n, tonic]) => parseChord(n, tonic));

describe('Roman numerals', () => {
  it.each([
    ['I', 0, [0, 4, 7]],
    ['vi7', 0, [9, 0, 4, 7]],
    ['V7', 7, [2, 6, 9, 0]],
    ['bVImaj7', 9, [5, 9, 0, 4]],
    ['iiø7', 0, [2, 5, 8, 0]],
    ['V9sus4', 0, [7, 0, 2, 5, 9]],
    ['#ivo7', 0, [6, 9, 0, 3]],
  ])('%s over tonic %i', (numeral, tonic, classes) => {
    expect(parseChord(numeral, tonic).pitchClasses).toEqual(classes);
  });

  it('reads the bass after a slash', () => {
    expect(parseChord('V/VII', 0)).toMatchObject({ root: 7, bass: 11 });
  });

  it('refuses what is no chord', () => {
    expect(() => parseChord('IIII', 0)).toThrow('IIII');
    expect(() => parseChord('Vmystery', 0)).toThrow('Vmystery');
    expect(() => parseChord('H7', 0)).toThrow('H7');
  });

  it('lays chords out over bars, sharing and repeating them', () => {
    const spans = parseProgression('ii7-V7 I % vi7', 0, 4);
    expect(spans.map((s) => [s.chord.numeral, s.start, s.beats])).toEqual([
      ['ii7', 0, 2], ['V7', 2, 2], ['I', 4, 4], ['I', 8, 4], ['vi7', 12, 4],
    ]);
  });

  it('every progression of every style can be read and is one to eight bars long', () => {
    for (const style of Object.values(STYLES)) {
      for (const mode of style.modes) {
        const progressions = isMinor(mode) ? style.minor : style.major;
        for (const text of [...progressions!.verse, ...progressions!.chorus, ...progressions!.break]) {
          const spans = parseProgression(text, 5, 4);
          expect([2, 4, 8]).toContain(spans.reduce((sum, s) => sum + s.beats, 0) / 4);
        }
      }
    }
  });
});

describe('scales and voicings', () => {
  it('a chord scale holds every tone of the chord and at most eight notes', () => {
    fc.assert(fc.property(anyChord, fc.integer({ min: 0, max: 11 }), fc.constantFrom(...modes), (chord, tonic, mode) => {
      const scale = chordScale({ tonic, mode }, chord);
      for (const tone of chord.pitchClasses) expect(scale).toContain(tone);
    }));
  });

  it('steps along a scale never leave it and undo each other', () => {
    fc.assert(fc.property(fc.integer({ min: 36, max: 90 }), fc.integer({ min: -9, max: 9 }), fc.constantFrom(...modes), (pitch, steps, mode) => {
      const classes = SCALES[mode];
      const there = stepAlong(pitch, steps, classes);
      expect(classes).toContain(there % 12);
      expect(stepAlong(there, -steps, classes)).toBe(nearestPitch(pitch, classes));
    }));
  });

  it('voicings hold chord tones only, stay in range and rise', () => {
    fc.assert(fc.property(anyChord, anyChord, fc.integer({ min: 45, max: 57 }), (first, second, low) => {
      const range = { low, high: low + 24, notes: 4 };
      const from = voiceChord(first, null, range);
      const to = voiceChord(second, from, range);
      for (const [voicing, chord] of [[from, first], [to, second]] as const) {
        expect(voicing.length).toBeGreaterThanOrEqual(Math.min(3, chord.pitchClasses.length));
        expect(voicing[0]).toBeGreaterThanOrEqual(low);
        expect(voicing[voicing.length - 1]).toBeLessThanOrEqual(low + 24);
        expect(voicing).toEqual(voicing.toSorted((a, b) => a - b));
        for (const pitch of voicing) expect(chord.pitchClasses).toContain(pitch % 12);
      }
    }));
  });

  it('voices move little from chord to chord', () => {
    const range = { low: 52, high: 76, notes: 4 };
    const moves: number[] = [];
    for (const style of Object.values(STYLES)) {
      for (const text of (style.major ?? style.minor!).chorus) {
        let previous: number[] | null = null;
        for (const { chord } of parseProgression(text, 2, 4)) {
          const voicing: number[] = voiceChord(chord, previous, range);
          const before = previous;
          if (before) for (const pitch of voicing) moves.push(Math.min(...before.map((p) => Math.abs(p - pitch))));
          previous = voicing;
        }
      }
    }
    const mean = moves.reduce((a, b) => a + b, 0) / moves.length;
    expect(mean).toBeLessThan(2);
  });
});
