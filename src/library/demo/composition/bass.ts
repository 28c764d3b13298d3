import type { Random } from '../../../../models/random.ts';
import { choose } from './chance.ts';
import { modulo, scalePitchClasses, stepAlong } from './scale.ts';
import type { Bar, Song } from './song.ts';
import type { Player } from './studio.ts';

/**
 * Plays a written bass pattern over one bar. Marks: `R` root, `r` soft root, `8` octave above, `5` fifth,
 * `3` third, `7` seventh (octave when the chord has none), `a` a step towards the next bar's root, `-`
 * holds, `.` rests. Every mark reads the chord that sounds under it.
 * @param floor the lowest root, MIDI
 */
export function playBass(player: Player, song: Song, bar: Bar, pattern: string, floor: number, velocity = 0.85): void {
  const step = song.grid.beatsPerBar / pattern.length;
  for (let i = 0; i < pattern.length; i++) {
    const mark = pattern[i];
    if (mark === '.' || mark === '-') continue;
    let steps = 1;
    while (i + steps < pattern.length && pattern[i + steps] === '-') steps++;
    const beat = bar.beat + i * step;
    const accent = mark === 'r' ? 0.65 : i === 0 ? 1.05 : 0.95;
    player.play(beat, steps * step * 0.94, bassPitch(song, bar, beat, mark, floor), velocity * accent);
  }
}

function bassPitch(song: Song, bar: Bar, beat: number, mark: string, floor: number): number {
  const chord = song.chordAt(beat);
  const root = rootPitch(chord.bass, floor);
  const above = (candidates: readonly number[]): number => {
    const found = candidates.find((c) => chord.intervals.includes(c));
    return found === undefined ? root + 12 : root + modulo(found + chord.root - chord.bass, 12);
  };
  if (mark === '8') return root + 12;
  if (mark === '5') return above([7, 6, 8]);
  if (mark === '3') return above([4, 3, 5, 2]);
  if (mark === '7') return above([10, 11, 9]);
  if (mark === 'a') {
    const next = rootPitch(song.chordAt(bar.beat + song.grid.beatsPerBar).bass, floor);
    const direction = next > root ? -1 : 1;
    return stepAlong(next, direction, scalePitchClasses(song.key));
  }
  return root;
}

export function rootPitch(pitchClass: number, floor: number): number {
  return floor + modulo(pitchClass - floor, 12);
}

/**
 * A walking line for one bar, a note a beat: the root where the chord changes, chord tones and scale
 * steps between, and a semitone or scale step into the next bar's root on the last beat.
 * @param from the last pitch played, so that the line goes on from there
 * @returns one pitch a beat
 */
export function walk(random: Random, song: Song, bar: Bar, from: number, low: number, high: number): number[] {
  const beats = song.grid.beatsPerBar;
  const line: number[] = [];
  let previous = from;
  for (let i = 0; i < beats; i++) {
    const beat = bar.beat + i;
    const span = song.spanAt(beat);
    const chord = span.chord;
    let pitch: number;
    if (Math.abs(span.start - beat) < 1e-6) {
      pitch = closest(previous, [chord.bass], low, high, 12);
    } else if (i === beats - 1) {
      const target = closest(previous, [song.chordAt(beat + 1).bass], low, high, 12);
      pitch = approach(random, target, previous, low, high);
    } else {
      const tones = chord.intervals.slice(1, 4).map((t) => (chord.root + t) % 12);
      const rising = previous < (low + high) / 2 ? random() < 0.75 : random() < 0.3;
      const stepwise = stepAlong(previous, rising ? 1 : -1, scalePitchClasses(song.key));
      const chordal = closest(previous + (rising ? 4 : -4), tones, low, high, 12);
      pitch = random() < 0.6 || stepwise < low || stepwise > high ? chordal : stepwise;
    }
    if (pitch === previous) pitch = closest(previous + 5, chord.pitchClasses, low, high, 1);
    line.push(pitch);
    previous = pitch;
  }
  return line;
}

function approach(random: Random, target: number, previous: number, low: number, high: number): number {
  const options = [target - 1, target + 1, target - 2, target + 7, target - 5];
  const usable = options.filter((p) => p >= low && p <= high && p !== previous && Math.abs(p - previous) <= 9);
  return usable.length === 0 ? target - 1 : choose(random, usable.slice(0, 3));
}

function closest(target: number, classes: readonly number[], low: number, high: number, reach: number): number {
  let best = target;
  let bestDistance = Infinity;
  for (let pitch = Math.max(low, target - reach - 12); pitch <= Math.min(high, target + reach + 12); pitch++) {
    if (!classes.includes(modulo(pitch, 12))) continue;
    const distance = Math.abs(pitch - target);
    if (distance < bestDistance) {
      best = pitch;
      bestDistance = distance;
    }
  }
  return best;
}
