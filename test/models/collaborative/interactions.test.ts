import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Interactions, interactionsOf, transposed } from '../../../models/collaborative/interactions.ts';

const COLUMNS = 7;
const weight = fc.integer({ min: 0, max: 5 });
const row = fc.uniqueArray(fc.record({ column: fc.nat(COLUMNS - 1), positive: weight, negative: weight }), { selector: (entry) => entry.column });

function dense(matrix: Interactions): string[] {
  const cells: string[] = [];
  for (let r = 0; r < matrix.rows; r++) {
    for (let k = matrix.pointers[r]; k < matrix.pointers[r + 1]; k++) {
      cells.push([r, matrix.indices[k], matrix.positive[k], matrix.negative[k]].join());
    }
  }
  return cells.sort();
}

describe('interactions', () => {
  it('hold every entry that weighs something, and turn over without loss', () => {
    fc.assert(
      fc.property(fc.array(row, { maxLength: 8 }), (rows) => {
        const matrix = interactionsOf(COLUMNS, rows);
        const expected = rows.flatMap((entries, r) =>
          entries.filter((e) => e.positive + e.negative > 0).map((e) => [r, e.column, e.positive, e.negative].join()),
        );
        expect(dense(matrix)).toEqual(expected.sort());
        const over = transposed(matrix);
        expect([over.rows, over.columns]).toEqual([COLUMNS, rows.length]);
        expect(dense(transposed(over))).toEqual(expected);
      }),
    );
  });
});
