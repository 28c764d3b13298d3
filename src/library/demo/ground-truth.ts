import type { StyleName } from './styles/style.ts';
import type { TimeSignature } from './composition/grid.ts';
import type { Mode } from './composition/scale.ts';
import type { SectionName } from './composition/arrangement.ts';

/** What the composer knows of a track, exactly. Times are seconds from the first sample of the file. */
export interface GroundTruth {
  readonly seed: number;
  readonly style: StyleName;
  readonly bpm: number;
  readonly timeSignature: TimeSignature;
  readonly key: { readonly tonic: string; readonly pitchClass: number; readonly mode: Mode };
  readonly beats: readonly number[];
  readonly downbeats: readonly number[];
  readonly sections: readonly { readonly name: SectionName; readonly start: number; readonly end: number }[];
  readonly chords: readonly TrueChord[];
  readonly genres: readonly string[];
  readonly moods: readonly string[];
}

export interface TrueChord {
  readonly start: number;
  readonly end: number;
  /** Roman numeral relative to the tonic's major scale, e.g. `bVImaj7`. */
  readonly numeral: string;
  readonly pitchClasses: readonly number[];
}
