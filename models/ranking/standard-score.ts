/**
 * Scores as distances from their mean in standard deviations, in place, so that scores of different makes can be
 * added. Scores that are all the same become 0.
 */
export function standardise(scores: Float32Array): void {
  const { mean, deviation } = distributionOf(scores);
  if (!(deviation > 1e-7 * Math.abs(mean))) return void scores.fill(0);
  for (let i = 0; i < scores.length; i++) scores[i] = (scores[i] - mean) / deviation;
}

/** Mean and standard deviation of the scores there are: `NaN` marks what has none. Both are `NaN` when nothing has. */
export function distributionOf(scores: Float32Array): { readonly mean: number; readonly deviation: number } {
  let count = 0;
  let sum = 0;
  for (const score of scores) {
    if (Number.isNaN(score)) continue;
    count++;
    sum += score;
  }
  const mean = sum / count;
  let squares = 0;
  for (const score of scores) if (!Number.isNaN(score)) squares += (score - mean) ** 2;
  return { mean, deviation: Math.sqrt(squares / count) };
}
