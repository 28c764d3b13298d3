import type { Mode } from '../composition/scale.ts';
import type { Song } from '../composition/song.ts';
import type { Studio } from '../composition/studio.ts';
import type { TimeSignature } from '../composition/grid.ts';
import type { Echo, Master, Room } from '../score.ts';

export const STYLE_NAMES = ['house', 'lo-fi', 'drum and bass', 'ambient', 'synthwave', 'folk', 'jazz', 'chiptune'] as const;
export type StyleName = (typeof STYLE_NAMES)[number];

/** Progressions to choose from, as `parseProgression` reads them; intro and outro borrow from them. */
export interface Progressions {
  readonly verse: readonly string[];
  readonly chorus: readonly string[];
  readonly break: readonly string[];
  /** The tonic chord of a written ending. */
  readonly home: string;
}

/** Every style has two bands, with instruments and habits of their own. */
export type Band = 0 | 1;

/** How a style is composed, and how it is played. */
export interface Style {
  readonly name: StyleName;
  /** Slowest and fastest, beats a minute, of each band. */
  readonly tempo: readonly [readonly [number, number], readonly [number, number]];
  readonly timeSignatures: readonly TimeSignature[];
  readonly modes: readonly Mode[];
  readonly swing: { readonly unit: number; readonly from: number; readonly to: number };
  readonly phraseBars: number;
  readonly forms: readonly string[];
  readonly minor?: Progressions;
  readonly major?: Progressions;
  /** Share of tracks that end on a chord; the others fade. */
  readonly writtenEndings: number;
  /** Usual range of integrated loudness, LUFS. */
  readonly loudness: readonly [number, number];
  /** Writes every part into the studio and says how they are mixed. */
  write(song: Song, studio: Studio, band: Band): Mix;
}

export interface Mix {
  /** The part whose notes press the others down, or null. */
  readonly duckedBy: string | null;
  readonly room: Room;
  readonly echo: Echo;
  readonly master: Omit<Master, 'loudness' | 'fade'>;
}
