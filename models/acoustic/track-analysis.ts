/** Raised whenever an analysis would say something else of the same sound: older ones are made anew. */
export const ANALYSIS_VERSION = 3;

/** Hz: what everything but loudness is analysed at, in mono. */
export const ANALYSIS_RATE = 22_050;

/** What a track sounds like, measured from its samples alone. Times are seconds from the first sample. */
export interface TrackAnalysis {
  readonly version: number;
  readonly seconds: number;
  readonly loudness: {
    readonly integratedLufs: number;
    /** Loudness range, LU (EBU Tech 3342). */
    readonly rangeLu: number;
    readonly truePeakDbtp: number;
  };
  /** null where there is no pulse to be found. */
  readonly tempo: Tempo | null;
  /** Ascending; empty without a tempo. */
  readonly beats: Float32Array;
  /** Those beats that begin a bar, as indices of {@link beats}. */
  readonly downbeats: Uint32Array;
  /** 0 without a tempo. */
  readonly beatsPerBar: number;
  /** null where nothing tonal is heard. */
  readonly key: Key | null;
  readonly character: Character;
  readonly curves: Curves;
  /** In order, without gaps, from 0 to {@link seconds}; at least one. */
  readonly sections: readonly Section[];
  readonly cues: Cues;
}

export interface Tempo {
  readonly bpm: number;
  /** 0 … 1: how sure that this is what people tap, not its half or double. */
  readonly confidence: number;
  /** The next best guess, most often the half or the double. */
  readonly alternative: number;
  /** 0 … 1: the share of the track in which beats are as long as {@link bpm} says, to a hundredth; people push and drag. */
  readonly steadiness: number;
}

export interface Key {
  /** Pitch class: 0 is C, 11 B. */
  readonly tonic: number;
  readonly mode: 'major' | 'minor';
  /** 0 … 1 */
  readonly confidence: number;
}

/** 0 … 1 each, but where something else is said. */
export interface Character {
  readonly onsetsPerSecond: number;
  /** How much goes on: loudness, density and brightness together. */
  readonly energy: number;
  readonly brightness: number;
  readonly danceability: number;
  /** How little of it sounds electric or percussive. */
  readonly acousticness: number;
  /** How much of it sounds like somebody sings; null where that cannot be told. */
  readonly vocalness: number | null;
  /** Sad to happy, and calm to excited (Russell 1980); null as far as it is not measured on anything. */
  readonly valence: number | null;
  readonly arousal: number | null;
}

/** How the track goes on, in at most {@link MOST_POINTS} equal steps; 0 … 255. */
export interface Curves {
  readonly stepSeconds: number;
  readonly energy: Uint8Array;
  readonly brightness: Uint8Array;
}

export const MOST_POINTS = 1_200;

export interface Section {
  readonly start: number;
  readonly end: number;
  /** Sections that sound alike share a letter, from A on. */
  readonly label: string;
  /** 0 … 1, beside the track's other sections. */
  readonly energy: number;
}

/** Where a DJ may mix. */
export interface Cues {
  /** When anything is heard first. */
  readonly start: number;
  /** When the music is fully there. */
  readonly introEnd: number;
  /** When it begins to end. */
  readonly outroStart: number;
  /** When the last of it is gone. */
  readonly end: number;
}
