import { BANDS, STEP } from '../timbre/timbre-analyser.ts';
import type { Timeline } from '../timeline.ts';

/** Coefficients of the spectrum's shape kept: its level, its slope, and finer ripples. */
const SHAPES = 10;
/** How much the notes count beside the colour. */
const CHROMA_WEIGHT = 0.2;
export const PULSE_FEATURES = SHAPES + 12 + 2;

/**
 * How a track sounds from each time to the next, a row each: the shape of its spectrum (cepstral coefficients of the mel
 * bands), how much is struck, and its notes. Over the track every group has the same spread, so that none drowns another.
 * @param times ascending
 */
export function pulseFeatures(times: ArrayLike<number>, timbre: Timeline, chroma: Timeline): Float32Array[] {
  const rows: Float32Array[] = [];
  for (let i = 0; i + 1 < times.length; i++) {
    const sound = timbre.mean(times[i], times[i + 1]);
    const row = new Float32Array(PULSE_FEATURES);
    for (let shape = 0; shape < SHAPES; shape++) {
      for (let band = 0; band < BANDS; band++) row[shape] += sound[STEP.bands + band] * Math.cos((Math.PI * shape * (band + 0.5)) / BANDS);
    }
    row[SHAPES] = sound[STEP.flux];
    row[SHAPES + 1] = sound[STEP.lowFlux];
    row.set(chroma.mean(times[i], times[i + 1]), SHAPES + 2);
    rows.push(row);
  }
  standardise(rows);
  return rows;
}

function standardise(rows: readonly Float32Array[]): void {
  for (let column = 0; column < PULSE_FEATURES; column++) {
    let sum = 0;
    let squares = 0;
    for (const row of rows) {
      sum += row[column];
      squares += row[column] ** 2;
    }
    const mean = sum / rows.length;
    const deviation = Math.sqrt(Math.max(0, squares / rows.length - mean * mean));
    const isNote = column >= SHAPES + 2;
    const scale = deviation > 1e-6 ? (isNote ? CHROMA_WEIGHT : 1) / deviation : 0;
    for (const row of rows) row[column] = (row[column] - mean) * scale;
  }
}
