/** Modes the composer writes in. */
export type Mode = 'major' | 'minor' | 'dorian' | 'mixolydian' | 'lydian';

export interface Key {
  /** Pitch class of the tonic, 0 = C. */
  readonly tonic: number;
  readonly mode: Mode;
}

/** Semitones above the tonic. */
export const SCALES: Readonly<Record<Mode, readonly number[]>> = {
  major: [0, 2, 4, 5, 7, 9, 11],
  minor: [0, 2, 3, 5, 7, 8, 10],
  dorian: [0, 2, 3, 5, 7, 9, 10],
  mixolydian: [0, 2, 4, 5, 7, 9, 10],
  lydian: [0, 2, 4, 6, 7, 9, 11],
};

const NAMES = ['C', 'C#', 'D', 'Eb', 'E', 'F', 'F#', 'G', 'Ab', 'A', 'Bb', 'B'];

export function pitchClassName(pitchClass: number): string {
  return NAMES[modulo(pitchClass, 12)];
}

/** Modes with a minor third share their progressions and pentatonic. */
export function isMinor(mode: Mode): boolean {
  return mode === 'minor' || mode === 'dorian';
}

/** Pitch classes of the key's pentatonic: the scale without its semitones, safe over most chords. */
export function pentatonic(key: Key): readonly number[] {
  const steps = isMinor(key.mode) ? [0, 3, 5, 7, 10] : [0, 2, 4, 7, 9];
  return steps.map((s) => (key.tonic + s) % 12);
}

export function scalePitchClasses(key: Key): readonly number[] {
  return SCALES[key.mode].map((s) => (key.tonic + s) % 12);
}

export function modulo(value: number, base: number): number {
  return ((value % base) + base) % base;
}

/** The pitch nearest to `target` whose class is among `classes`; ties go up. */
export function nearestPitch(target: number, classes: readonly number[]): number {
  for (let distance = 0; distance <= 12; distance++) {
    for (const candidate of [Math.round(target) + distance, Math.round(target) - distance]) {
      if (classes.includes(modulo(candidate, 12))) return candidate;
    }
  }
  return Math.round(target);
}

/** Moves `steps` places along the ladder of pitches whose class is among `classes`, from `pitch` (on or off it). */
export function stepAlong(pitch: number, steps: number, classes: readonly number[]): number {
  let current = nearestPitch(pitch, classes);
  const direction = Math.sign(steps);
  for (let left = Math.abs(steps); left > 0; left--) {
    do current += direction;
    while (!classes.includes(modulo(current, 12)));
  }
  return current;
}
