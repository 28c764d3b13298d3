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
  return { ...finished, loudness: measure(finished, breathe) };
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
const CORRECTIONS = 2;

/**
 * The gain that brings a mix to a loudness once it is saturated and limited, found on an excerpt: within
 * half a LU.
 */
function gainTo(loudness: number, drive: number, pcm: Pcm): number {
  const sample = excerpt(pcm);
  let gainDb = loudness - measure(sample, () => {}).integratedLufs;
  for (let i = 0; i < CORRECTIONS; i++) {
    const trial = { left: sample.left.slice(), right: sample.right.slice() };
    limit(trial, linearOf(gainDb), drive, CEILING_DB);
    const missing = loudness - measure(trial, () => {}).integratedLufs;
    gainDb += Math.min(3, missing * 1.2);
    if (missing < 0.3) break;
  }
  return linearOf(gainDb);
}

/** A sixth of a track in short pieces, spaced so that they fall on different beats. */
const PIECE = Math.round(0.73 * SAMPLE_RATE);
const SPACING = Math.round(4.37 * SAMPLE_RATE);

function excerpt({ left, right }: Pcm): Pcm {
  const pieces = Math.floor((left.length - PIECE) / SPACING) + 1;
  const cut = (samples: Float32Array): Float32Array => {
    const taken = new Float32Array(pieces * PIECE);
    for (let i = 0; i < pieces; i++) taken.set(samples.subarray(i * SPACING, i * SPACING + PIECE), i * PIECE);
    return taken;
  };
  return { left: cut(left), right: cut(right) };
}

function measure({ left, right }: Pcm, breathe: () => void): Loudness {
  const meter = new LoudnessMeter(SAMPLE_RATE, 2);
  for (let start = 0; start < left.length; start += SAMPLE_RATE) {
    meter.push([left.subarray(start, start + SAMPLE_RATE), right.subarray(start, start + SAMPLE_RATE)]);
    breathe();
  }
  return { integratedLufs: meter.integratedLufs, truePeakDbtp: meter.truePeakDbtp };
}
