import { LoudnessMeter } from '../../../models/acoustic/loudness.ts';
import { linearOf, SAMPLE_RATE, type Pcm } from '../../audio/pcm.ts';
import type { Loudness } from '../../domain.ts';
import { limit } from './effects/limiter.ts';
import { mixDown, RING_SECONDS } from './mix-down.ts';
import type { Score } from './score.ts';

/** Below this the ring-out counts as over: −62 dBFS. */
const INAUDIBLE = 0.0008;
const CEILING_DB = -1.3;

export interface Rendering extends Pcm {
  readonly loudness: Loudness;
}

/**
 * Plays a score into 48 kHz stereo, mastered to its loudness. Equal scores give equal samples on one
 * machine. `breathe` is called about every 10 ms of computing, so that a caller may pause in between.
 */
export function render(score: Score, breathe: () => void = () => {}): Rendering {
  const pcm = mixDown(score, breathe);
  const { loudness, drive } = score.master;
  limit(pcm, gainTo(loudness, drive, pcm), drive, CEILING_DB);
  breathe();
  const finished = finish(pcm, score);
  return { ...finished, loudness: measure(finished, SAMPLE_RATE, breathe) };
}

/** Cuts the silence after the ring-out and fades: briefly, or for as long as the score says. */
function finish({ left, right }: Pcm, score: Score): Pcm {
  const musicEnd = Math.ceil(score.musicSeconds * SAMPLE_RATE);
  let end = left.length;
  while (end > musicEnd && Math.abs(left[end - 1]) < INAUDIBLE && Math.abs(right[end - 1]) < INAUDIBLE) end--;
  const seconds = score.master.fade > 0 ? score.master.fade + RING_SECONDS : 0.4;
  const frames = Math.min(end, Math.round(seconds * SAMPLE_RATE));
  for (let i = 0; i < frames; i++) {
    const gain = Math.sin((Math.PI / 2) * (i / frames)) ** 1.5;
    left[end - 1 - i] *= gain;
    right[end - 1 - i] *= gain;
  }
  return { left: left.subarray(0, end), right: right.subarray(0, end) };
}

/** How often the gain is corrected for what saturation and limiter take away. */
const CORRECTIONS = 3;

/**
 * The gain that brings a mix to a loudness once it is saturated and limited, found on a quarter of the
 * samples: within a few tenths of a LU.
 */
function gainTo(loudness: number, drive: number, { left, right }: Pcm): number {
  const thinned = { left: thin(left), right: thin(right) };
  let gainDb = loudness - roughLoudness(thinned);
  for (let i = 0; i < CORRECTIONS; i++) {
    const trial = { left: thinned.left.slice(), right: thinned.right.slice() };
    limit(trial, linearOf(gainDb), drive, CEILING_DB);
    const missing = loudness - roughLoudness(trial);
    gainDb += Math.min(3, missing * 1.2);
    if (missing < 0.3) break;
  }
  return linearOf(gainDb);
}

function roughLoudness(thinned: Pcm): number {
  return measure(thinned, SAMPLE_RATE / 4, () => {}).integratedLufs;
}

function thin(samples: Float32Array): Float32Array {
  const thinned = new Float32Array(Math.floor(samples.length / 4));
  for (let i = 0, j = 0; i < thinned.length; i++, j += 4) {
    thinned[i] = 0.25 * (samples[j] + samples[j + 1] + samples[j + 2] + samples[j + 3]);
  }
  return thinned;
}

function measure({ left, right }: Pcm, sampleRate: number, breathe: () => void): Loudness {
  const meter = new LoudnessMeter(sampleRate, 2);
  for (let start = 0; start < left.length; start += sampleRate) {
    meter.push([left.subarray(start, start + sampleRate), right.subarray(start, start + sampleRate)]);
    breathe();
  }
  return { integratedLufs: meter.integratedLufs, truePeakDbtp: meter.truePeakDbtp };
}
