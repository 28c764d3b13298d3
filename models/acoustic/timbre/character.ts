import { ANALYSIS_RATE } from '../track-analysis.ts';
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
