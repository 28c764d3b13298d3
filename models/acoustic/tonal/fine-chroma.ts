import { eachPeak } from './spectral-peaks.ts';

/** Bins of an octave, a tenth of a semitone each, from C on. */
export const FINE_BINS = 120;
const PER_SEMITONE = FINE_BINS / 12;

const LOW_HZ = 25;
/** Peaks count less and less over the octave below: cut off at once, noise would seem to have a note there. */
const HIGH_HZ = 3500;
/** Where a tone begins to be a bass: the octave around it is both. */
const BASS_HZ = 220;
/** A peak may be an overtone of what is meant: it speaks for its second to fourth part too, each weaker. */
const HARMONICS = 4;
const HARMONIC_DECAY = 0.6;
/** Of ln(1 + γ·magnitude): what is loud does not drown the rest. */
const COMPRESSION = 30;
const C_BELOW_A440 = 9;

/**
 * Adds a spectrum to a harmonic pitch class profile (Gómez 2006): where in the octave its peaks lie, apart for the bass
 * and for what is above it.
 * @param magnitudes a full-scale sine is 1
 * @param binHz from one bin to the next
 * @param bass of {@link FINE_BINS}, added to
 * @param treble likewise
 * @returns what was added to both
 */
export function addFineChroma(magnitudes: Float64Array, binHz: number, bass: Float64Array, treble: Float64Array): number {
  let total = 0;
  eachPeak(magnitudes, Math.max(1, Math.floor(LOW_HZ / binHz)), Math.min(magnitudes.length - 1, Math.ceil(HIGH_HZ / binHz)), (bin, magnitude) => {
    let salience = Math.log1p(COMPRESSION * magnitude) * Math.max(0, Math.min(1, Math.log2(HIGH_HZ / (bin * binHz))));
    for (let part = 1; part <= HARMONICS; part++, salience *= HARMONIC_DECAY) {
      const hz = (bin * binHz) / part;
      if (hz < LOW_HZ) return;
      const fine = modulo(Math.round(PER_SEMITONE * (12 * Math.log2(hz / 440) + C_BELOW_A440)), FINE_BINS);
      const low = Math.min(1, Math.max(0, Math.log2(BASS_HZ / hz) + 0.5));
      bass[fine] += low * salience;
      treble[fine] += (1 - low) * salience;
      total += salience;
    }
  });
  return total;
}

export interface Tuning {
  /** Semitones above equal temperament at A = 440 Hz: −0.5 … 0.5. */
  readonly offset: number;
  /** 0 … 1: how much the tones agree on it. Noise does not. */
  readonly agreement: number;
}

/** How an octave is tuned: the mean direction of its bins on the circle of one semitone (Dressler & Streich 2007). */
export function tuningOf(...chromas: readonly Float64Array[]): Tuning {
  let cos = 0;
  let sin = 0;
  let sum = 0;
  for (const chroma of chromas) {
    for (let fine = 0; fine < FINE_BINS; fine++) {
      const angle = (2 * Math.PI * fine) / PER_SEMITONE;
      cos += chroma[fine] * Math.cos(angle);
      sin += chroma[fine] * Math.sin(angle);
      sum += chroma[fine];
    }
  }
  return { offset: Math.atan2(sin, cos) / (2 * Math.PI), agreement: sum > 0 ? Math.hypot(cos, sin) / sum : 0 };
}

/** The twelve pitch classes of a fine chroma in a tuning; what lies between two of them counts for neither. */
export function foldChroma(fine: Float64Array, offset: number, into = new Float64Array(12)): Float64Array {
  into.fill(0);
  for (let bin = 0; bin < FINE_BINS; bin++) {
    const pitch = bin / PER_SEMITONE - offset;
    const nearest = Math.round(pitch);
    into[modulo(nearest, 12)] += fine[bin] * Math.cos(Math.PI * (pitch - nearest)) ** 2;
  }
  return into;
}

function modulo(value: number, by: number): number {
  return ((value % by) + by) % by;
}
