import type { Tempo } from '../track-analysis.ts';
import { beatLengths } from './beat-lengths.ts';
import { CoarseHarmony, HARMONY_RATE } from './coarse-harmony.ts';
import { ONSET_RATE, OnsetStrength } from './onset-strength.ts';
import { hearPassage, type Passage } from './passage.ts';
import type { Rhythm } from './rhythm.ts';

/** What one passage has, where a track has several. */
const PASSAGE_SECONDS = 15 * 60;
/** Passages kept before the first of them is heard, so that the last is half as long at least. */
const MOST = 1.5;
const ONSETS_PER_HARMONY = ONSET_RATE / HARMONY_RATE;
/** As a share: how far a beat may be from the track's and count as the same. */
const STEADY = 0.01;

/**
 * Listens to a track, block by block, and says its tempo, beats and bars. What is longer than most pieces, a mix or a
 * concert, is heard in passages with a tempo each; no more than one is kept, 2.4 kB a second.
 */
export class RhythmAnalyser {
  readonly #onsets = new OnsetStrength();
  readonly #harmony = new CoarseHarmony();
  readonly #passages: Passage[] = [];
  /** Frames of harmony. */
  readonly #passage: number;

  constructor(passageSeconds = PASSAGE_SECONDS) {
    this.#passage = Math.round(passageSeconds * HARMONY_RATE);
  }

  /** @param samples mono at 22,050 Hz, of any number */
  push(samples: Float32Array): void {
    this.#onsets.push(samples);
    this.#harmony.push(samples);
    while (this.#harmony.length >= MOST * this.#passage) this.#hear(this.#passage);
  }

  /** To be called once, after the last block. */
  finish(): Rhythm {
    this.#onsets.finish();
    this.#harmony.finish();
    this.#hear(Infinity);
    return together(this.#passages);
  }

  #hear(frames: number): void {
    const ranges = this.#onsets.ranges.map((range) => range.subarray(0, frames * ONSETS_PER_HARMONY));
    this.#passages.push(hearPassage(ranges, (times) => this.#harmony.changes(times)));
    this.#onsets.forget(ranges[0].length);
    this.#harmony.forget(frames);
  }
}

function together(passages: readonly Passage[]): Rhythm {
  const seconds = passages.reduce((sum, passage) => sum + passage.seconds, 0);
  const aSecond = (valueOf: (passage: Passage) => number): number => (seconds > 0 ? passages.reduce((sum, passage) => sum + valueOf(passage), 0) / seconds : 0);
  const beats: number[] = [];
  const downbeats: number[] = [];
  let start = 0;
  for (const passage of passages) {
    for (const beat of passage.downbeats) downbeats.push(beats.length + beat);
    for (const beat of passage.beats) beats.push(start + beat);
    start += passage.seconds;
  }
  const usual = usualPassage(passages);
  return {
    tempo: usual === null ? null : { ...usual.tempo, steadiness: steadinessOf(beats, usual.tempo.bpm) },
    beats: Float32Array.from(beats),
    downbeats: Uint32Array.from(downbeats),
    beatsPerBar: usual?.beatsPerBar ?? 0,
    onsetsPerSecond: aSecond(({ onsets }) => onsets),
    pulse: aSecond((passage) => passage.seconds * passage.pulse),
  };
}

type WithTempo = Passage & { readonly tempo: Omit<Tempo, 'steadiness'> };

/** The one in the middle by tempo; null when none has one. */
function usualPassage(passages: readonly Passage[]): WithTempo | null {
  const all = passages.filter((passage): passage is WithTempo => passage.tempo !== null).sort((a, b) => a.tempo.bpm - b.tempo.bpm);
  return all[all.length >> 1] ?? null;
}

/** The share of the time in which beats are as long as the tempo says. */
function steadinessOf(beats: readonly number[], bpm: number): number {
  const lengths = beatLengths(beats);
  return lengths.length === 0 ? 1 : lengths.filter((length) => Math.abs((length * bpm) / 60 - 1) < STEADY).length / lengths.length;
}
