import type { Random } from '../random.ts';
import { isBetter, mean } from './better.ts';
import { Blend, type ListenerKnowing, share, type SignalColumns } from './blend.ts';
import { BLEND_TERMS, type BlendWeights, normalisedWeights, PRIOR_SCALE, PRIOR_WEIGHTS, weightsOf } from './blend-weights.ts';
import { fitRankingWeights, type RankedCase, type WeightPrior } from './ranking-loss.ts';

/** A listener of whom likes were hidden, and what the signals say of every track from the rest alone. */
export interface HiddenLikes {
  readonly knowing: ListenerKnowing;
  readonly columns: Omit<SignalColumns, 'novelty'>;
  /** By track, without what is hidden. */
  readonly listens: Float64Array;
  /** By track, see `trackKind`. */
  readonly kinds: Uint8Array;
  /** Tracks that they are known to have heard: not to be ranked. */
  readonly heard: ReadonlySet<number>;
  /** Never empty. */
  readonly hidden: ReadonlySet<number>;
}

/** Which way to weigh stood the test. */
export type BlendOrigin = 'fitted' | 'prior' | keyof typeof SINGLES;

export interface FittedBlend {
  readonly weights: BlendWeights;
  readonly origin: BlendOrigin;
  /** Mean NDCG of each way on cases that it was not fitted to, by its name. */
  readonly quality: Readonly<Record<string, number>>;
}

/** Drawn uniformly of what is not hidden: of more candidates nothing more is learnt. */
const MOST_NEGATIVES = 2_000;
/** A session plays about so many tracks: they are what is judged. */
const DEPTH = 20;
const FOLDS = 5;
const LEAST_CASES = 5;
/** The prior has the say of so many listeners … */
const PRIOR_CASES = 5;
/** … with weights this uncertain, in relation to themselves or at least to this share of the collaborative one. */
const LEAST_SPREAD = 0.15;
/** Of somebody's own likes before their weights are their own: fewer lose more by chance than they gain. */
export const OWN_OUTCOMES = 50;
/** Outcomes beyond those by which their own evidence has half of its say. */
const HALF_OWN = 100;

/** Where each signal is all there is to go by, in units of the fit. */
const SINGLES = {
  collaborative: [0, 1, 0, 0, 0, 0, 0, 0, 0],
  language: [0, 0, 1, 1, 0, 0, 0, 0, 0],
  acoustic: [0, 0, 0, 0, 1, 1, 0, 0, 0],
  tags: [0, 0, 0, 0, 0, 0, 1, 1, 0],
  popularity: [0, 0, 0, 0, 0, 0, 0, 0, 1],
} as const;

/** What of a case is fitted by: what is hidden, and a sample of what is not. */
export function rankedCase({ knowing, columns, listens, kinds, heard, hidden }: HiddenLikes, random: Random): RankedCase {
  const others: number[] = [];
  for (let track = 0; track < kinds.length; track++) if (!heard.has(track) && !hidden.has(track)) others.push(track);
  const sample = others.length <= MOST_NEGATIVES ? others : Array.from({ length: MOST_NEGATIVES }, () => others[Math.floor(random() * others.length)]);
  const terms = BLEND_TERMS.length;
  const features = new Float32Array((hidden.size + sample.length) * terms);
  const blend = new Blend(knowing);
  const { collaborative, language, acoustic, tags, popularity } = columns;
  [...hidden, ...sample].forEach((track, i) => {
    const values = { collaborative: collaborative[track], language: language[track], acoustic: acoustic[track], tags: tags[track], popularity: popularity[track] };
    blend.terms(values, listens[track], kinds[track], features, i * terms);
    // What listens add to what is foretold is fitted, not both: so more listens never mean less trust.
    features[i * terms + 1] += features[i * terms];
  });
  return { features, wanted: new Float64Array(hidden.size).fill(1 / hidden.size), standsFor: sample.length > 0 ? others.length / sample.length : 1 };
}

/**
 * The weights with which hidden likes rank highest, near the prior where there are few cases; never those of a blend that is
 * clearly worse, on cases that it was not fitted to, than the prior or than a signal alone (by the one-standard-error rule).
 */
