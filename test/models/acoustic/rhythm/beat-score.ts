/** F-measure: the harmonic mean of how many of the beats are true and how many of the true ones were found (Dixon 2007). */
export function beatScore(found: ArrayLike<number>, truth: ArrayLike<number>, tolerance = 0.07): number {
  let hits = 0;
  for (let f = 0, t = 0; f < found.length && t < truth.length; ) {
    const late = found[f] - truth[t];
    if (Math.abs(late) <= tolerance) hits++;
    if (late <= tolerance) f++;
    if (late >= -tolerance) t++;
  }
  return found.length + truth.length > 0 ? (2 * hits) / (found.length + truth.length) : 1;
}
