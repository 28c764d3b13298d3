/** How well embeddings bring together what belongs together, as means over the queries. */
export interface NeighbourQuality {
  /** Of the nearest references, the share of the query's class. */
  readonly precision: number;
  /** How often a reference of the query's class is nearer than one of another. */
  readonly triplet: number;
}

export interface Labelled {
  readonly embedding: Float32Array;
  readonly label: string;
}

/**
 * By the cosine of embeddings of length 1. What is asked for is not counted among its own neighbours. Every label should
 * be among the references, beside another.
 * @param depth how many are the nearest
 */
export function neighbourQuality(queries: readonly Labelled[], references: readonly Labelled[], depth = 10): NeighbourQuality {
  let precision = 0;
  let triplet = 0;
  for (const query of queries) {
    const ranked = references
      .filter((reference) => reference !== query)
      .map(({ embedding, label }) => ({ cosine: product(query.embedding, embedding), same: label === query.label }))
      .sort((a, b) => b.cosine - a.cosine);
    precision += ranked.slice(0, depth).filter(({ same }) => same).length / depth;
    let others = 0;
    let pairs = 0;
    let nearer = 0;
    for (const { same } of ranked.toReversed()) {
      if (same) {
        nearer += others;
        pairs++;
      } else others++;
    }
    triplet += nearer / (pairs * others);
  }
  return { precision: precision / queries.length, triplet: triplet / queries.length };
}

function product(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}
