import type { Random } from '../../../../models/random.ts';
import { between, choose } from './chance.ts';
import { chordScale, type Chord } from './harmony.ts';
import { modulo, nearestPitch, pentatonic, stepAlong } from './scale.ts';
import type { Song } from './song.ts';

/** What kind of melody a style wants. */
export interface MelodyPlan {
  /**
   * Phrase forms, a letter a bar: equal letters share a motif, `.` rests (room for an answer), e.g.
   * `abac` or `aab.`.
   */
  readonly shapes: readonly string[];
  /** One-bar rhythms: `x` begins a note, `-` holds it, `.` rests. Each divides the bar evenly. */
  readonly rhythms: readonly string[];
  readonly low: number;
  readonly high: number;
  /** Which notes may pass between chord tones. */
  readonly ladder: 'pentatonic' | 'scale';
  /** How readily the line leaps instead of stepping, 0 to 1. */
  readonly leaps: number;
}

export interface MelodyNote {
  readonly beat: number;
  readonly beats: number;
  readonly pitch: number;
  /** On a beat or long: such notes are chord tones. */
  readonly strong: boolean;
}

interface Motif {
  /** Positions and lengths as shares of a bar. */
  readonly onsets: readonly { readonly at: number; readonly length: number }[];
  /** Ladder steps away from the bar's anchor, one an onset. */
  readonly contour: readonly number[];
}

/** A melody before it meets chords: motifs by bar, and the arc they follow. */
export interface Theme {
  readonly plan: MelodyPlan;
  readonly bars: readonly (Motif | null)[];
  /** Ladder steps of each bar's anchor away from the middle of the range. */
  readonly anchors: readonly number[];
}

const ARCS: readonly (readonly number[])[] = [
  [0, 1, 2, 0],
  [-1, 1, 2, -1],
  [1, 0, 2, -1],
  [2, 1, 0, -1],
  [0, 2, 1, 0],
];

/** Invents a theme: one motif a letter of the phrase form, its last note bent where a letter returns. */
export function composeTheme(random: Random, plan: MelodyPlan): Theme {
  const motifs = new Map<string, Motif>();
  const shape = choose(random, plan.shapes);
  const arc = choose(random, ARCS);
  const bars = [...shape].map((letter) => {
    if (letter === '.') return null;
    const known = motifs.get(letter);
    if (known) return bend(random, known);
    const motif = invent(random, plan, motifs.size > 0 ? [...motifs.values()][0] : null);
    motifs.set(letter, motif);
    return motif;
  });
  return { plan, bars, anchors: bars.map((_, i) => arc[i % arc.length]) };
}

function invent(random: Random, plan: MelodyPlan, sibling: Motif | null): Motif {
  const rhythm = choose(random, plan.rhythms);
  const onsets: { at: number; length: number }[] = [];
  for (let i = 0; i < rhythm.length; i++) {
    if (rhythm[i] !== 'x') continue;
    let steps = 1;
    while (rhythm[i + steps] === '-') steps++;
    onsets.push({ at: i / rhythm.length, length: steps / rhythm.length });
  }
  // A second motif answers the first one's direction, so that the two belong together.
  const rising = sibling ? last(sibling.contour) < sibling.contour[0] : random() < 0.55;
  const contour: number[] = [];
  let position = rising ? -1 : 1;
  let direction = rising ? 1 : -1;
  for (let i = 0; i < onsets.length; i++) {
    contour.push(position);
    const leap = random() < plan.leaps;
    position += direction * (leap ? 2 + Math.floor(random() * 2) : random() < 0.12 ? 0 : 1);
    // A leap is answered by steps the other way; otherwise the line turns now and then.
    if (leap || Math.abs(position) > 3 || random() < 0.3) direction = -direction;
  }
  return { onsets, contour };
}

function bend(random: Random, motif: Motif): Motif {
  const contour = [...motif.contour];
  const from = Math.max(1, contour.length - 1 - Math.floor(random() * 2));
  for (let i = from; i < contour.length; i++) contour[i] += choose(random, [-2, -1, 1]);
  return { onsets: motif.onsets, contour };
}

