import { voiceChord, type VoicingRange } from './voicing.ts';
import type { ChordSpan } from './harmony.ts';
import type { MelodyNote } from './melody.ts';
import type { Bar, Song } from './song.ts';
import type { Player } from './studio.ts';

/** The whole song's chords voiced one after the other, so that every change is a small movement. */
export class Voicings {
  readonly #song: Song;
  readonly #placed = new Map<ChordSpan, readonly number[]>();

  constructor(song: Song, range: VoicingRange) {
    this.#song = song;
    let previous: readonly number[] | null = null;
    for (const span of song.spans) {
      const same: readonly number[] | null = previous;
      const voicing = voiceChord(span.chord, same, range);
      this.#placed.set(span, voicing);
      previous = voicing;
    }
  }

  at(beat: number): readonly number[] {
    return this.#placed.get(this.#song.spanAt(beat)) ?? [];
  }
}

/**
 * Plays chords in a written rhythm over one bar: `X`, `x` and `o` strike (strong to soft), `-` holds,
 * `.` rests. A strike reads the chord under it; a held chord is struck anew where the chord changes.
 */
export function comp(player: Player, song: Song, bar: Bar, voicings: Voicings, pattern: string, velocity: number, roll = 0): void {
  const step = song.grid.beatsPerBar / pattern.length;
  for (let i = 0; i < pattern.length; i++) {
    const mark = pattern[i];
    if (mark === '.' || mark === '-') continue;
    let steps = 1;
    while (pattern[i + steps] === '-') steps++;
    const strength = mark === 'X' ? 1 : mark === 'x' ? 0.85 : 0.65;
    player.chord(bar.beat + i * step, steps * step * 0.96, voicings.at(bar.beat + i * step), velocity * strength, roll);
  }
}

/** Holds every chord of a bar for as long as it lasts. */
export function sustain(player: Player, song: Song, bar: Bar, voicings: Voicings, velocity: number, roll = 0): void {
  for (const span of song.spansIn(bar)) {
    player.chord(span.start, span.beats * 0.99, voicings.at(span.start), velocity, roll);
  }
}

/**
 * Breaks chords into single notes over one bar: a digit is the voice from the bottom (beyond the top it
 * goes on an octave up), `.` rests, `-` holds.
 */
export function arpeggiate(player: Player, song: Song, bar: Bar, voicings: Voicings, pattern: string, velocity: number, ring = 1): void {
  const step = song.grid.beatsPerBar / pattern.length;
  for (let i = 0; i < pattern.length; i++) {
    const mark = pattern[i];
    if (mark === '.' || mark === '-') continue;
    let steps = 1;
    while (pattern[i + steps] === '-') steps++;
    const beat = bar.beat + i * step;
    const voicing = voicings.at(beat);
    const voice = Number(mark);
    const pitch = voicing[voice % voicing.length] + 12 * Math.floor(voice / voicing.length);
    const accent = i % 4 === 0 ? 1 : 0.82;
    player.play(beat, steps * step * ring, pitch, velocity * accent, (voice % 2 === 0 ? -1 : 1) * 0.25);
  }
}

/** Plays a melody: notes on the beat a little stronger, high ones too. */
export function sing(player: Player, notes: readonly MelodyNote[], velocity: number, transpose = 0): void {
  const mean = notes.reduce((sum, n) => sum + n.pitch, 0) / Math.max(1, notes.length);
  for (const note of notes) {
    const accent = (note.strong ? 1 : 0.84) * (1 + (note.pitch - mean) * 0.006);
    player.play(note.beat, note.beats, note.pitch + transpose, velocity * accent);
  }
}
