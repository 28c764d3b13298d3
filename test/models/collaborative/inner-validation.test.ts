import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { validationFolds } from '../../../models/collaborative/inner-validation.ts';
import { type Interactions, interactionsOf } from '../../../models/collaborative/interactions.ts';
import type { Interaction } from '../../../models/scorer.ts';
import { seeded } from '../../../models/random.ts';

const matrices = fc
  .array(fc.array(fc.constantFrom(0, 0, 1, -1), { minLength: 15, maxLength: 15 }), { minLength: 1, maxLength: 90 })
  .map((rows) =>
    interactionsOf(15, rows.map((row) => row.map((x, column): Interaction => ({ column, positive: Math.max(0, x), negative: Math.max(0, -x) })))),
  );

function columnsOf({ pointers, indices }: Interactions, row: number): Set<number> {
  return new Set(indices.subarray(pointers[row], pointers[row + 1]));
}

/** Pairs of the matrix as text. */
function pairs(matrix: Interactions): Set<string> {
  return new Set(Array.from({ length: matrix.rows }, (_, row) => [...columnsOf(matrix, row)].map((column) => `${row}/${column}`)).flat());
}

describe('inner validation of listeners who are in the matrix', () => {
  it('hides a fifth of what they liked, keeps the rest in the matrix and in their history, and nothing twice', () => {
    fc.assert(
      fc.property(matrices, fc.integer(), (listens, seed) => {
        for (const { listens: left, cases } of validationFolds(listens, { times: null, unseen: null, most: 40, random: seeded(seed) })) {
          expect(left).toMatchObject({ rows: listens.rows, columns: listens.columns });
          const hidden = [...pairs(listens)].filter((pair) => !pairs(left).has(pair));
          expect(hidden).toHaveLength(cases.reduce((sum, { held }) => sum + held.size, 0));
          for (const { history, held } of cases) {
            const liked = history.filter(({ positive }) => positive > 0).length;
            expect(held.size).toBe(liked + held.size - Math.floor(0.8 * (liked + held.size)));
            expect(history.some(({ column }) => held.has(column))).toBe(false);
          }
        }
      }),
    );
  });

  it('hides the latest when times are known', () => {
    const rows = Array.from({ length: 4 }, () => [0, 1, 2, 3, 4].map((column) => ({ column, positive: 1, negative: 0 })));
    const listens = interactionsOf(5, rows);
    const times = Float64Array.from(listens.indices, (column) => 100 - column);
    const [{ cases }] = validationFolds(listens, { times, unseen: null, most: 10, random: seeded(1) });
    expect(cases.map(({ held }) => [...held])).toEqual([[0], [0], [0], [0]]);
  });
});

describe('inner validation of listeners who are not in the matrix', () => {
  it('takes them out of it as a whole, and lets of each be known as much as will be known in use', () => {
    fc.assert(
      fc.property(matrices, fc.integer(), (listens, seed) => {
        const folds = validationFolds(listens, { times: null, unseen: Int32Array.of(2), most: 10, random: seeded(seed) });
        for (const { listens: left, cases } of folds) {
          const emptied = Array.from({ length: listens.rows }, (_, row) => row).filter(
            (row) => columnsOf(listens, row).size > 0 && columnsOf(left, row).size === 0,
          );
          expect(emptied).toHaveLength(cases.length);
          for (const { history, held } of cases) {
            expect(history.filter(({ positive }) => positive > 0)).toHaveLength(2);
            expect(held.size).toBeGreaterThan(0);
          }
        }
      }),
    );
  });

  it('asks everybody in turn when they are few', () => {
    const rows = Array.from({ length: 9 }, () => [0, 1, 2, 3].map((column) => ({ column, positive: 1, negative: 0 })));
    const folds = validationFolds(interactionsOf(4, rows), { times: null, unseen: Int32Array.of(2), most: 100, random: seeded(1) });
    expect(folds.map(({ cases }) => cases.length)).toEqual([3, 3, 3]);
  });
});

it('with nothing to hide, there is no validation', () => {
  expect(validationFolds(interactionsOf(3, [[], []]), { times: null, unseen: null, most: 10, random: seeded(1) })).toEqual([]);
});
