import type { Random } from '../../../random.ts';
import { MEL_BANDS, WINDOW_FRAMES, WINDOW_POINTS } from '../mel-picture.ts';

/** Bands a picture is moved up or down by, at most: pitch. */
const MOST_SHIFT = 1;
/** Steps of a picture by which an equaliser raises or lowers one of its points, standard deviation. */
const EQUALISER = 4;
const EQUALISER_POINTS = 5;
/** Bands and frames hidden in one piece, at most. */
const MOST_BANDS_HIDDEN = 8;
const MOST_FRAMES_HIDDEN = 8;

/**
 * The same music as it might have been: begun elsewhere, a little higher or lower, through another equaliser.
 * @param pixels bands × frames of one window
 */
export function varied(pixels: Uint8Array, random: Random): Float32Array {
  const begin = Math.floor(random() * WINDOW_FRAMES);
  const shift = Math.round((random() * 2 - 1) * MOST_SHIFT);
  const gains = Array.from({ length: EQUALISER_POINTS }, () => EQUALISER * normal(random));
  const other = new Float32Array(WINDOW_POINTS);
  for (let band = 0; band < MEL_BANDS; band++) {
    const from = Math.min(MEL_BANDS - 1, Math.max(0, band + shift)) * WINDOW_FRAMES;
    const place = (band / (MEL_BANDS - 1)) * (EQUALISER_POINTS - 1);
    const knot = Math.min(EQUALISER_POINTS - 2, Math.floor(place));
    const gain = gains[knot] + (place - knot) * (gains[knot + 1] - gains[knot]);
    for (let frame = 0; frame < WINDOW_FRAMES; frame++) {
      other[band * WINDOW_FRAMES + frame] = pixels[from + ((frame + begin) % WINDOW_FRAMES)] + gain;
    }
  }
  return other;
}

/**
 * Hides a run of bands and a run of frames of a window, so that no part of it is relied on (SpecAugment: Park et al.
 * 2019).
 * @param input one window as the network takes it, where 0 is the mean; changed
 */
export function hide(input: Float32Array, random: Random): void {
  const bands = Math.floor(random() * MOST_BANDS_HIDDEN);
  const band = Math.floor(random() * (MEL_BANDS - bands + 1));
  input.fill(0, band * WINDOW_FRAMES, (band + bands) * WINDOW_FRAMES);
  const frames = Math.floor(random() * MOST_FRAMES_HIDDEN);
  const frame = Math.floor(random() * (WINDOW_FRAMES - frames + 1));
  for (let row = 0; row < MEL_BANDS; row++) {
    input.fill(0, row * WINDOW_FRAMES + frame, row * WINDOW_FRAMES + frame + frames);
  }
}

/** Normally distributed (Box & Muller 1958). */
export function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
