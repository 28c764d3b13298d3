import { camelotOf } from '../../models/acoustic/tonal/camelot.ts';
import type { Key, TrackAnalysis } from '../../models/acoustic/track-analysis.ts';
import type { PathShape, Picture, Shape } from '../../src/picture.ts';
import { bodyOf, tempoGuess } from '../wording/sound-words.ts';
import { box, COLOURS, FAINT, GROUND, INK, rectangle, round, written } from './shapes.ts';
import { barsBetween, clockTime, timeStep } from './time-axis.ts';

const WIDTH = 1_200;
const HEIGHT = 500;
/** Left and right of what is drawn over time. */
const MARGIN = 30;
const SPAN = WIDTH - 2 * MARGIN;
const LABELS = { y: 52, size: 36 } as const;
const BAND = { top: 78, height: 40, size: 30 } as const;
const WAVE = { middle: 262, half: 124, bar: 4, gap: 2 } as const;
const PULSE = { top: 402, beat: 10, bar: 22 } as const;
const AXIS = { y: 474, size: 28 } as const;
/** Ticks nearer than this run together. */
const LEAST_APART = 5;
/** What the DJ mixes over is drawn fainter. */
const OVERLAPPED = 0.5;

/**
 * How a track goes, over time: its energy as a shape coloured by section, sections that sound alike in one colour and under
 * one letter, where a DJ mixes in and out, and its beats and bars, as far as there is room to tell them apart.
 */
export function drawAnalysis(analysis: TrackAnalysis): Picture {
  const x = (seconds: number) => MARGIN + (SPAN * Math.min(seconds, analysis.seconds)) / Math.max(analysis.seconds, 1e-3);
  const shapes = [rectangle(0, 0, WIDTH, HEIGHT, GROUND), ...headings(analysis), ...sections(analysis, x), ...wave(analysis, x), ...cues(analysis, x), ...pulse(analysis, x), ...axis(analysis, x)];
  return { width: WIDTH, height: HEIGHT, shapes };
}

type Across = (seconds: number) => number;

/** In no language: beats a minute, and the key as DJs and musicians write it. */
function headings({ tempo, key }: TrackAnalysis): Shape[] {
  const guess = tempo && tempoGuess(tempo);
  const bpm = guess && `${guess.sure ? '' : '~'}${guess.bpms.join(' / ')} bpm`;
  return [
    ...(bpm === null ? [] : [written(bpm, MARGIN, LABELS.y, LABELS.size, 'start')]),
    ...(key === null ? [] : [written(`${shortKey(key)} · ${camelotOf(key)}`, WIDTH - MARGIN, LABELS.y, LABELS.size, 'end')]),
  ];
}

const TONICS = ['C', 'D♭', 'D', 'E♭', 'E', 'F', 'G♭', 'G', 'A♭', 'A', 'B♭', 'B'];

/** `B♭m` as musicians write it above a line. */
function shortKey({ tonic, mode }: Key): string {
  return `${TONICS[tonic]}${mode === 'minor' ? 'm' : ''}`;
}

function colourOf({ sections: all }: TrackAnalysis, label: string): string {
  const labels = [...new Set(all.map((section) => section.label))];
  return COLOURS[labels.indexOf(label) % COLOURS.length] ?? FAINT;
}

/** A band of sections with their letters, where there is room for one. */
function sections(analysis: TrackAnalysis, x: Across): Shape[] {
  return analysis.sections.flatMap(({ start, end, label }) => {
    const [left, right] = [x(start), x(end) - 2];
    if (right <= left) return [];
    const band = rectangle(left, BAND.top, right - left, BAND.height, colourOf(analysis, label));
    return right - left < BAND.size ? [band] : [band, { ...written(label, (left + right) / 2, BAND.top + 31, BAND.size, 'middle'), fill: GROUND }];
  });
}

