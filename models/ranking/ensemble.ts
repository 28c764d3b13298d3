import { isBetter, mean } from './better.ts';
import { ndcg } from './ndcg.ts';

/** What one listener of a validation may be recommended, as each component scores it. */
export interface RankingCase {
  /** One row a component, already on a common scale; −∞ for what must not be ranked. */
  readonly scores: readonly Float32Array[];
  readonly wanted: ReadonlySet<number>;
}

export interface Ensemble {
  /** One a component, ≥ 0, summing to 1. */
  readonly weights: Float64Array;
  /** Mean NDCG of the mixture, and of each component alone. */
  readonly quality: number;
  readonly alone: Float64Array;
}

/** Candidates kept of each component's ranking, in units of the depth: what is further down is never seen. */
const KEPT_DEPTHS = 10;
/** A change must improve the mean by so many of its standard errors: with few cases the prior stands. */
const EVIDENCE = 1;
/** What has no weight in the prior is not trusted: it must show its use beyond doubt, as several changes are tried. */
const EVIDENCE_OF_UNTRUSTED = 2;
const ROUNDS = 6;
/** By so many cases it shows whether what must help does; with fewer it keeps what weight it has. */
const ENOUGH_FOR_PROOF = 40;

/**
 * Weights with which the sum of the components' scores ranks best. Begins at the prior, or at a single component that
 * is clearly better, and changes one weight at a time as long as that is clearly better on the same listeners
 * (a hill-climbing relative of ensemble selection, Caruana et al. 2004). With few cases hardly anything is clear, and
 * the prior stands, and what has no weight in it comes in only when that helps by twice as many standard errors.
 *
 * @param prior one a component, ≥ 0, not all 0
 * @param mustHelp the components that lose their weight, once there are cases enough, unless the mixture is clearly
 *   better with them than without: the prior alone does not keep them
 */
export function chooseEnsemble(cases: readonly RankingCase[], prior: readonly number[], depth: number, mustHelp: readonly number[] = []): Ensemble {
  const reduced = cases.map((one) => withoutHopeless(one, depth));
  const judge = (weights: Float64Array) => Float64Array.from(reduced, ({ scores, wanted }) => ndcg(mixed(scores, weights), wanted, depth));
  const single = (component: number) => Float64Array.from(prior, (_, i) => (i === component ? 1 : 0));
  const alone = prior.map((_, component) => judge(single(component)));
  let weights = normalised(prior);
  let quality = judge(weights);
  const best = alone.reduce((most, one, i) => (mean(one) > mean(alone[most]) ? i : most), 0);
  const evidenceFor = (component: number) => (prior[component] > 0 ? EVIDENCE : EVIDENCE_OF_UNTRUSTED);
  if (isBetter(alone[best], quality, evidenceFor(best))) [weights, quality] = [single(best), alone[best]];
  for (let round = 0; round < ROUNDS; round++) {
    let changed = false;
    for (let component = 0; component < prior.length; component++) {
      for (const weight of neighbouring(weights[component])) {
        const other = normalised(weights.with(component, weight));
        if (!other.some((x) => x > 0)) continue;
        const found = judge(other);
        if (!isBetter(found, quality, weight > weights[component] ? evidenceFor(component) : EVIDENCE)) continue;
        [weights, quality, changed] = [other, found, true];
      }
    }
    if (!changed) break;
  }
  // One by one, the idlest first: of two that say the same, each seems idle beside the other.
  for (let left = cases.length < ENOUGH_FOR_PROOF ? [] : mustHelp; ; ) {
    const idle = left.flatMap((component) => {
      if (weights[component] === 0 || weights[component] === 1) return [];
      const others = normalised(weights.with(component, 0));
      const without = judge(others);
      return isBetter(quality, without, EVIDENCE) ? [] : [{ component, others, without }];
    });
    if (idle.length === 0) break;
    const idlest = idle.reduce((most, one) => (mean(one.without) > mean(most.without) ? one : most));
    [weights, quality] = [idlest.others, idlest.without];
    left = left.filter((component) => component !== idlest.component);
  }
  return { weights, quality: mean(quality), alone: Float64Array.from(alone, mean) };
}

function neighbouring(weight: number): readonly number[] {
  return weight === 0 ? [0.05, 0.2] : [0, 0.6 * weight, 1.6 * weight, weight + 0.2];
}

/** Only the candidates that some component ranks high, and the wanted: the others decide nothing. */
function withoutHopeless({ scores, wanted }: RankingCase, depth: number): RankingCase {
  const kept = new Set(wanted);
  for (const row of scores) {
    if (row.length <= KEPT_DEPTHS * depth) return { scores, wanted };
    const ordered = row.toSorted();
    const least = ordered[row.length - KEPT_DEPTHS * depth];
    // A component that says the same of almost everything ranks only what stands out.
    const usual = ordered[row.length >> 1];
    row.forEach((score, column) => score >= least && score > usual && kept.add(column));
  }
  const columns = [...kept].sort((a, b) => a - b);
  const renumbered = new Map(columns.map((column, i) => [column, i]));
  return {
    scores: scores.map((row) => Float32Array.from(columns, (column) => row[column])),
    wanted: new Set(Array.from(wanted, (column) => renumbered.get(column) ?? -1)),
  };
}

function mixed(scores: readonly Float32Array[], weights: Float64Array): Float32Array {
  const sum = new Float32Array(scores[0].length);
  scores.forEach((row, component) => {
    const weight = weights[component];
    if (weight > 0) for (let i = 0; i < sum.length; i++) sum[i] += weight * row[i];
  });
  return sum;
}

function normalised(weights: ArrayLike<number>): Float64Array {
  const values = Float64Array.from(weights);
  const sum = values.reduce((a, b) => a + b, 0);
  return sum > 0 ? values.map((x) => x / sum) : values;
}
