/**
 * Whether one way is clearly better than another, by cases that both were judged on: whether the mean of the paired
 * differences lies more than `evidence` of its standard errors above 0 (for 1, the one-standard-error rule of Breiman et
 * al. 1984).
 */
export function isBetter(a: Float64Array, b: Float64Array, evidence: number): boolean {
  const differences = a.map((x, i) => x - b[i]);
  const average = mean(differences);
  const variance = differences.reduce((sum, x) => sum + (x - average) ** 2, 0) / Math.max(1, differences.length - 1);
  return average > evidence * Math.sqrt(variance / differences.length) + 1e-9;
}

export function mean(values: Float64Array): number {
  return values.reduce((a, b) => a + b, 0) / values.length;
}
