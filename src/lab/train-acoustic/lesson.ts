import { WINDOW_POINTS } from '../../../models/acoustic/network/mel-picture.ts';
import { UNKNOWN } from '../../../models/acoustic/network/training/head.ts';
import type { TrainingPlan, TrainingSet } from '../../../models/acoustic/network/training/train-network.ts';
import type { GenrePicture } from './genre-pictures.ts';
import { BANDS, type SynthesisedPictures, TEMPO_CLASSES } from './synthesised-pictures.ts';

/** Windows of a batch from each of the two sets. */
const GENRE_SHARE = 28;
const SYNTHESISED_SHARE = 4;

/** What the network is taught: genres of recorded music; band, mode and tempo of synthesised music. */
export function lesson(
  pictures: readonly GenrePicture[],
  made: SynthesisedPictures,
  { seed, steps }: { readonly seed: number; readonly steps: number },
): { readonly sets: readonly TrainingSet[]; readonly plan: TrainingPlan } {
  const genres = [...new Set(pictures.map(({ genre }) => genre))].sort();
  const pixels = new Uint8Array(pictures.length * WINDOW_POINTS);
  pictures.forEach((picture, i) => pixels.set(picture.pixels, i * WINDOW_POINTS));
  const recorded = pictures.map(({ genre }) => [genres.indexOf(genre), UNKNOWN, UNKNOWN, UNKNOWN]);
  const synthesised = made.truths.map(({ band, mode, tempo }) => [UNKNOWN, band, mode, tempo]);
  return {
    sets: [
      { pixels, classes: recorded },
      { pixels: made.pixels, classes: synthesised },
    ],
    plan: {
      seed,
      steps,
      shares: [GENRE_SHARE, SYNTHESISED_SHARE],
      tasks: [
        { name: 'genre', classes: genres.length, weight: 1 },
        { name: 'band', classes: BANDS, weight: 1 },
        { name: 'mode', classes: 2, weight: 0.2 },
        { name: 'tempo', classes: TEMPO_CLASSES, weight: 0.2 },
      ],
    },
  };
}