/**
 * Sings a theme over a stretch of the song. Notes on a beat and long ones become the nearest chord tone,
 * the others pass along the ladder; leaps beyond a sixth are folded back; phrases of four bars close on a
 * long note, the last of the stretch on the tonic's chord if it sounds there.
 * @param lift semitone shift of the whole range, for a higher last chorus
 */
export function singTheme(random: Random, theme: Theme, song: Song, start: number, bars: number, lift = 0): MelodyNote[] {
  const { plan } = theme;
  const beatsPerBar = song.grid.beatsPerBar;
  const low = plan.low + lift;
  const high = plan.high + lift;
  const notes: MelodyNote[] = [];
  let previous: number | null = null;
  for (let b = 0; b < bars; b++) {
    const motif = theme.bars[b % theme.bars.length];
    if (!motif) continue;
    const closing = b % 4 === 3 || b === bars - 1;
    const ornamented = b >= theme.bars.length && random() < 0.35;
    const count = closing ? Math.max(1, motif.onsets.length - 1) : motif.onsets.length;
    for (let i = 0; i < count; i++) {
      const onset = motif.onsets[i];
      const beat = start + (b + onset.at) * beatsPerBar;
      const ends = closing && i === count - 1;
      const beats = ends ? Math.max(onset.length, 1 - onset.at - 0.15) * beatsPerBar : onset.length * beatsPerBar;
      const chord = song.chordAt(beat);
      const ladder = plan.ladder === 'pentatonic' ? pentatonic(song.key) : chordScale(song.key, chord);
      const anchor = stepAlong((low + high) / 2, theme.anchors[b % theme.anchors.length], ladder);
      const wanted = stepAlong(anchor, motif.contour[i], ladder);
      const strong = isOnBeat(beat) || beats >= 1;
      let pitch = strong ? nearestPitch(wanted, colour(chord)) : mildened(wanted, chord, beats);
      if (ends && b === bars - 1) pitch = nearestPitch(pitch, restingTones(song, chord));
      pitch = folded(pitch, previous, low, high);
      if (ornamented && i > 0 && beats >= 0.5 && previous !== null && Math.abs(previous - pitch) >= 3) {
        const grace = stepAlong(pitch, Math.sign(previous - pitch), ladder);
        notes.push({ beat: beat - beats / 4, beats: beats / 4, pitch: grace, strong: false });
      }
      notes.push({ beat, beats: beats * between(random, 0.88, 0.98), pitch, strong });
      previous = pitch;
    }
  }
  return notes.toSorted((a, b) => a.beat - b.beat);
}

/** Tones a strong melody note may rest on: the chord's first four. */
function colour(chord: Chord): readonly number[] {
  return chord.intervals.slice(0, 4).map((i) => (chord.root + i) % 12);
}

/** A passing note; one that lasts and grates a semitone above a chord tone gives way to it. */
function mildened(pitch: number, chord: Chord, beats: number): number {
  const grates = chord.pitchClasses.includes(modulo(pitch - 1, 12)) && !chord.pitchClasses.includes(modulo(pitch, 12));
  return grates && beats >= 0.5 ? pitch - 1 : pitch;
}

function restingTones(song: Song, chord: Chord): readonly number[] {
  const { tonic } = song.key;
  const stable = [0, 3, 4, 7].map((i) => (tonic + i) % 12).filter((pc) => chord.pitchClasses.includes(pc));
  return stable.length > 0 ? stable : chord.pitchClasses;
}

function folded(pitch: number, previous: number | null, low: number, high: number): number {
  let result = pitch;
  if (previous !== null) {
    while (result - previous > 9) result -= 12;
    while (previous - result > 9) result += 12;
  }
  while (result > high) result -= 12;
  while (result < low) result += 12;
  return result;
}

function isOnBeat(beat: number): boolean {
  return Math.abs(beat - Math.round(beat)) < 1e-6;
}

function last(values: readonly number[]): number {
  return values[values.length - 1];
}
