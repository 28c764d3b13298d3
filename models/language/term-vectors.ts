import type { SparseRows } from './sparse-rows.ts';

/** How often terms are counted in documents, compressed by documents (CSR); one entry a pair. */
export interface TermCounts {
  /** Terms are numbered from 0. */
  readonly terms: number;
  /** documents + 1 */
  readonly pointers: Int32Array;
  readonly indices: Int32Array;
  readonly counts: Float32Array;
}

/** One sparse vector of length 1 a document (CSR); a document without any term has no entries. */
export interface TermVectors {
  readonly terms: number;
  readonly pointers: Int32Array;
  readonly indices: Int32Array;
  readonly values: Float32Array;
}

export interface TermWeighting {
  /** Damps a count, so that a term said ten times does not weigh ten times as much. */
  readonly damped: (count: number) => number;
  /** A term in fewer documents connects nothing and is left out. */
  readonly least: number;
  /** A term in a larger share of the documents that have any is left out. */
  readonly mostShare: number;
  /** What a term tells that so many of all documents have. */
  readonly rarity?: (having: number, all: number) => number;
}

/** ln((1 + documents that have terms) / documents that have this one): Spärck Jones 1972. */
const inverseFrequency = (having: number, all: number) => Math.log((1 + all) / having);

/** damped count · rarity, L2-normalised (Salton & Buckley 1988). */
export function termVectors({ terms, pointers, indices, counts }: TermCounts, { damped, least, mostShare, rarity = inverseFrequency }: TermWeighting): TermVectors {
  const documents = pointers.length - 1;
  const frequency = new Int32Array(terms);
  let filled = 0;
  for (let i = 0; i < documents; i++) if (pointers[i + 1] > pointers[i]) filled++;
  for (const term of indices) frequency[term]++;
  const weightOf = Float64Array.from(frequency, (n) => (n >= least && n <= mostShare * filled ? rarity(n, filled) : 0));
  const most = frequency.reduce((sum, n, term) => (weightOf[term] > 0 ? sum + n : sum), 0);
  const kept = { pointers: new Int32Array(documents + 1), indices: new Int32Array(most), values: new Float32Array(most) };
  let at = 0;
  for (let i = 0; i < documents; i++) {
    const from = at;
    let squares = 0;
    for (let k = pointers[i]; k < pointers[i + 1]; k++) {
      const value = damped(counts[k]) * weightOf[indices[k]];
      if (!(value > 0)) continue;
      squares += value * value;
      kept.indices[at] = indices[k];
      kept.values[at++] = value;
    }
    const length = Math.sqrt(squares);
    for (let k = from; k < at; k++) kept.values[k] /= length;
    kept.pointers[i + 1] = at;
  }
  // A count of 0 may weigh nothing.
  return { terms, ...(at === most ? kept : { ...kept, indices: kept.indices.slice(0, at), values: kept.values.slice(0, at) }) };
}

/** {@link termVectors} of rows whose columns are terms. */
export function weightedRows({ columns, pointers, indices, values }: SparseRows, weighting: TermWeighting): SparseRows {
  const { terms, ...rows } = termVectors({ terms: columns, pointers, indices, counts: values }, weighting);
  return { columns: terms, ...rows };
}
