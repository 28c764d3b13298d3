import type { Patch } from './voices/patch.ts';

/**
 * A composed track before it sounds: parts with their notes at exact times, and how they are mixed.
 * Everything the renderer needs and nothing it has to decide. Times are seconds from the track's start.
 */
export interface Score {
  /** Length of the music up to the end of the last bar; the rendering adds the ring-out. */
  readonly musicSeconds: number;
  readonly parts: readonly Part[];
  /** Onsets that duck the parts with a `duck` depth (side-chain), ascending. */
  readonly duckAt: readonly number[];
  readonly room: Room;
  readonly echo: Echo;
  readonly master: Master;
}

export interface Note {
  readonly time: number;
  readonly duration: number;
  /** MIDI numbers, 69 = 440 Hz; several sound as one chord. Drums use it as tuning around 60. */
  readonly pitches: readonly number[];
  /** 0 to 1: loudness and, where the patch has it, brightness. */
  readonly velocity: number;
  /** −1 left to 1 right, added to the part's own. */
  readonly pan: number;
}

export interface PartSettings {
  readonly patch: Patch;
  /** dB; 0 dB is a note whose loudest 50 ms have an RMS of −20 dBFS. */
  readonly level: number;
  readonly pan?: number;
  /** Sends, linear. */
  readonly reverb?: number;
  readonly echo?: number;
  /** How deep the side-chain ducks this part, 0 to 1. */
  readonly duck?: number;
  /** Stereo chorus, 0 to 1. */
  readonly chorus?: number;
  /** Hz; keeps rumble out of parts that need no bass. */
  readonly highpass?: number;
  /** How loosely it is played: standard deviation in milliseconds; velocities vary alike. */
  readonly looseness?: number;
}

export interface Part extends Required<PartSettings> {
  readonly name: string;
  /** Ascending by time. */
  readonly notes: readonly Note[];
  /** Cutoff of the part's low-pass in Hz over time, or null for none: filters that open and close. */
  readonly cutoff: Curve | null;
}

/** Break points, ascending by time, held before the first and after the last. */
export type Curve = readonly CurvePoint[];

export interface CurvePoint {
  readonly time: number;
  readonly value: number;
}

export interface Room {
  /** Time to decay by 60 dB, seconds. */
  readonly seconds: number;
  /** 0 dark to 1 bright. */
  readonly brightness: number;
  readonly predelay: number;
  /** Return level, linear. */
  readonly level: number;
}

export interface Echo {
  /** Seconds between repeats on the left and on the right. */
  readonly left: number;
  readonly right: number;
  readonly feedback: number;
  /** Hz; every repeat is darker. */
  readonly tone: number;
}

export interface Master {
  /** Integrated loudness aimed at, LUFS. */
  readonly loudness: number;
  /** Gentle saturation before the limiter, 0 (clean) to 1. */
  readonly drive: number;
  /** Hz; how dark the whole is (tape, old sampler). 20,000 leaves it open. */
  readonly tone: number;
  /** Depth of slow pitch drift (tape), cents. */
  readonly drift: number;
  /** Mid/side: 0 mono, 1 as mixed, up to 1.4 wider. */
  readonly width: number;
  /** Seconds over which the end of the music fades away; 0 for a written ending. */
  readonly fade: number;
}
