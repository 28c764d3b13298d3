import type { Tempo } from '../track-analysis.ts';
import { settlePhase } from './beat-phase.ts';
import { beatLengths } from './beat-lengths.ts';
import { trackBeats } from './beat-tracking.ts';
import { findBars } from './downbeats.ts';
import { followTempo } from './local-tempo.ts';
import { findOnsets, onsetRates } from './onsets.ts';
import { ONSET_RANGES, ONSET_RATE } from './onset-strength.ts';
import { measurePeriodicity } from './periodicity.ts';
import { hearTempi, type HeardTempo } from './tempo-choice.ts';

/**
 * Less of a pulse than this, and there is no tempo. What chance brings falls with the root of the time: noise stays below
 * 0.1 a root second.
 */
const FAINTEST_PULSE = 0.014;
const CHANCE = 0.11;
/** At this much of a pulse, one is half as sure of the tempo as where it is plain. */
const DOUBTFUL_PULSE = 0.02;
/** Fewer onsets than this are no rhythm. */
const FEWEST_ONSETS = 6;
/** Kick and bass say more of where the beat is than what is higher. */
const BEAT_WEIGHTS = [2, 0.5, 1, 1] as const;
/** Frames to both sides in which an onset belongs to a beat. */
const AT_BEAT = 3;

/** What is heard of a stretch of a track. Times are seconds from its beginning. */
export interface Passage {
  readonly seconds: number;
  /** How many. */
  readonly onsets: number;
  /** 0 … 1 */
  readonly pulse: number;
  /** null where there is no pulse to be found; then there are no beats. */
  readonly tempo: Omit<Tempo, 'steadiness'> | null;
  readonly beats: Float64Array;
  readonly downbeats: Uint32Array;
  readonly beatsPerBar: number;
}

/**
 * Tempo: periods of the onsets' autocorrelation, of which a small network chooses the one that people tap; the local
 * tempo may move around it. Beats: dynamic programming along it. Bars: low onsets and changes of harmony.
 * @param ranges onset strength, a curve for each range of pitch
 * @param changesAt how much the harmony changes at each of given times
 */
export function hearPassage(ranges: readonly Float32Array[], changesAt: (times: Float64Array) => Float64Array): Passage {
  const strength = weightedSum(ranges, ranges.map(() => 1));
  const seconds = strength.length / ONSET_RATE;
  const onsets = findOnsets(strength, ONSET_RANGES);
  const beatless: Passage = { seconds, onsets: onsets.length, pulse: 0, tempo: null, beats: new Float64Array(), downbeats: new Uint32Array(), beatsPerBar: 0 };
  if (onsets.length < FEWEST_ONSETS) return beatless;
  const periodicity = measurePeriodicity(ranges);
  const heard = hearTempi(periodicity, onsetRates(ranges));
  if (heard.length === 0) return beatless;
  const [{ bpm, salience }] = heard;
  const pulse = Math.min(1, Math.max(0, salience));
  if (salience < Math.max(FAINTEST_PULSE, CHANCE / Math.sqrt(seconds))) return { ...beatless, pulse };
  const periods = followTempo(periodicity, bpm, strength.length);
  const chain = trackBeats(standardised(weightedSum(ranges, BEAT_WEIGHTS.map((weight, r) => weight / deviationOf(ranges[r])))), periods);
  const onsetsAt = (range: number) => (times: Float64Array) => times.map((time) => strongestNear(ranges[range], time));
  const settled = settlePhase(chain.map(secondsOf), onsetsAt(0), onsetsAt(2), changesAt);
  const beats = withinMusic(settled, secondsOf(onsets[0]), secondsOf(onsets[onsets.length - 1]), 15 / bpm);
  return { ...beatless, ...findBars(ranges.map((_, r) => onsetsAt(r)(beats)), changesAt(beats)), pulse, tempo: tempoOf(heard, beats), beats };
}

/** The first of the heard tempi, as finely as the beats tell it. */
function tempoOf([first, second]: readonly HeardTempo[], beats: Float64Array): Omit<Tempo, 'steadiness'> {
  const lengths = beatLengths(beats).sort();
  const bpm = lengths.length > 0 ? 60 / lengths[lengths.length >> 1] : first.bpm;
  return { bpm, confidence: (first.probability * first.salience) / (first.salience + DOUBTFUL_PULSE), alternative: second?.bpm ?? bpm / 2 };
}

/** Without the beats before the first and after the last onset, but for some slack. */
function withinMusic(beats: Float64Array, first: number, last: number, slack: number): Float64Array {
  return beats.filter((beat) => beat >= 0 && beat > first - slack && beat < last + slack);
}

function secondsOf(frame: number): number {
  return (frame + 0.5) / ONSET_RATE;
}

function strongestNear(curve: Float32Array, time: number): number {
  let strongest = 0;
  const at = Math.round(time * ONSET_RATE - 0.5);
  for (let i = Math.max(0, at - AT_BEAT); i <= Math.min(curve.length - 1, at + AT_BEAT); i++) strongest = Math.max(strongest, curve[i]);
  return strongest;
}

function weightedSum(curves: readonly Float32Array[], weights: readonly number[]): Float32Array {
  const sum = new Float32Array(curves[0].length);
  for (const [c, curve] of curves.entries()) for (let i = 0; i < sum.length; i++) sum[i] += weights[c] * curve[i];
  return sum;
}

function standardised(curve: Float32Array): Float32Array {
  const deviation = deviationOf(curve);
  return curve.map((value) => value / deviation);
}

function deviationOf(curve: Float32Array): number {
  let [sum, squares] = [0, 0];
  for (const value of curve) {
    sum += value;
    squares += value * value;
  }
  return Math.sqrt(Math.max(0, squares / curve.length - (sum / curve.length) ** 2)) + 1e-6;
}
