/** Mel bands of a window, lowest first. */
export const MEL_BANDS = 64;
/** Frames of a window, 87 ms apart: 5 seconds. */
export const WINDOW_FRAMES = 57;
/** Points of a window. */
export const WINDOW_POINTS = MEL_BANDS * WINDOW_FRAMES;
/** How loud a point is, a step. */
export const DB_PER_STEP = 0.5;
/** What the loudest point of a window is. */
export const LOUDEST = 255;
/** A window goes down to so far below its loudest point. */
export const DEPTH_DB = 80;

/** Windows of 5 seconds spread evenly over a track, as the network sees them. */
export interface MelPicture {
  /** How many; none where nothing is heard. */
  readonly windows: number;
  /**
   * Windows × bands (lowest first) × frames; linear in dB: {@link LOUDEST} is the loudest point of the window, every
   * step below {@link DB_PER_STEP} less. How loud the track is recorded does not show.
   */
  readonly pixels: Uint8Array;
}

/** How a point of a window is written that is so many dB below the window's loudest. */
export function pixelOf(dbBelow: number): number {
  return LOUDEST - Math.round(Math.min(DEPTH_DB, dbBelow) / DB_PER_STEP);
}
