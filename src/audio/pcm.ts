/** Inside the voice all sound is 48 kHz stereo, one Float32Array a channel, nominally −1 to 1. */
export const SAMPLE_RATE = 48_000;
/** Samples per channel of a 20 ms frame, the step of everything that plays. */
export const FRAME_SAMPLES = 960;
export const FRAME_MS = 20;

export interface Pcm {
  readonly left: Float32Array;
  readonly right: Float32Array;
}

export function samplesOf(ms: number): number {
  return Math.round((ms * SAMPLE_RATE) / 1000);
}

export function msOf(samples: number): number {
  return (samples * 1000) / SAMPLE_RATE;
}

export function linearOf(decibels: number): number {
  return 10 ** (decibels / 20);
}
