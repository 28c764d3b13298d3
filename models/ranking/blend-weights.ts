/** What is fitted of a blend: what each signal weighs where everything is known, and where nobody has listened to the track. */
export const BLEND_TERMS = [
  'collaborative',
  'foretold',
  'language',
  'languageUnheard',
  'acoustic',
  'acousticUnheard',
  'tags',
  'tagsUnheard',
  'popularity',
] as const;
export type BlendTerm = (typeof BLEND_TERMS)[number];

/** Each ≥ 0; the collaborative signal's are at most 1, see {@link normalisedWeights}. */
export type BlendWeights = Readonly<Record<BlendTerm, number>>;

/**
 * What the weights are before a server has listens enough to say more: fitted to servers of 10 to 1,000 listeners drawn from
 * HetRec 2011 Last.fm-2K, of whose plays a fifth was hidden (`npm run quality -- blend` prints such a fit; nothing of that data is
 * part of this). What is written was taken to be worth what tags are there, which are listeners' words. No sound was there: its
 * weights are by judgement, below those of tags, and the first to be changed by what a server's listens say.
 */
export const PRIOR_WEIGHTS: BlendWeights = {
  collaborative: 1,
  foretold: 1,
  language: 0.3,
  languageUnheard: 0.5,
  acoustic: 0.2,
  acousticUnheard: 0.45,
  tags: 0.3,
  tagsUnheard: 0.5,
  popularity: 0.15,
};

/** What the weights are multiplied by so that the softmax of the scores says how likely each track is the one that is liked. */
export const PRIOR_SCALE = 6;

/** Beside a collaborative signal that says next to nothing everything else would be worth any number of times as much. */
const MOST_WORTH = 2;

/** In proportion, so that the collaborative signal weighs 1 where it is fully trusted, unless contents are worth more than twice that. */
export function normalisedWeights(weights: BlendWeights): BlendWeights {
  const contents = Math.max(weights.language, weights.languageUnheard, weights.acoustic, weights.acousticUnheard, weights.tags, weights.tagsUnheard, weights.popularity);
  const scale = Math.max(weights.collaborative, weights.foretold, contents / MOST_WORTH);
  return scale > 0 ? mapped((term) => weights[term] / scale) : weights;
}

/** One a term, from the numbers in their order. */
export function weightsOf(values: ArrayLike<number>): BlendWeights {
  return mapped((_, i) => values[i]);
}

function mapped(make: (term: BlendTerm, i: number) => number): BlendWeights {
  return Object.fromEntries(BLEND_TERMS.map((term, i) => [term, make(term, i)])) as Record<BlendTerm, number>;
}
