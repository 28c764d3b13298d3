import type { Random } from '../../../models/random.ts';
import { ANALYSIS_RATE } from '../../../models/acoustic/track-analysis.ts';

/** Notes that sound together for a while: MIDI numbers, with some overtones. */
export interface Chord {
  readonly seconds: number;
  readonly notes: readonly number[];
}

/** Chords one after the other at the analysis rate, each struck and dying away. */
export function playChords(chords: readonly Chord[], cents = 0): Float32Array {
  return joined(
    chords.map(({ seconds, notes }) =>
      Float32Array.from({ length: Math.round(seconds * ANALYSIS_RATE) }, (_, i) => {
        const t = i / ANALYSIS_RATE;
        const tones = notes.map((note) => 440 * 2 ** ((note - 69 + cents / 100) / 12));
        return 0.1 * Math.exp(-t) * tones.reduce((sum, hz) => sum + Math.sin(2 * Math.PI * hz * t) + 0.4 * Math.sin(4 * Math.PI * hz * t) + 0.2 * Math.sin(6 * Math.PI * hz * t), 0);
      }),
    ),
  );
}

export function noise(seconds: number, level: number, random: Random): Float32Array {
  return Float32Array.from({ length: Math.round(seconds * ANALYSIS_RATE) }, () => level * (2 * random() - 1));
}

export function joined(parts: readonly Float32Array[]): Float32Array {
  const whole = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