/** Bars as high as the energy is, the loudest moment as high as there is room; one path for each colour and opacity. */
function wave(analysis: TrackAnalysis, x: Across): Shape[] {
  const { sections: all, curves: { energy, stepSeconds }, seconds } = analysis;
  const { from: introEnd, to: outroStart } = bodyOf(analysis);
  const most = Math.max(1, energy.reduce((highest, value) => Math.max(highest, value), 0));
  const bars = Math.floor(SPAN / (WAVE.bar + WAVE.gap));
  const paths = new Map<string, PathShape>();
  let section = 0;
  for (let i = 0; i < bars; i++) {
    const [from, to] = [(i * seconds) / bars, ((i + 1) * seconds) / bars];
    const middle = (from + to) / 2;
    while (section < all.length - 1 && all[section].end <= middle) section++;
    const half = Math.max(2, (WAVE.half * meanOf(energy, from / stepSeconds, to / stepSeconds)) / most);
    const fill = colourOf(analysis, all[section].label);
    const opacity = middle < (introEnd ?? 0) || middle > (outroStart ?? seconds) ? OVERLAPPED : 1;
    const key = `${fill} ${opacity}`;
    const d = box(x(from) + WAVE.gap / 2, WAVE.middle - half, WAVE.bar, 2 * half);
    paths.set(key, { kind: 'path', fill, opacity, d: (paths.get(key)?.d ?? '') + d });
  }
  return [...paths.values()];
}

/** Mean of a curve between two places of it, which may lie between its points. */
function meanOf(curve: Uint8Array, from: number, to: number): number {
  const first = Math.min(curve.length - 1, Math.floor(from));
  const last = Math.max(first + 1, Math.min(curve.length, Math.ceil(to)));
  let sum = 0;
  for (let i = first; i < last; i++) sum += curve[i];
  return first < 0 ? 0 : sum / (last - first);
}

/** Lines with a flag that points into the body of the track. */
function cues(analysis: TrackAnalysis, x: Across): Shape[] {
  const { from, to } = bodyOf(analysis);
  const flag = (at: number, direction: 1 | -1): Shape[] => {
    const [left, top, height] = [x(at), WAVE.middle - WAVE.half - 4, 2 * WAVE.half + 8];
    const points = `M${round(left)} ${top}l${direction * 22} 13l${-direction * 22} 13z`;
    return [rectangle(left - 1.5, top, 3, height, INK), { kind: 'path', d: points, fill: INK, opacity: 1 }];
  };
  return [...(from === null ? [] : flag(from, 1)), ...(to === null ? [] : flag(to, -1))];
}

/** Beats, with longer ticks where bars begin; bars alone, or every so many of them, where beats would run together. */
function pulse({ beats, downbeats, seconds }: TrackAnalysis, x: Across): Shape[] {
  const apart = (count: number) => (count > 1 ? SPAN / count : Infinity);
  const shown = barsBetween(apart(downbeats.length), LEAST_APART);
  const barTimes = downbeats.filter((_, bar) => bar % shown === 0);
  const ticks = (times: Iterable<number>, height: number, fill: string): Shape => ({ kind: 'path', fill, opacity: 1, d: Array.from(times, (time) => box(x(time) - 1, PULSE.top, 2, height)).join('') });
  if (beats.length === 0 || seconds === 0) return [];
  return [...(apart(beats.length) >= LEAST_APART ? [ticks(beats, PULSE.beat, FAINT)] : []), ticks(Array.from(barTimes, (beat) => beats[beat]), PULSE.bar, INK)];
}

function axis({ seconds }: TrackAnalysis, x: Across): Shape[] {
  const step = timeStep(seconds);
  const marks = Array.from({ length: Math.floor(seconds / step) + 1 }, (_, i) => i * step);
  return marks.flatMap((at) => {
    const text = clockTime(at);
    // Digits are about .64 of their size wide: a mark at the edge is written inside.
    const half = (text.length * AXIS.size * 0.64) / 2;
    const middle = Math.min(WIDTH - 8 - half, Math.max(8 + half, x(at)));
    return [rectangle(x(at) - 1, AXIS.y - 42, 2, 12, FAINT), { ...written(text, middle, AXIS.y, AXIS.size, 'middle'), fill: FAINT }];
  });
}
