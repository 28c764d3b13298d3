/** Twelve numbers each, by pitch class from C: treble, bass, major triads, minor triads. */
export const KEY_FEATURES = 48;

/** What a key is told from; each twelve standardised, so that it does not matter how much of anything there is. */
export function keyFeatures(treble: Float64Array, bass: Float64Array, triads: Float64Array): Float64Array {
  const roots = triads.map(Math.sqrt);
  const features = new Float64Array(KEY_FEATURES);
  [treble, bass, roots.subarray(0, 12), roots.subarray(12)].forEach((part, i) => features.set(standardised(part), 12 * i));
  return features;
}

/** The same music so many semitones lower: what lay at `by` lies at 0. */
export function rotated(features: Float64Array, by: number): Float64Array {
  return features.map((_, i) => features[i - (i % 12) + (((i % 12) + by) % 12)]);
}

function standardised(values: Float64Array): Float64Array {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
  return values.map((value) => (value - mean) / (deviation + 1e-6));
}
