import type { Interaction } from './interactions.ts';

/** A way to score every column (track) for a listener of whom a history is known. */
export interface Scorer {
  readonly name: string;
  /**
   * Writes one score a column to `out`, higher being better, on a scale of its own. A history without
   * evidence gives what suits everybody, or nothing but zeros.
   */
  score(history: readonly Interaction[], out: Float32Array): void;
}
