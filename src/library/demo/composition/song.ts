import type { Random } from '../../../../models/random.ts';
import type { Section, SectionName } from './arrangement.ts';
import { stream } from './chance.ts';
import type { Grid } from './grid.ts';
import { parseChord, parseProgression, type Chord, type ChordSpan } from './harmony.ts';
import type { Key } from './scale.ts';

/** One bar of the song, as the styles walk through it. */
export interface Bar {
  readonly section: Section;
  /** Within its section, from 0. */
  readonly index: number;
  /** Position of its first beat in the track. */
  readonly beat: number;
  /** The last one before another section. */
  readonly turns: boolean;
  /** The very last of the track when that is a written ending. */
  readonly final: boolean;
}

/** What one track is built on: grid, key, sections and the chords under them. */
export class Song {
  readonly seed: number;
  readonly grid: Grid;
  readonly key: Key;
  readonly sections: readonly Section[];
  readonly bars: readonly Bar[];
  readonly spans: readonly ChordSpan[];
  /** Ends on a held tonic chord; otherwise it fades. */
  readonly writtenEnding: boolean;

  constructor(
    seed: number,
    grid: Grid,
    key: Key,
    sections: readonly Section[],
    progressions: Readonly<Record<SectionName, string>>,
    home: string | null,
  ) {
    this.seed = seed;
    this.grid = grid;
    this.key = key;
    this.sections = sections;
    this.writtenEnding = home !== null;
    this.bars = sections.flatMap((section) =>
      Array.from({ length: section.bars }, (_, index) => ({
        section,
        index,
        beat: (section.startBar + index) * grid.beatsPerBar,
        turns: index === section.bars - 1 && section.next !== null,
        final: home !== null && section.next === null && index === section.bars - 1,
      })),
    );
    this.spans = harmonise(this, progressions, home);
  }

  get beats(): number {
    return this.bars.length * this.grid.beatsPerBar;
  }

  /** The chord that sounds at a position; the last one holds beyond the end. */
  chordAt(beat: number): Chord {
    return this.spanAt(beat).chord;
  }

  spanAt(beat: number): ChordSpan {
    let low = 0;
    let high = this.spans.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.spans[middle].start <= beat + 1e-6) low = middle;
      else high = middle - 1;
    }
    return this.spans[low];
  }

  /** The spans that begin in a bar. */
  spansIn(bar: Bar): ChordSpan[] {
    const end = bar.beat + this.grid.beatsPerBar - 1e-6;
    return this.spans.filter((s) => s.start >= bar.beat - 1e-6 && s.start < end);
  }

  /** An independent random stream for one concern of this song. */
  random(concern: string): Random {
    return stream(this.seed, concern);
  }
}

function harmonise(
  song: Song,
  progressions: Readonly<Record<SectionName, string>>,
  home: string | null,
): ChordSpan[] {
  const { beatsPerBar } = song.grid;
  const spans: ChordSpan[] = [];
  for (const section of song.sections) {
    const pattern = parseProgression(progressions[section.name], song.key.tonic, beatsPerBar);
    const patternBeats = pattern.reduce((sum, span) => sum + span.beats, 0);
    const start = section.startBar * beatsPerBar;
    const end = start + section.bars * beatsPerBar;
    for (let cycle = start; cycle < end; cycle += patternBeats) {
      for (const span of pattern) {
        if (cycle + span.start < end - 1e-6) spans.push({ ...span, start: cycle + span.start });
      }
    }
  }
  if (home === null) return spans;
  const finalStart = song.beats - beatsPerBar;
  const kept = spans.filter((span) => span.start < finalStart - 1e-6);
  return [...kept, { start: finalStart, beats: beatsPerBar, chord: parseChord(home, song.key.tonic) }];
}
