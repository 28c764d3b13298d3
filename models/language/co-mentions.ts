import { sparseRows, type SparseRows } from './sparse-rows.ts';

/** Of a document that lists half the world's artists only those it names most say something of each other. */
const MOST_NAMED = 50;

/** Context distribution smoothing: rare company says less than its share (Levy, Goldberg, Dagan 2015). */
const SMOOTHING = 0.75;

/** Who is named where, documents × artists; the artist whom a document is about counts as named. */
export interface Mentions {
  readonly subjects: Int32Array;
  readonly named: SparseRows;
}

/** Artists × artists: in how many documents two are named together. Symmetric, nothing on the diagonal. */
export function togetherCounts({ subjects, named }: Mentions): SparseRows {
  const counts = Array.from({ length: named.columns }, () => new Map<number, number>());
  const add = (a: number, b: number) => counts[a].set(b, (counts[a].get(b) ?? 0) + 1);
  subjects.forEach((subject, document) => {
    const present = [subject, ...mostNamed(named, document)];
    present.forEach((a, i) => {
      for (const b of present.slice(i + 1)) {
        if (a === b) continue;
        add(a, b);
        add(b, a);
      }
    });
  });
  return sparseRows(named.columns, counts.map((row) => [...row].sort(([a], [b]) => a - b)));
}

/** What the counts of a symmetric matrix say beyond chance. */
export interface CountInformation {
  /** Positive pointwise mutual information (Church & Hanks 1990), each row of length 1 or empty. */
  readonly rows: SparseRows;
  /** log₂(1 + count) · information relative to the most that is possible (Bouma 2009): 0 to about 3. */
  readonly pairs: SparseRows;
}

export function countInformation({ columns, pointers, indices, values }: SparseRows): CountInformation {
  const rows = pointers.length - 1;
  const sums = new Float64Array(rows);
  for (let row = 0; row < rows; row++) for (let k = pointers[row]; k < pointers[row + 1]; k++) sums[row] += values[k];
  const total = sums.reduce((a, b) => a + b, 0);
  const smoothed = sums.map((sum) => sum ** SMOOTHING);
  const all = smoothed.reduce((a, b) => a + b, 0);
  const lists = Array.from({ length: rows }, (_, row) => {
    const list: [column: number, information: number, pair: number][] = [];
    for (let k = pointers[row]; k < pointers[row + 1]; k++) {
      const other = indices[k];
      const information = Math.log((values[k] / sums[row]) * (all / smoothed[other]));
      const beyondChance = Math.log((values[k] * total) / (sums[row] * sums[other])) / Math.log(total / values[k]);
      if (information > 0) list.push([other, information, Math.log2(1 + values[k]) * Math.max(0, beyondChance)]);
    }
    return list;
  });
  return {
    rows: sparseRows(
      columns,
      lists.map((list) => {
        const length = Math.sqrt(list.reduce((sum, [, x]) => sum + x * x, 0));
        return list.map(([column, x]) => [column, x / length] as const);
      }),
    ),
    pairs: sparseRows(columns, lists.map((list) => list.map(([column, , pair]) => [column, pair] as const))),
  };
}

/**
 * Artists × artists: how strongly documents about one name the other, either way, 0 to about 2. Naming twice, or each
 * other, says more; naming whom everybody names says less.
 */
export function namings({ subjects, named }: Mentions): SparseRows {
  const artists = named.columns;
  const counts = Array.from({ length: artists }, () => new Map<number, number>());
  const naming = new Int32Array(artists);
  for (const artist of named.indices) naming[artist]++;
  subjects.forEach((subject, document) => {
    for (let k = named.pointers[document]; k < named.pointers[document + 1]; k++) {
      const other = named.indices[k];
      if (other === subject) continue;
      counts[subject].set(other, (counts[subject].get(other) ?? 0) + named.values[k]);
      counts[other].set(subject, (counts[other].get(subject) ?? 0) + named.values[k]);
    }
  });
  const most = Math.log(subjects.length + 1);
  const strength = (a: number, b: number, count: number) =>
    Math.log2(1 + count) * Math.max(0, 1 - Math.log(1 + Math.max(naming[a], naming[b])) / most);
  return sparseRows(artists, counts.map((row, a) => Array.from(row, ([b, count]) => [b, strength(a, b, count)] as const).sort(([x], [y]) => x - y)));
}

function mostNamed({ pointers, indices, values }: SparseRows, document: number): readonly number[] {
  const entries = Array.from({ length: pointers[document + 1] - pointers[document] }, (_, k) => pointers[document] + k);
  if (entries.length > MOST_NAMED) entries.sort((a, b) => values[b] - values[a] || a - b).splice(MOST_NAMED);
  return entries.map((k) => indices[k]);
}
