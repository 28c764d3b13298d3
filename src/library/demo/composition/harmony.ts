import { modulo, scalePitchClasses, type Key } from './scale.ts';

export interface Chord {
  readonly numeral: string;
  /** Pitch class of the root and of the lowest note. */
  readonly root: number;
  readonly bass: number;
  /** Semitones above the root, stacked upwards from 0. */
  readonly intervals: readonly number[];
  readonly pitchClasses: readonly number[];
}

/** A chord and where it holds, in beats of the track. */
export interface ChordSpan {
  readonly start: number;
  readonly beats: number;
  readonly chord: Chord;
}

const DEGREES: Readonly<Record<string, number>> = { i: 0, ii: 2, iii: 4, iv: 5, v: 7, vi: 9, vii: 11 };

const QUALITIES: Readonly<Record<string, readonly number[]>> = {
  '5': [0, 7],
  sus2: [0, 2, 7],
  sus4: [0, 5, 7],
  '7sus4': [0, 5, 7, 10],
  '9sus4': [0, 5, 7, 10, 14],
  ø7: [0, 3, 6, 10],
  o7: [0, 3, 6, 9],
  '7b9': [0, 4, 7, 10, 13],
  '7alt': [0, 4, 8, 10, 15],
  '13': [0, 4, 7, 10, 14, 21],
  'maj7#11': [0, 4, 7, 11, 18],
};

/** Suffixes that keep the third of the numeral's case. */
const EXTENSIONS: Readonly<Record<string, readonly number[]>> = {
  '': [],
  '6': [9],
  '69': [9, 14],
  '7': [10],
  maj7: [11],
  '9': [10, 14],
  maj9: [11, 14],
  add9: [14],
  '11': [10, 14, 17],
};

/**
 * Reads a Roman numeral: roots are counted from the tonic's major scale (`bVI` lies a minor sixth up in
 * any mode), upper case is major, lower case minor; a slash names the bass likewise (`I/III`).
 * @throws Error on anything else: progressions are data of ours, so this is a fault to find in a test.
 */
export function parseChord(numeral: string, tonic: number): Chord {
  const match = /^([b#]?)([iv]+|[IV]+)([^/]*)(?:\/([b#]?)([iv]+|[IV]+))?$/.exec(numeral);
  if (!match) throw new Error(`not a chord: ${numeral}`);
  const [, accidental, letters, suffix, bassAccidental, bassLetters] = match;
  const third = letters === letters.toLowerCase() ? 3 : 4;
  const extension = EXTENSIONS[suffix];
  const intervals = QUALITIES[suffix] ?? (extension ? [0, third, 7, ...extension] : null);
  if (!intervals) throw new Error(`unknown chord quality: ${numeral}`);
  const root = degree(accidental, letters, tonic);
  return {
    numeral,
    root,
    bass: bassLetters === undefined ? root : degree(bassAccidental, bassLetters, tonic),
    intervals,
    pitchClasses: [...new Set(intervals.map((i) => (root + i) % 12))],
  };
}

function degree(accidental: string | undefined, letters: string, tonic: number): number {
  const shift = accidental === 'b' ? -1 : accidental === '#' ? 1 : 0;
  const semitones = DEGREES[letters.toLowerCase()];
  if (semitones === undefined) throw new Error(`not a scale degree: ${letters}`);
  return modulo(tonic + semitones + shift, 12);
}

/**
 * Reads a progression: bars are separated by spaces, several chords of one bar by `-` (they share it
 * evenly), `%` repeats the bar before. Spans are counted from 0.
 */
export function parseProgression(text: string, tonic: number, beatsPerBar: number): ChordSpan[] {
  const spans: ChordSpan[] = [];
  let previous = '';
  text.split(' ').forEach((written, bar) => {
    const numerals = (written === '%' ? previous : written).split('-');
    previous = written === '%' ? previous : written;
    const beats = beatsPerBar / numerals.length;
    numerals.forEach((numeral, i) => {
      spans.push({ start: bar * beatsPerBar + i * beats, beats, chord: parseChord(numeral, tonic) });
    });
  });
  return spans;
}

/** The key's scale bent to hold every tone of the chord: a foreign chord tone replaces its neighbour. */
export function chordScale(key: Key, chord: Chord): readonly number[] {
  const scale = [...scalePitchClasses(key)];
  for (const tone of chord.pitchClasses) {
    if (scale.includes(tone)) continue;
    const neighbour = scale.findIndex(
      (pc) => !chord.pitchClasses.includes(pc) && [1, 11].includes(modulo(pc - tone, 12)),
    );
    if (neighbour >= 0) scale[neighbour] = tone;
    else scale.push(tone);
  }
  return scale;
}
