/** `6/8` has two beats of three eighths. */
export type TimeSignature = '4/4' | '3/4' | '6/8';

/** Seconds before the first beat, so that a note played early still lies in the file. */
const LEAD_IN_SECONDS = 0.05;

export interface Swing {
  /** Beats of the pair's straight half: 0.5 swings eighths, 0.25 sixteenths. */
  readonly unit: number;
  /** Share of the pair that its first half takes: 0.5 straight, 0.667 triplets. */
  readonly ratio: number;
}

const BEATS: Readonly<Record<TimeSignature, number>> = { '4/4': 4, '3/4': 3, '6/8': 2 };

/** Where beats lie in time: constant tempo, swung subdivisions. Beats themselves never move. */
export class Grid {
  readonly bpm: number;
  readonly timeSignature: TimeSignature;
  readonly beatsPerBar: number;
  readonly swing: Swing;

  constructor(bpm: number, timeSignature: TimeSignature, swing: Swing) {
    this.bpm = bpm;
    this.timeSignature = timeSignature;
    this.beatsPerBar = BEATS[timeSignature];
    this.swing = swing;
  }

  get beatSeconds(): number {
    return 60 / this.bpm;
  }

  get barSeconds(): number {
    return this.beatSeconds * this.beatsPerBar;
  }

  /** Seconds from the track's start of a position in beats, with swing. */
  seconds(beat: number): number {
    const { unit, ratio } = this.swing;
    const pair = 2 * unit;
    const base = Math.floor(beat / pair + 1e-9) * pair;
    const x = Math.max(0, (beat - base) / pair);
    const swung = x < 0.5 ? 2 * ratio * x : ratio + 2 * (1 - ratio) * (x - 0.5);
    return LEAD_IN_SECONDS + (base + swung * pair) * this.beatSeconds;
  }
}
