import { MOST_ORDER } from './ease.ts';
import { type Interactions, transposed } from './interactions.ts';
import type { Recipe } from './recipe.ts';
import { type View, withViews } from './views.ts';

/** What a step to anywhere in memory costs beside a multiply-add of the kernels. */
const SCATTERED = 50;

/** Entries by row and by column: all of a matrix that the cost of learning from it depends on. */
interface Sizes {
  readonly rows: Int32Array;
  readonly columns: Int32Array;
  readonly entries: number;
}

/** Tells how many multiply-adds a training costs, about: for deciding what can be afforded. */
export class WorkEstimate {
  readonly #listens: Sizes;
  readonly #withViews: Sizes;

  constructor(listens: Interactions, views: readonly View[]) {
    this.#listens = sizesOf(listens);
    this.#withViews = sizesOf(withViews(listens, views, 1));
  }

  of(recipe: Recipe, epochs: number): number {
    const { rows, columns, entries } = recipe.viewWeight > 0 ? this.#withViews : this.#listens;
    switch (recipe.family) {
      case 'factors':
        return epochs * (solvingWork(rows, recipe.dimensions) + solvingWork(columns, recipe.dimensions));
      case 'ease':
        return Math.min(rows.length, columns.length, MOST_ORDER) ** 3 + Math.min(columns.length, MOST_ORDER) * entries;
      case 'rp3beta':
        return SCATTERED * sum(rows, (size) => size * size);
      case 'popularity':
        return entries;
    }
  }
}

function sizesOf(matrix: Interactions): Sizes {
  const sizes = ({ rows, pointers }: Interactions) => Int32Array.from({ length: rows }, (_, row) => pointers[row + 1] - pointers[row]);
  return { rows: sizes(matrix), columns: sizes(transposed(matrix)), entries: matrix.indices.length };
}

/** Of solving every row for d numbers, by whichever of its systems is smaller. */
function solvingWork(sizes: Int32Array, d: number): number {
  return sum(sizes, (size) => {
    const least = Math.min(size, d);
    return (least * least * (Math.max(size, d) + least / 3)) / 2 + size * d;
  });
}

function sum(sizes: Int32Array, work: (size: number) => number): number {
  return sizes.reduce((total, size) => total + work(size), 0);
}
