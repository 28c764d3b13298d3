import type { Random } from '../../../../models/random.ts';
import { choose } from './chance.ts';
import { chordScale } from './harmony.ts';
import type { MelodyNote } from './melody.ts';
import { modulo, nearestPitch, stepAlong } from './scale.ts';
import type { Song } from './song.ts';

/** Third and seventh (or sixth): the tones that tell one chord from the next. */
const GUIDES = [3, 4, 10, 11, 9];

/**
 * Improvises a line of swung eighths over changes: phrases of one to two bars with a breath after each,
 * chord tones on the beats and guide tones where the harmony changes, scale steps between, and a
 * chromatic approach to the next target.
 */
export function improvise(random: Random, song: Song, start: number, bars: number, low: number, high: number): MelodyNote[] {
  const { beatsPerBar } = song.grid;
  const end = start + bars * beatsPerBar;
  const notes: MelodyNote[] = [];
  let pitch = nearestPitch((low + high) / 2 + 3, song.chordAt(start).pitchClasses);
  let direction = -1;
  let beat = start + choose(random, [0, 0.5, 0.5, 1]);
  while (beat < end - 1) {
    const length = choose(random, [5, 6, 7, 8, 9, 11, 13]);
    for (let i = 0; i < length && beat < end - 0.5; i++) {
      const chord = song.chordAt(beat);
      const onBeat = Math.abs(beat - Math.round(beat)) < 1e-6;
      const changes = Math.abs(song.spanAt(beat).start - beat) < 1e-6;
      if (pitch > high - 3) direction = -1;
      else if (pitch < low + 3) direction = 1;
      else if (random() < 0.22) direction = -direction;
      pitch = onBeat ? landing(song, beat, pitch, direction, changes) : passing(random, song, beat, pitch, direction);
      const last = i === length - 1;
      const long = last && random() < 0.6;
      const beats = long ? choose(random, [1, 1.5]) : random() < 0.06 && onBeat ? 1 : 0.5;
      notes.push({ beat, beats: beats * 0.92, pitch, strong: onBeat && chord.pitchClasses.includes(modulo(pitch, 12)) });
      beat += beats;
    }
    beat = Math.ceil(beat * 2) / 2 + choose(random, [0.5, 1, 1, 1.5, 2]);
  }
  return notes;
}

function landing(song: Song, beat: number, from: number, direction: number, changes: boolean): number {
  const chord = song.chordAt(beat);
  const guides = chord.intervals.filter((i) => GUIDES.includes(i)).map((i) => (chord.root + i) % 12);
  const classes = changes && guides.length > 0 ? guides : chord.pitchClasses;
  const target = stepAlong(from + direction, 0, classes);
  return target === from ? stepAlong(from, direction, classes) : target;
}

function passing(random: Random, song: Song, beat: number, from: number, direction: number): number {
  const scale = chordScale(song.key, song.chordAt(beat));
  const nextChord = song.chordAt(beat + 0.5);
  const next = landing(song, beat + 0.5, from + direction * 2, direction, nextChord !== song.chordAt(beat));
  // Into the beat by a semitone from below or a scale step from above, or onwards along the scale.
  if (random() < 0.35 && Math.abs(next - from) <= 5) return next - 1 === from ? stepAlong(next, 1, scale) : next - 1;
  const leap = random() < 0.16;
  return leap ? stepAlong(from, direction * 2, song.chordAt(beat).pitchClasses) : stepAlong(from, direction, scale);
}
