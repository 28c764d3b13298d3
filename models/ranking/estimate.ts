/** A number that was found by a sample, with its 95 % interval. */
export interface Estimate {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** Deviations of a normal distribution that hold 95 %. */
const WIDTH = 1.959964;

/**
 * An interval by the central limit theorem.
 * @param terms whose mean the value is, or is like for many; at least one
 */
export function estimate(value: number, terms: Float64Array): Estimate {
  const mean = meanOf(terms);
  const variance = terms.reduce((sum, term) => sum + (term - mean) ** 2, 0) / Math.max(1, terms.length - 1);
  const half = WIDTH * Math.sqrt(variance / terms.length);
  return { value, low: value - half, high: value + half };
}

/** How many times the mean of `b` the mean of `a` is, both of the same cases (the interval by the delta method). */
export function estimateRatio(a: Float64Array, b: Float64Array): Estimate {
  const whole = meanOf(b);
  const ratio = meanOf(a) / whole;
  return estimate(ratio, a.map((x, i) => ratio + (x - ratio * b[i]) / whole));
}

export function meanOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
