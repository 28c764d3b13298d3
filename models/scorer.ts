/** What is known of one listener and one column (track). */
export interface Interaction {
  readonly column: number;
  /** Weight with which it is wanted to be 1. */
  readonly positive: number;
  /** Weight with which it is wanted to be 0, beyond what every unknown column has. */
  readonly negative: number;
}

/** A way to score every column (track) for a listener of whom a history is known. */
export interface Scorer {
  readonly name: string;
  /**
   * Writes one score a column to `out`, higher being better, on a scale of its own. A history without
   * evidence gives what suits everybody, or nothing but zeros.
   */
  score(history: readonly Interaction[], out: Float32Array): void;
}
