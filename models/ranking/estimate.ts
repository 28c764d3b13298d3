/** A number that was found by a sample, with its 95 % interval. */
export interface Estimate {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** Deviations of a normal distribution that hold 95 %. */
const WIDTH = 1.959964;

/** By how much skewed terms move both ends of an interval, in units of their third central moment over the second (Hall 1992). */
const SKEW = (2 * WIDTH ** 2 + 1) / 6;

/**
 * An interval by the central limit theorem, moved towards where the terms have their long tail: of a few large ones, as of rare
 * rewards with large weights, chance mostly leaves some out.
 * @param terms whose mean the value is, or is like for many; at least one
 * @param groups by term: those of one group may be alike, and count as one observation (Liang & Zeger 1986); left out, none are
 */
export function estimate(value: number, terms: Float64Array, groups?: Int32Array): Estimate {
  const mean = meanOf(terms);
  const excess = terms.map((term) => term - mean);
  const observed = groups ? sumsOf(excess, groups) : excess;
  const squares = observed.reduce((sum, one) => sum + one ** 2, 0);
  const half = (WIDTH * Math.sqrt((squares * observed.length) / Math.max(1, observed.length - 1))) / terms.length;
  const shift = squares > 0 ? (SKEW * observed.reduce((sum, one) => sum + one ** 3, 0)) / squares / terms.length : 0;
  return { value, low: value + shift - half, high: value + shift + half };
}

function sumsOf(values: Float64Array, groups: Int32Array): Float64Array {
  const sums = new Map<number, number>();
  values.forEach((value, i) => sums.set(groups[i], (sums.get(groups[i]) ?? 0) + value));
  return Float64Array.from(sums.values());
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
