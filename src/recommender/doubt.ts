import type { Round } from './round.ts';

/** How far the worth of a track that nobody knows anything of may lie from what is expected of it. */
const UNKNOWN = 0.35;

/**
 * How unsure it is what a track is worth to those present, as the standard deviation of its worth; 0 where there is nothing
 * to explore: somebody has heard it, or rejects its style. The more often anybody listened to it, the surer.
 */
export function doubtAbout({ scene, seats, known }: Round, track: number): number {
  if (seats.length === 0 || known[track] === 1) return 0;
  for (const { taste } of seats) if (taste.signals.rejected?.[track] === 1) return 0;
  return UNKNOWN / Math.sqrt(1 + scene.listens[track]);
}
