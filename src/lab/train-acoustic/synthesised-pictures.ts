import { type MelPicture, WINDOW_POINTS } from '../../../models/acoustic/network/mel-picture.ts';
import { MelPictureBuilder } from '../../../models/acoustic/network/mel-picture-builder.ts';
import { normal } from '../../../models/acoustic/network/training/augment.ts';
import { ANALYSIS_RATE } from '../../../models/acoustic/track-analysis.ts';
import { type Random, seeded } from '../../../models/random.ts';
import { SAMPLE_RATE } from '../../audio/pcm.ts';
import { Resampler } from '../../audio/resampler.ts';
import { compose } from '../../library/demo/compose.ts';
import { isMinor } from '../../library/demo/composition/scale.ts';
import { LowPass } from '../../library/demo/effects/filter.ts';
import { render } from '../../library/demo/render.ts';
import { STYLE_NAMES } from '../../library/demo/styles/style.ts';

/** Pictures of 5 seconds of music that nobody has heard, and what is known of it exactly. */
export interface SynthesisedPictures {
  readonly pixels: Uint8Array;
  /** Of every picture. */
  readonly truths: readonly SynthesisedTruth[];
}

export interface SynthesisedTruth {
  /** Style and band: what a listener would call an artist. */
  readonly band: number;
  /** 0 major, 1 minor */
  readonly mode: number;
  /** Of {@link TEMPO_CLASSES}. */
  readonly tempo: number;
}

export const BANDS = 2 * STYLE_NAMES.length;
/** Beats a minute where the next class begins. */
const TEMPO_BOUNDS = [90, 115, 135];
export const TEMPO_CLASSES = TEMPO_BOUNDS.length + 1;

/** Far from the seeds of the demo library, which is not learnt from. */
const FIRST_SEED = 1_000_000;
const SECONDS = 24;
const WINDOWS_EACH = 4;
/** How much faster and higher a recording is played, or slower and lower, at most, and in how many steps. */
const SPEED = 0.06;
const SPEED_STEPS = 12;
/** Hz above which a bad recording has nothing, and how many are bad. */
const DULL = [3_500, 9_000] as const;
const DULL_SHARE = 0.3;
/** Noise below the music, dB. */
const NOISE = [35, 75] as const;

/**
 * Composes, renders and records music of every style by the demo library's composer, each time anew: by its seed, faster
 * or slower, through good equipment and bad.
 * @param from the first one's number; the same number gives the same music
 * @param to after the last one
 */
export async function synthesisePictures(from: number, to: number, say: (made: number) => void): Promise<SynthesisedPictures> {
  const pictures: Uint8Array[] = [];
  const truths: SynthesisedTruth[] = [];
  for (let i = from; i < to; i++) {
    const random = seeded(FIRST_SEED + i);
    const band = i % BANDS;
    const { score, truth } = compose({
      seed: FIRST_SEED + i,
      style: STYLE_NAMES[band >> 1],
      band: band % 2 === 0 ? 0 : 1,
      seconds: SECONDS,
      loudness: null,
      genres: [],
      moods: [],
    });
    const { left, right } = render(score);
    const speed = 1 + SPEED * (Math.round(SPEED_STEPS * (2 * random() - 1)) / SPEED_STEPS);
    const picture = recorded(left.map((sample, k) => (sample + right[k]) / 2), speed, random);
    const bpm = truth.bpm * speed;
    const known = { band, mode: isMinor(truth.key.mode) ? 1 : 0, tempo: TEMPO_BOUNDS.filter((bound) => bpm >= bound).length };
    for (let w = 0; w < Math.min(WINDOWS_EACH, picture.windows); w++) {
      // Spread over the track, so that its beginning is not all that is learnt.
      const window = Math.floor((w * picture.windows) / Math.min(WINDOWS_EACH, picture.windows));
      pictures.push(picture.pixels.subarray(window * WINDOW_POINTS, (window + 1) * WINDOW_POINTS));
      truths.push(known);
    }
    say(i + 1 - from);
    await new Promise((resolve) => setImmediate(resolve));
  }
  const pixels = new Uint8Array(pictures.length * WINDOW_POINTS);
  pictures.forEach((picture, i) => pixels.set(picture, i * WINDOW_POINTS));
  return { pixels, truths };
}

function recorded(samples: Float32Array, speed: number, random: Random): MelPicture {
  if (random() < DULL_SHARE) {
    const cutoff = DULL[0] + random() * (DULL[1] - DULL[0]);
    new LowPass().process(samples, samples.length, cutoff, cutoff);
  }
  const level = Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length);
  const noise = level * 10 ** (-(NOISE[0] + random() * (NOISE[1] - NOISE[0])) / 20);
  for (let i = 0; i < samples.length; i++) samples[i] += noise * normal(random);
  const resampler = new Resampler(Math.round(SAMPLE_RATE * speed), ANALYSIS_RATE);
  const builder = new MelPictureBuilder();
  builder.push(resampler.process({ left: samples, right: samples }).left);
  return builder.finish();
}
