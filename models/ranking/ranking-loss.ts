/** One listener's candidates, by what each signal says of them: the wanted come first. */
export interface RankedCase {
  /** candidates × terms, row-major */
  readonly features: Float32Array;
  /** One a wanted candidate, ≥ 0, summing to 1: how much it counts that it stands out. At least one. */
  readonly wanted: Float64Array;
  /** For how many each of the others stands, as they are a sample drawn uniformly: 1 when they are all there are. */
  readonly standsFor: number;
}

/** Where the weights are drawn to, and how strongly. */
export interface WeightPrior {
  /** One a term, ≥ 0. */
  readonly weights: ArrayLike<number>;
  /** One a term, ≥ 0: the precision of the weight, in units of what one case tells. */
  readonly precision: ArrayLike<number>;
}

const MOST_STEPS = 30;
const MOST_HALVINGS = 20;
const SWEEPS = 60;
/** A step that promises less, by case, is not worth taking. */
const TOLERANCE = 1e-6;
/** Of the curvature: of two terms that say the same the sum alone is determined. */
const DAMPING = 1e-6;

/**
 * The weights w ≥ 0 with which the wanted candidates of each case stand out most among all, Σ weight · feature being their
 * scores: the least Σ over cases of the mean of −log softmax over their wanted ones (sampled softmax with uniform negatives,
 * Jean et al. 2015; as a loss for ranking Bruch et al. 2019) + ½ Σ precision · (w − prior)². Convex, so there is one answer; found by
 * Newton's steps, each of which minimises its quadratic model within the bounds one coordinate at a time.
 *
 * @returns one a term
 */
export function fitRankingWeights(cases: readonly RankedCase[], prior: WeightPrior): Float64Array {
  const terms = prior.weights.length;
  let weights = Float64Array.from(prior.weights, (weight) => Math.max(0, weight));
  let here = slopeOf(cases, weights, prior);
  for (let step = 0; step < MOST_STEPS; step++) {
    const direction = boundedStep(here, weights, terms);
    const promised = -direction.reduce((sum, d, i) => sum + d * here.gradient[i], 0);
    if (!(promised > TOLERANCE * Math.max(1, cases.length))) break;
    let found: Slope | null = null;
    for (let halving = 0, length = 1; halving < MOST_HALVINGS; halving++, length /= 2) {
      const moved = weights.map((weight, i) => Math.max(0, weight + length * direction[i]));
      if (lossOf(cases, moved, prior) > here.loss - 1e-4 * length * promised) continue;
      weights = moved;
      found = slopeOf(cases, moved, prior);
      break;
    }
    if (!found) break;
    here = found;
  }
  return weights;
}

/** Σ over cases of the mean of −log softmax of the wanted, and what leaving the prior costs. */
export function lossOf(cases: readonly RankedCase[], weights: ArrayLike<number>, prior: WeightPrior): number {
  let loss = 0;
  for (const one of cases) {
    const { scores, most } = scored(one, weights);
    let sum = 0;
    let wanted = 0;
    for (let c = 0; c < scores.length; c++) {
      sum += (c < one.wanted.length ? 1 : one.standsFor) * Math.exp(scores[c] - most);
      if (c < one.wanted.length) wanted += one.wanted[c] * scores[c];
    }
    loss += Math.log(sum) + most - wanted;
  }
  for (let i = 0; i < prior.weights.length; i++) loss += 0.5 * prior.precision[i] * (weights[i] - prior.weights[i]) ** 2;
  return loss;
}

interface Slope {
  readonly loss: number;
  readonly gradient: Float64Array;
  /** terms × terms */
  readonly curvature: Float64Array;
}

/** The gradient is what is expected of the features less what the wanted have, the curvature their covariance. */
function slopeOf(cases: readonly RankedCase[], weights: Float64Array, prior: WeightPrior): Slope {
  const terms = weights.length;
  const gradient = new Float64Array(terms);
  const curvature = new Float64Array(terms * terms);
  const expected = new Float64Array(terms);
  const moment = new Float64Array(terms * terms);
  for (const one of cases) {
    const { features, wanted, standsFor } = one;
    const { scores, most } = scored(one, weights);
    expected.fill(0);
    moment.fill(0);
    let sum = 0;
    for (let c = 0; c < scores.length; c++) {
      const mass = (c < wanted.length ? 1 : standsFor) * Math.exp(scores[c] - most);
      sum += mass;
      for (let i = 0, at = c * terms; i < terms; i++) {
        const weighed = mass * features[at + i];
        if (c < wanted.length) gradient[i] -= wanted[c] * features[at + i];
        if (weighed === 0) continue;
        expected[i] += weighed;
        for (let j = 0; j <= i; j++) moment[i * terms + j] += weighed * features[at + j];
      }
    }
    for (let i = 0; i < terms; i++) {
      gradient[i] += expected[i] / sum;
      for (let j = 0; j <= i; j++) curvature[i * terms + j] += moment[i * terms + j] / sum - (expected[i] / sum) * (expected[j] / sum);
    }
  }
  for (let i = 0; i < terms; i++) {
    gradient[i] += prior.precision[i] * (weights[i] - prior.weights[i]);
    curvature[i * terms + i] += prior.precision[i] + DAMPING;
    for (let j = 0; j < i; j++) curvature[j * terms + i] = curvature[i * terms + j];
  }
  return { loss: lossOf(cases, weights, prior), gradient, curvature };
}

function scored({ features }: RankedCase, weights: ArrayLike<number>): { readonly scores: Float64Array; readonly most: number } {
  const terms = weights.length;
  const scores = new Float64Array(features.length / terms);
  let most = -Infinity;
  for (let c = 0; c < scores.length; c++) {
    let sum = 0;
    for (let i = 0, at = c * terms; i < terms; i++) sum += weights[i] * features[at + i];
    scores[c] = sum;
    if (sum > most) most = sum;
  }
  return { scores, most };
}

/** The least of g·d + ½ dᵀHd with w + d ≥ 0 (coordinate descent). */
function boundedStep({ gradient, curvature }: Slope, weights: Float64Array, terms: number): Float64Array {
  const step = new Float64Array(terms);
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    let change = 0;
    for (let i = 0; i < terms; i++) {
      let slope = gradient[i];
      for (let j = 0; j < terms; j++) slope += curvature[i * terms + j] * step[j];
      const next = Math.max(-weights[i], step[i] - slope / curvature[i * terms + i]);
      change = Math.max(change, Math.abs(next - step[i]));
      step[i] = next;
    }
    if (change < 1e-9) break;
  }
  return step;
}
