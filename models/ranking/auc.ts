/**
 * The probability that one of the wanted scores higher than one of the others, equal scores counting half (the area under
 * the ROC curve, by ranks: Mann & Whitney 1947); NaN when either are missing.
 * @param isWanted by index of the scores
 */
export function auc(scores: Float32Array | Float64Array, isWanted: (index: number) => boolean): number {
  const sorted = scores.slice().sort();
  let wanted = 0;
  let ranks = 0;
  for (let index = 0; index < scores.length; index++) {
    if (!isWanted(index)) continue;
    wanted++;
    // Ranks count from 1; equal scores share the mean of theirs.
    ranks += (countUntil(sorted, (score) => score >= scores[index]) + 1 + countUntil(sorted, (score) => score > scores[index])) / 2;
  }
  return (ranks - (wanted * (wanted + 1)) / 2) / (wanted * (scores.length - wanted));
}

/** How many come before the first of which it is true; it is of all that follow that one. */
function countUntil(sorted: Float32Array | Float64Array, isTrue: (score: number) => boolean): number {
  let from = 0;
  let to = sorted.length;
  while (from < to) {
    const middle = (from + to) >> 1;
    if (isTrue(sorted[middle])) to = middle;
    else from = middle + 1;
  }
  return from;
}
