import { squaredDistance } from './squared-distance.ts';

const SEARCH_STEPS = 40;
const CLOSE_ENOUGH = 1e-4;

/**
 * How likely each two rows are neighbours (van der Maaten & Hinton 2008): Gaussian, each row's width such that it has about
 * `perplexity` neighbours, made symmetric; the sum of all is 1.
 * @param rows n × dimensions
 * @returns n × n
 */
export function neighbourOdds(rows: Float32Array, dimensions: number, perplexity: number): Float32Array {
  const n = rows.length / dimensions;
  const odds = new Float32Array(n * n);
  const distances = new Float64Array(n);
  for (let a = 0; a < n; a++) {
    let least = Infinity;
    for (let b = 0; b < n; b++) {
      distances[b] = squaredDistance(rows, a, rows, b, dimensions);
      if (b !== a) least = Math.min(least, distances[b]);
    }
    // Only differences count, and exp(0) is the largest then: nothing vanishes.
    for (let b = 0; b < n; b++) distances[b] -= least;
    distances[a] = Infinity;
    calibrate(distances, Math.log(perplexity), odds.subarray(a * n, (a + 1) * n));
  }
  for (let a = 0; a < n; a++) {
    for (let b = 0; b < a; b++) {
      const both = (odds[a * n + b] + odds[b * n + a]) / (2 * n);
      odds[a * n + b] = both;
      odds[b * n + a] = both;
    }
  }
  return odds;
}

/** Writes exp(−precision · distance), summing to 1, with the precision at which their entropy is the one that is wanted. */
function calibrate(distances: Float64Array, entropy: number, odds: Float32Array): void {
  let precision = 1;
  let [low, high] = [0, Infinity];
  for (let step = 0; step < SEARCH_STEPS; step++) {
    let sum = 0;
    let moment = 0;
    for (let b = 0; b < distances.length; b++) {
      const weight = Math.exp(-precision * distances[b]);
      odds[b] = weight;
      sum += weight;
      if (weight > 0) moment += weight * distances[b];
    }
    for (let b = 0; b < odds.length; b++) odds[b] /= sum;
    const excess = Math.log(sum) + (precision * moment) / sum - entropy;
    if (Math.abs(excess) < CLOSE_ENOUGH) return;
    if (excess > 0) low = precision;
    else high = precision;
    precision = high === Infinity ? precision * 2 : (low + high) / 2;
  }
}
