/**
 * So many of `count` items, each as far as can be from those before it (farthest-first traversal, Gonzalez 1985: no set of as
 * many has its closest two more than twice as far apart). The first is item 0; of equally far ones the first wins.
 * @param distancesFrom from an item to every other, each ≥ 0
 * @returns the items, as they were taken
 */
export function farthestFirst(count: number, take: number, distancesFrom: (item: number) => ArrayLike<number>): number[] {
  const nearest = new Float64Array(count).fill(Infinity);
  const taken: number[] = [];
  for (let next = 0; taken.length < Math.min(count, take); ) {
    taken.push(next);
    nearest[next] = -1;
    const distances = distancesFrom(next);
    let farthest = -1;
    for (let item = 0; item < count; item++) {
      if (nearest[item] < 0) continue;
      nearest[item] = Math.min(nearest[item], distances[item]);
      if (farthest < 0 || nearest[item] > nearest[farthest]) farthest = item;
    }
    next = farthest;
  }
  return taken;
}
