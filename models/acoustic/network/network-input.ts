import { DB_PER_STEP, DEPTH_DB, WINDOW_POINTS } from './mel-picture.ts';

/** Flatter than this is no music: steps of a picture. */
const LEAST_DEVIATION = 1;

/**
 * Pictures as the network takes them: nothing lower than {@link DEPTH_DB} below a window's loudest point, then every
 * window with mean 0 and standard deviation 1. So it does not matter in which units of dB they are written.
 * @param pixels windows × bands × frames
 */
export function networkInput(pixels: ArrayLike<number>): Float32Array {
  const input = new Float32Array(pixels.length);
  for (let from = 0; from < pixels.length; from += WINDOW_POINTS) {
    const to = from + WINDOW_POINTS;
    let loudest = -Infinity;
    for (let i = from; i < to; i++) loudest = Math.max(loudest, pixels[i]);
    const floor = loudest - DEPTH_DB / DB_PER_STEP;
    let sum = 0;
    for (let i = from; i < to; i++) sum += input[i] = Math.max(floor, pixels[i]);
    const mean = sum / WINDOW_POINTS;
    let squares = 0;
    for (let i = from; i < to; i++) squares += (input[i] - mean) ** 2;
    const deviation = Math.max(LEAST_DEVIATION, Math.sqrt(squares / WINDOW_POINTS));
    for (let i = from; i < to; i++) input[i] = (input[i] - mean) / deviation;
  }
  return input;
}
