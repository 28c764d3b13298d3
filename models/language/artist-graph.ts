import { addRow, largest, rowProducts, type SparseRows, sparseRows, transposed } from './sparse-rows.ts';

/** Neighbours that say how dense the place of an artist is, and that lend what they are like. */
const NEAR = 15;
/** Artists looked at for each at least; those further away are not similar. */
const CANDIDATES = 200;
/** Part of the usual likeness of near neighbours below which nobody's is taken to be. */
const LEAST_NEAR = 0.25;
/** How much is lent. */
const LENT = 0.7;

/** What counts beside the likeness of vectors, in units of that of a near neighbour. */
const NAMING = 0.25;
const COMPANY = 0.1;
const COMPANIONS = 0.15;
const CALLED_SIMILAR = 0.8;

export interface LikenessEvidence {
  /** Artists × anything, rows of length 1 or empty. */
  readonly vectors: SparseRows;
  /** Artists × artists: `namings`. */
  readonly namings: SparseRows;
  /** Artists × artists, rows of length 1 or empty: whom each is named together with (`countInformation`). */
  readonly company: SparseRows;
  /** Artists × artists: how much the two are named together. */
  readonly companions: SparseRows;
  /** Artists × artists, 0 to 1: as sources call them similar. */
  readonly calledSimilar: SparseRows;
}

/**
 * The artists most similar to each, best first, 0 to 1.
 *
 * Some vectors are near to everything: likeness is measured against that of both artists' near neighbours, which takes
 * such hubs out of others' lists (NICDM: Jégou et al. 2007; in music: Schnitzer et al. 2012). Then the neighbours
 * of an artist lend it theirs, so that two who share no word can meet.
 */
export function artistGraph(evidence: LikenessEvidence, count: number): SparseRows {
  const direct = directLikeness(evidence, Math.max(count, CANDIDATES));
  const { pointers, indices, values, columns: artists } = direct;
  const sums = new Float32Array(artists);
  const rows = Array.from({ length: artists }, (_, artist) => {
    sums.fill(0);
    addRow(direct, artist, 1, sums);
    const from = pointers[artist];
    const to = Math.min(from + NEAR, pointers[artist + 1]);
    for (let k = from; k < to; k++) addRow(direct, indices[k], (LENT * values[k]) / Math.min(NEAR, artists - 1), sums);
    sums[artist] = 0;
    return largest(sums, count).map((other) => [other, sums[other] / (1 + sums[other])] as const);
  });
  return sparseRows(artists, rows);
}

/** Before neighbours lend: the most similar first, around 1 for a near neighbour. */
function directLikeness({ vectors, namings, company, companions, calledSimilar }: LikenessEvidence, candidates: number): SparseRows {
  const artists = vectors.pointers.length - 1;
  const alike = products(vectors, candidates);
  const near = nearness(alike);
  const together = products(company, candidates);
  const called = transposed(calledSimilar);
  const sums = new Float32Array(artists);
  const rows = Array.from({ length: artists }, (_, artist) => {
    sums.fill(0);
    for (let k = alike.pointers[artist]; k < alike.pointers[artist + 1]; k++) {
      const other = alike.indices[k];
      sums[other] = alike.values[k] / Math.sqrt(near[artist] * near[other]);
    }
    addRow(namings, artist, NAMING, sums);
    addRow(together, artist, COMPANY, sums);
    addRow(companions, artist, COMPANIONS, sums);
    addRow(calledSimilar, artist, CALLED_SIMILAR / 2, sums);
    addRow(called, artist, CALLED_SIMILAR / 2, sums);
    sums[artist] = 0;
    return largest(sums, candidates).map((other) => [other, sums[other]] as const);
  });
  return sparseRows(artists, rows);
}

/** How alike each artist and its near neighbours are; not less than a part of what is usual, for nobody is near by chance. */
function nearness({ pointers, values, columns: artists }: SparseRows): Float32Array {
  const near = Float32Array.from({ length: artists }, (_, artist) => {
    const best = values.subarray(pointers[artist], Math.min(pointers[artist] + NEAR, pointers[artist + 1]));
    return best.reduce((sum, x) => sum + x, 0) / Math.min(NEAR, artists - 1);
  });
  const known = near.filter((x) => x > 0).sort();
  const least = LEAST_NEAR * (known[known.length >> 1] ?? 0);
  return near.map((x) => Math.max(x, least));
}

/** The largest products of each row with the others, the largest first. */
function products(rows: SparseRows, count: number): SparseRows {
  const artists = rows.pointers.length - 1;
  const index = transposed(rows);
  const sums = new Float32Array(artists);
  const found = Array.from({ length: artists }, (_, artist) => {
    rowProducts(rows, artist, index, sums);
    sums[artist] = 0;
    return largest(sums, count).map((other) => [other, sums[other]] as const);
  });
  return sparseRows(artists, found);
}
