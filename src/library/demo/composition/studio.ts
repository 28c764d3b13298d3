import type { Random } from '../../../../models/random.ts';
import type { CurvePoint, Note, Part, PartSettings } from '../score.ts';
import { bell } from './chance.ts';
import type { Song } from './song.ts';

/** How hard a step of a written pattern is struck. */
const STRENGTH: Readonly<Record<string, number>> = { X: 1, x: 0.8, o: 0.55, '-': 0.32 };

/** Collects what the players of a song play, as parts of its score. */
export class Studio {
  readonly song: Song;
  readonly #players: Player[] = [];

  constructor(song: Song) {
    this.song = song;
  }

  /** Adds a player; `name` must be new in this song. */
  player(name: string, settings: PartSettings): Player {
    const player = new Player(this.song, name, settings);
    this.#players.push(player);
    return player;
  }

  /** The parts that play anything. */
  parts(): Part[] {
    return this.#players.map((p) => p.part()).filter((part) => part.notes.length > 0);
  }
}

/** One instrument in the hands of one player, whose timing and touch vary by their looseness. */
export class Player {
  readonly #song: Song;
  readonly #name: string;
  readonly #settings: PartSettings;
  readonly #random: Random;
  readonly #notes: Note[] = [];
  #cutoff: CurvePoint[] | null = null;

  constructor(song: Song, name: string, settings: PartSettings) {
    this.#song = song;
    this.#name = name;
    this.#settings = settings;
    this.#random = song.random(`touch of ${name}`);
  }

  /** Plays a note at a position in beats for a length in beats. */
  play(beat: number, beats: number, pitch: number, velocity: number, pan = 0): void {
    this.#add(beat, beats, [pitch], velocity, pan);
  }

  /** Plays a chord, rolled by `roll` beats a note from the bottom. */
  chord(beat: number, beats: number, pitches: readonly number[], velocity: number, roll = 0): void {
    if (pitches.length === 0) return;
    if (roll === 0) this.#add(beat, beats, pitches, velocity, 0);
    else pitches.forEach((pitch, i) => this.play(beat + i * roll, beats - i * roll, pitch, velocity));
  }

  #add(beat: number, beats: number, pitches: readonly number[], velocity: number, pan: number): void {
    const looseness = this.#settings.looseness ?? 0;
    const time = this.#song.grid.seconds(beat);
    const duration = this.#song.grid.seconds(beat + beats) - time;
    const late = looseness === 0 ? 0 : (bell(this.#random) * looseness) / 1000;
    const touch = looseness === 0 ? 1 : 1 + bell(this.#random) * Math.min(0.12, looseness * 0.012);
    this.#notes.push({
      time: Math.max(0, time + late),
      duration: Math.max(0.02, duration),
      pitches,
      velocity: Math.min(1, Math.max(0.05, velocity * touch)),
      pan,
    });
  }

  /**
   * Strikes a written pattern over one bar: `X` accent, `x` normal, `o` soft, `-` ghost, `?` a ghost
   * every other time, `.` nothing. The pattern divides the bar evenly.
   */
  strike(beat: number, pattern: string, velocity = 1, pitch = 60): void {
    const step = this.#song.grid.beatsPerBar / pattern.length;
    for (let i = 0; i < pattern.length; i++) {
      const mark = pattern[i];
      if (mark === '.') continue;
      if (mark === '?' && this.#random() < 0.5) continue;
      this.play(beat + i * step, step, pitch, (STRENGTH[mark] ?? 0.32) * velocity);
    }
  }

  /** Moves the part's low-pass to `hertz` at a position in beats, in a line from the point before. */
  filterTo(beat: number, hertz: number): void {
    this.#cutoff ??= [];
    this.#cutoff.push({ time: this.#song.grid.seconds(beat), value: hertz });
  }

  part(): Part {
    return {
      pan: 0,
      reverb: 0,
      echo: 0,
      duck: 0,
      chorus: 0,
      highpass: 0,
      looseness: 0,
      ...this.#settings,
      name: this.#name,
      notes: this.#notes.toSorted((a, b) => a.time - b.time),
      cutoff: this.#cutoff,
    };
  }
}
