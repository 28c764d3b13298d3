/** How many of the candidates may be the best one in earnest; and whatever ties with the last of them. */
const BREADTH = 128;
/** By how many deviations a candidate's hope goes beyond its mean, to be among them. */
const HOPE = 2;
/** Where the best one's value can lie, in deviations from a candidate's mean … */
const REACH = 5;
/** … looked at in so many places. */
const STEPS = 96;
/** Means and deviations closer than this are the same. */
const SAME = 1e-4;

/**
 * How probably each candidate is the best of all, when its worth is believed to be normal with this mean and deviation:
 * drawing by these probabilities is Thompson sampling (Thompson 1933), and they are exact propensities at the same time.
 * ∫ φᵢ(x) · Π Φⱼ(x) dx by the trapezoidal rule; candidates that are believed alike are worked out once.
 *
 * @param deviations > 0; a candidate of deviation 0 is not considered
 * @returns one a candidate, summing to 1; all 0 when none is considered
 */
export function thompsonProbabilities(means: Float64Array, deviations: Float64Array): Float64Array {
  const probabilities = new Float64Array(means.length);
  const groups = alike(means, deviations, leastHope(means, deviations));
  if (groups.length === 0) return probabilities;
  let sum = 0;
  for (const { members, share } of shares(groups)) {
    for (const candidate of members) probabilities[candidate] = share;
    sum += members.length * share;
  }
  for (let i = 0; i < probabilities.length; i++) probabilities[i] /= sum;
  return probabilities;
}

interface Group {
  readonly mean: number;
  readonly deviation: number;
  readonly members: number[];
}

/** The hope of the last candidate that may be the best. */
function leastHope(means: Float64Array, deviations: Float64Array): number {
  const hopes: number[] = [];
  let worst = -Infinity;
  for (let i = 0; i < means.length; i++) {
    if (!(deviations[i] > 0)) continue;
    const hope = means[i] + HOPE * deviations[i];
    if (hopes.length >= BREADTH && hope <= worst) continue;
    hopes.push(hope);
    // Sorted now and then rather than at every one: libraries are large.
    if (hopes.length >= 4 * BREADTH) worst = cut(hopes);
  }
  return cut(hopes);
}

function cut(hopes: number[]): number {
  hopes.sort((a, b) => b - a);
  hopes.length = Math.min(hopes.length, BREADTH);
  return hopes.at(-1) ?? Infinity;
}

function alike(means: Float64Array, deviations: Float64Array, least: number): readonly Group[] {
  const groups = new Map<string, Group>();
  for (let i = 0; i < means.length; i++) {
    if (!(deviations[i] > 0) || means[i] + HOPE * deviations[i] < least - SAME) continue;
    const key = `${Math.round(means[i] / SAME)}/${Math.round(deviations[i] / SAME)}`;
    const group = groups.get(key);
    if (group) group.members.push(i);
    else groups.set(key, { mean: means[i], deviation: deviations[i], members: [i] });
  }
  return [...groups.values()];
}

/** Of each member of a group; they sum to 1 about. */
function shares(groups: readonly Group[]): readonly { readonly members: readonly number[]; readonly share: number }[] {
  // Below the highest of the lowest values nothing can be the best of all.
  const low = Math.max(...groups.map(({ mean, deviation }) => mean - REACH * deviation));
  const high = Math.max(...groups.map(({ mean, deviation }) => mean + REACH * deviation));
  const step = (high - low) / STEPS;
  const means = Float64Array.from(groups, ({ mean }) => mean);
  const scales = Float64Array.from(groups, ({ deviation }) => 1 / deviation);
  const counts = Float64Array.from(groups, ({ members }) => members.length);
  const share = new Float64Array(groups.length);
  const below = new Float64Array(groups.length);
  for (let s = 0; s <= STEPS; s++) {
    const x = low + s * step;
    let all = 0;
    for (let g = 0; g < means.length; g++) all += counts[g] * (below[g] = logBelow((x - means[g]) * scales[g]));
    if (all < -700) continue;
    for (let g = 0; g < means.length; g++) {
      const z = (x - means[g]) * scales[g];
      share[g] += step * scales[g] * Math.exp(all - below[g] - 0.5 * z * z - HALF_LOG_TAU);
    }
  }
  return groups.map(({ members }, g) => ({ members, share: share[g] }));
}

const HALF_LOG_TAU = Math.log(2 * Math.PI) / 2;
/** The logarithms of the normal distribution function from −8 to 8, in so fine steps that a straight line between them will do. */
const FINENESS = 128;
const TABLE = Float64Array.from({ length: 16 * FINENESS + 2 }, (_, i) => Math.log(normalBelow(i / FINENESS - 8)));

function logBelow(z: number): number {
  const at = (Math.min(7.99, Math.max(-8, z)) + 8) * FINENESS;
  const i = at | 0;
  return TABLE[i] + (at - i) * (TABLE[i + 1] - TABLE[i]);
}

/** The standard normal distribution function (Abramowitz & Stegun 1964, 7.1.26; its tail by Mills' ratio, 26.2.12). */
function normalBelow(z: number): number {
  if (z < -4) return (Math.exp(-0.5 * z * z - HALF_LOG_TAU) / -z) * (1 - 1 / z ** 2 + 3 / z ** 4 - 15 / z ** 6);
  const x = Math.abs(z) / Math.SQRT2;
  const t = 1 / (1 + 0.3275911 * x);
  const tail = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429)))) * Math.exp(-x * x);
  return z < 0 ? tail / 2 : 1 - tail / 2;
}
