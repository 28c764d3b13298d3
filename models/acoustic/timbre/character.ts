import type { Rhythm } from '../rhythm/rhythm.ts';
import type { Timeline } from '../timeline.ts';
import { ANALYSIS_RATE, type Character } from '../track-analysis.ts';
import { melOf } from './mel-bands.ts';
import { STEP } from './timbre-analyser.ts';

/** Where the middle of a spectrum lies: at 150 Hz it is as dark as music gets, at 5 kHz as bright. */
const DARK = melOf(150);
const BRIGHT = melOf(Math.min(5000, ANALYSIS_RATE / 2));

/** 0 dark … 1 bright: the centroid of the spectrum’s magnitudes on the mel scale, louder moments counting more. */
export function brightnessOf(step: Float64Array): number {
  const weight = step[STEP.weight];
  return weight > 0 ? unit((step[STEP.centroid] / weight - DARK) / (BRIGHT - DARK)) : 0;
}

/** 0 … 1 on decibels: −45 dBFS is nothing, −6 dBFS all. */
export function loudnessOf(step: Float64Array): number {
  return unit((10 * Math.log10(step[STEP.power] + 1e-12) + 45) / 39);
}

export function unit(value: number): number {
  return Math.min(1, Math.max(0, value));
}

/** 0 … 1: how much goes on at a moment: its loudness first, then how much is struck and how bright it is. */
export function energyOf(step: Float64Array): number {
  return 0.7 * loudnessOf(step) + 0.15 * brightnessOf(step) + 0.15 * Math.min(1, step[STEP.flux]);
}

/** What a track is like as a whole. Singing and moods are not told: nothing here was measured on them. */
export function characterOf(timbre: Timeline, seconds: number, { onsetsPerSecond }: Rhythm): Character {
  const whole = timbre.mean(0, seconds);
  return {
    onsetsPerSecond,
    energy: energyOf(whole),
    brightness: brightnessOf(whole),
    danceability: 0,
    acousticness: 0,
    vocalness: null,
    valence: null,
    arousal: null,
  };
}
