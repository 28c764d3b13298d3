/** Beats that a length is told over: so many that the places of single ones matter little. */
const SPAN = 8;

/**
 * How long the beats around each beat are, on the mean; of each that has eight before it.
 * @param beats times, ascending
 */
export function beatLengths(beats: ArrayLike<number>): Float64Array {
  return Float64Array.from({ length: Math.max(0, beats.length - SPAN) }, (_, i) => (beats[i + SPAN] - beats[i]) / SPAN);
}
