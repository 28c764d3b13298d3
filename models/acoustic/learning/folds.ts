import { type Random, shuffled } from '../../random.ts';

/**
 * Deals rows out to folds of about the same size; rows of one group stay together, so that what is learnt from the others
 * cannot know them.
 * @param groups by row; below 0 the row is a group of its own
 * @returns by row: its fold, from 0
 */
export function groupFolds(groups: Int32Array, folds: number, random: Random): Uint8Array {
  const members = new Map<number, number[]>();
  groups.forEach((group, row) => {
    const key = group < 0 ? -1 - row : group;
    const known = members.get(key);
    if (known) known.push(row);
    else members.set(key, [row]);
  });
  const sizes = new Float64Array(folds);
  const foldOf = new Uint8Array(groups.length);
  const largestFirst = shuffled([...members.values()], random).sort((a, b) => b.length - a.length);
  for (const rows of largestFirst) {
    const fold = sizes.indexOf(Math.min(...sizes));
    sizes[fold] += rows.length;
    for (const row of rows) foldOf[row] = fold;
  }
  return foldOf;
}