export function fitBlend(cases: readonly RankedCase[], prior: BlendWeights = PRIOR_WEIGHTS): FittedBlend {
  if (cases.length < LEAST_CASES) return { weights: prior, origin: 'prior', quality: {} };
  const drawnTo = priorOf(prior, PRIOR_CASES);
  const foreign = cases.map((_, i) => i % FOLDS);
  const byFold = Array.from({ length: FOLDS }, (_, fold) => fitRankingWeights(cases.filter((_one, i) => foreign[i] !== fold), drawnTo));
  const fitted = Float64Array.from(cases, (one, i) => rankedQuality(one, byFold[foreign[i]]));
  const judge = (weights: ArrayLike<number>) => Float64Array.from(cases, (one) => rankedQuality(one, weights));
  const singles = (Object.entries(SINGLES) as [keyof typeof SINGLES, readonly number[]][]).map(([origin, weights]): Way => ({ origin, quality: judge(weights), weights: () => weights }));
  const ways: readonly Way[] = [
    { origin: 'fitted', quality: fitted, weights: () => fitRankingWeights(cases, drawnTo) },
    { origin: 'prior', quality: judge(drawnTo.weights), weights: () => drawnTo.weights },
    ...singles.sort((a, b) => mean(b.quality) - mean(a.quality)),
  ];
  const chosen = ways.reduce((best, way) => (isBetter(way.quality, best.quality, 1) ? way : best));
  const quality = Object.fromEntries(ways.map((way) => [way.origin, mean(way.quality)]));
  return { weights: fromFit(withAbsent(chosen.weights(), cases, drawnTo)), origin: chosen.origin, quality };
}

/**
 * A listener's own weights, drawn strongly to those of their server; null before {@link OWN_OUTCOMES}: fitting them to fewer loses
 * more by chance than it gains.
 */
export function fitOwnBlend(server: BlendWeights, one: RankedCase, outcomes: number): BlendWeights | null {
  if (outcomes < OWN_OUTCOMES) return null;
  const say = share(outcomes - OWN_OUTCOMES, HALF_OWN);
  if (say === 0) return server;
  return fromFit(fitRankingWeights([one], priorOf(server, PRIOR_CASES / (say * Math.sqrt(one.wanted.length)))));
}

/** What no case says anything of keeps its prior: it may come to be known before anything is fitted again. */
function withAbsent(weights: ArrayLike<number>, cases: readonly RankedCase[], prior: WeightPrior): Float64Array {
  const terms = weights.length;
  const present = new Uint8Array(terms);
  for (const { features } of cases) for (let at = 0; at < features.length; at++) if (features[at] !== 0) present[at % terms] = 1;
  const level = Array.from(weights).reduce((most, weight) => Math.max(most, weight), 0);
  return Float64Array.from(weights, (weight, term) => (present[term] === 1 ? weight : (prior.weights[term] * level) / PRIOR_SCALE));
}

interface Way {
  readonly origin: BlendOrigin;
  /** By case. */
  readonly quality: Float64Array;
  readonly weights: () => ArrayLike<number>;
}

/** In units of the fit. */
function priorOf(weights: BlendWeights, cases: number): WeightPrior {
  const values = BLEND_TERMS.map((term) => PRIOR_SCALE * weights[term]);
  values[0] = Math.max(0, values[0] - values[1]);
  return { weights: values, precision: values.map((value) => cases / Math.max(value, LEAST_SPREAD * PRIOR_SCALE) ** 2) };
}

function fromFit(values: ArrayLike<number>): BlendWeights {
  const weights = weightsOf(values);
  return normalisedWeights({ ...weights, collaborative: weights.collaborative + weights.foretold });
}

/** NDCG of the wanted, by the ranks that they would have among all that the sample stands for. */
export function rankedQuality(one: RankedCase, weights: ArrayLike<number>): number {
  let gain = 0;
  for (const rank of ranksOf(one, weights)) if (rank < DEPTH + 1) gain += 1 / Math.log2(1 + rank);
  let most = 0;
  for (let rank = 1; rank <= Math.min(DEPTH, one.wanted.length); rank++) most += 1 / Math.log2(rank + 1);
  return gain / most;
}

/** By wanted candidate, from 1; of equal scores half come first. */
function ranksOf({ features, wanted, standsFor }: RankedCase, weights: ArrayLike<number>): Float64Array {
  const terms = weights.length;
  const scores = new Float64Array(features.length / terms);
  for (let c = 0; c < scores.length; c++) for (let i = 0; i < terms; i++) scores[c] += weights[i] * features[c * terms + i];
  return wanted.map((_, c) => {
    let rank = 1;
    for (let other = 0; other < scores.length; other++) {
      if (other === c || scores[other] < scores[c]) continue;
      rank += (scores[other] === scores[c] ? 0.5 : 1) * (other < wanted.length ? 1 : standsFor);
    }
    return rank;
  });
}
