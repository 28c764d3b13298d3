import { type Interactions, transposed } from './interactions.ts';
import { MOST_ORDER } from './ease.ts';
import type { Recipe } from './recipe.ts';
import { type View, withViews } from './views.ts';

/** What a step to anywhere in memory costs beside a multiply-add of the kernels. */
const SCATTERED = 50;

/** Multiply-adds that a training costs, about: for deciding what can be afforded. */
export function fittingWork(recipe: Recipe, listens: Interactions, views: readonly View[], epochs: number): number {
  const matrix = withViews(listens, views, recipe.viewWeight);
  const { rows, columns, indices } = matrix;
  switch (recipe.family) {
    case 'factors':
      return epochs * (solvingWork(matrix, recipe.dimensions) + solvingWork(transposed(matrix), recipe.dimensions));
    case 'ease':
      return Math.min(rows, columns, MOST_ORDER) ** 3 + Math.min(columns, MOST_ORDER) * indices.length;
    case 'rp3beta':
      return SCATTERED * sumOverRows(matrix, (entries) => entries * entries);
    case 'popularity':
      return indices.length;
  }
}

/** Of solving every row for d numbers, by whichever of its systems is smaller. */
function solvingWork(matrix: Interactions, d: number): number {
  return sumOverRows(matrix, (entries) => {
    const least = Math.min(entries, d);
    return (least * least * (Math.max(entries, d) + least / 3)) / 2 + entries * d;
  });
}

function sumOverRows({ rows, pointers }: Interactions, work: (entries: number) => number): number {
  let sum = 0;
  for (let row = 0; row < rows; row++) sum += work(pointers[row + 1] - pointers[row]);
  return sum;
}
