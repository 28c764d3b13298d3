/**
 * Scores as distances from their mean in standard deviations, in place, so that scores of different makes can be
 * added. Scores that are all the same become 0.
 */
export function standardise(scores: Float32Array): void {
  const mean = scores.reduce((sum, score) => sum + score, 0) / scores.length;
  const variance = scores.reduce((sum, score) => sum + (score - mean) ** 2, 0) / scores.length;
  const deviation = Math.sqrt(variance);
  if (!(deviation > 1e-7 * Math.abs(mean))) return void scores.fill(0);
  for (let i = 0; i < scores.length; i++) scores[i] = (scores[i] - mean) / deviation;
}
