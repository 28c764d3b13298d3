/**
 * The probability that one of the wanted scores higher than one of the others, equal scores counting half (the area under
 * the ROC curve, by ranks: Mann & Whitney 1947); NaN when either are missing.
 * @param isWanted by index of the scores
 */
export function auc(scores: Float32Array | Float64Array, isWanted: (index: number) => boolean): number {
  const order = Uint32Array.from(scores.keys()).sort((a, b) => scores[a] - scores[b]);
  let wanted = 0;
  let ranks = 0;
  for (let from = 0; from < order.length; ) {
    let to = from;
    while (to < order.length && scores[order[to]] === scores[order[from]]) to++;
    // Ranks count from 1; equal scores share the mean of theirs.
    const rank = (from + 1 + to) / 2;
    for (let i = from; i < to; i++) {
      if (!isWanted(order[i])) continue;
      wanted++;
      ranks += rank;
    }
    from = to;
  }
  return (ranks - (wanted * (wanted + 1)) / 2) / (wanted * (order.length - wanted));
}
