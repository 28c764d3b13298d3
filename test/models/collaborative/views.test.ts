import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Interactions, interactionsOf } from '../../../models/collaborative/interactions.ts';
import type { Interaction } from '../../../models/scorer.ts';
import { relativeConfidence, relativeHistory } from '../../../models/collaborative/relative-confidence.ts';
import { withViews } from '../../../models/collaborative/views.ts';

const entry = (column: number, positive = 1, negative = 0): Interaction => ({ column, positive, negative });

function rowsOf({ rows, pointers, indices, positive, negative }: Interactions): Interaction[][] {
  return Array.from({ length: rows }, (_, row) =>
    Array.from(indices.subarray(pointers[row], pointers[row + 1]), (column, i) => entry(column, positive[pointers[row] + i], negative[pointers[row] + i])),
  );
}

describe('views below the listens', () => {
  const listens = interactionsOf(4, [[entry(0), entry(1, 0, 2)], [entry(2, 3)]]);
  const artist = { name: 'artist', matrix: interactionsOf(4, [[entry(0), entry(3)], [entry(1)]]) };
  const tags = { name: 'tags', matrix: interactionsOf(4, [[entry(1, 2), entry(2), entry(3)]]) };

  it('are one more row for every attribute that tracks share, at their weight', () => {
    const both = withViews(listens, [artist, tags], 0.5);
    expect(rowsOf(both)).toEqual([...rowsOf(listens), [entry(0, 0.5), entry(3, 0.5)], [entry(1, 1), entry(2, 0.5), entry(3, 0.5)]]);
    expect(both).toMatchObject({ rows: 4, columns: 4 });
  });

  it('are left out at weight 0', () => {
    expect(withViews(listens, [artist, tags], 0)).toEqual(listens);
  });
});

describe('confidence in relation to the listener', () => {
  const rows = fc.array(
    fc.array(fc.tuple(fc.constantFrom(0, 0.5, 1, 3), fc.constantFrom(0, 0, 1)), { minLength: 6, maxLength: 6 }),
    { minLength: 1, maxLength: 6 },
  );

  it('is the same for a row of the matrix and for a history', () => {
    fc.assert(
      fc.property(rows, fc.constantFrom(0 as const, 1 as const, 2 as const), (all, exponent) => {
        const matrix = interactionsOf(6, all.map((row) => row.map(([positive, negative], column) => entry(column, positive, negative))));
        rowsOf(relativeConfidence(matrix, exponent)).forEach((row, i) => {
          const history = relativeHistory(rowsOf(matrix)[i], exponent);
          row.forEach(({ column, positive, negative }, k) => {
            expect(history[k].column).toBe(column);
            expect(history[k].positive).toBeCloseTo(positive, 5);
            expect(history[k].negative).toBeCloseTo(negative, 5);
          });
        });
      }),
    );
  });

  it('does not change when somebody plays everything ten times as often', () => {
    const once = [entry(0, 1), entry(1, 2), entry(2, 0, 1)];
    const often = once.map(({ column, positive, negative }) => entry(column, 10 * positive, 10 * negative));
    for (const exponent of [0, 1, 2] as const) expect(relativeHistory(often, exponent)).toEqual(relativeHistory(once, exponent));
  });
});
