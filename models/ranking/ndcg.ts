/**
 * Normalised discounted cumulative gain with binary gains (Järvelin & Kekäläinen 2002): Σ 1 / log₂(rank + 1) over
 * the wanted columns among the `depth` best, relative to the best possible.
 *
 * @param scores one a column; −∞ is never ranked. Of equal ones the lower column comes first
 * @param wanted must not be empty
 */
export function ndcg(scores: Float32Array, wanted: ReadonlySet<number>, depth: number): number {
  let gain = 0;
  for (const column of wanted) {
    const rank = rankOf(scores, column, depth);
    if (rank <= depth) gain += 1 / Math.log2(rank + 1);
  }
  let most = 0;
  for (let rank = 1; rank <= Math.min(depth, wanted.size); rank++) most += 1 / Math.log2(rank + 1);
  return gain / most;
}

/** The column's rank from 1, or something above `depth` when it is not among the best. */
function rankOf(scores: Float32Array, column: number, depth: number): number {
  const score = scores[column];
  if (!(score > -Infinity)) return Infinity;
  let rank = 1;
  for (let other = 0; other < scores.length && rank <= depth; other++) {
    if (scores[other] > score || (scores[other] === score && other < column)) rank++;
  }
  return rank;
}
