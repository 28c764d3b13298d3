import type { Tempo } from '../track-analysis.ts';

/** What is heard of a track's rhythm. Times are seconds from the first sample. */
export interface Rhythm {
  /** null where there is no pulse to be found. */
  readonly tempo: Tempo | null;
  /** Ascending; empty without a tempo. */
  readonly beats: Float32Array;
  /** Those beats that begin a bar, as indices of {@link beats}. */
  readonly downbeats: Uint32Array;
  /** 3 or 4; 0 without a tempo. */
  readonly beatsPerBar: number;
  readonly onsetsPerSecond: number;
  /** 0 … 1: how plainly onsets come at equal distances. */
  readonly pulse: number;
}
