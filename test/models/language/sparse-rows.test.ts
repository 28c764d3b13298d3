import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { largest, merged, rowProducts, sparseRows, type SparseRows, stacked, transposed } from '../../../models/language/sparse-rows.ts';

const COLUMNS = 7;
const row = fc.uniqueArray(fc.tuple(fc.nat(COLUMNS - 1), fc.integer({ min: 1, max: 9 })), { selector: ([column]) => column });
const matrix = fc.array(row, { maxLength: 8 }).map((rows) => sparseRows(COLUMNS, rows));

function dense({ columns, pointers, indices, values }: SparseRows): readonly (readonly number[])[] {
  return Array.from({ length: pointers.length - 1 }, (_, i) => {
    const out = new Array<number>(columns).fill(0);
    for (let k = pointers[i]; k < pointers[i + 1]; k++) out[indices[k]] += values[k];
    return out;
  });
}

const sum = (a: readonly number[], b: readonly number[]) => a.map((x, i) => x + b[i]);
const product = (a: readonly number[], b: readonly number[]) => a.reduce((total, x, i) => total + x * b[i], 0);

describe('sparse rows', () => {
  it('turned over are the columns', () => {
    fc.assert(
      fc.property(matrix, (rows) => {
        const turned = transposed(rows);
        expect(turned.columns).toBe(rows.pointers.length - 1);
        dense(turned).forEach((column, c) => expect(column).toEqual(dense(rows).map((line) => line[c])));
        expect(dense(transposed(turned))).toEqual(dense(rows));
      }),
    );
  });

  it('multiply as dense ones do', () => {
    fc.assert(
      fc.property(matrix, (rows) => {
        const out = new Float32Array(rows.pointers.length - 1).fill(5);
        const lines = dense(rows);
        lines.forEach((line, i) => {
          rowProducts(rows, i, transposed(rows), out);
          expect(Array.from(out)).toEqual(lines.map((other) => product(line, other)));
        });
      }),
    );
  });

  it('of one group are added up, each column once and in order, and groups without rows are empty', () => {
    const groups = fc.array(fc.nat(3), { minLength: 8, maxLength: 8 });
    fc.assert(
      fc.property(matrix, groups, (rows, all) => {
        const lines = dense(rows);
        const groupOf = Int32Array.from(all.slice(0, lines.length));
        const sums = merged(rows, groupOf, 4);
        const zero = new Array<number>(COLUMNS).fill(0);
        expect(dense(sums)).toEqual([0, 1, 2, 3].map((group) => lines.reduce((total, line, i) => (groupOf[i] === group ? sum(total, line) : total), zero)));
        for (let group = 0; group < 4; group++) {
          const columns = Array.from(sums.indices.subarray(sums.pointers[group], sums.pointers[group + 1]));
          expect(columns).toEqual([...new Set(columns)].sort((a, b) => a - b));
        }
      }),
    );
  });

  it('can be put below others', () => {
    fc.assert(
      fc.property(matrix, matrix, (above, below) => {
        expect(dense(stacked(above, below))).toEqual([...dense(above), ...dense(below)]);
      }),
    );
  });
});

describe('the largest numbers', () => {
  it('are those that sorting finds, positive ones only, and of equal ones the first', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -3, max: 6 }), { maxLength: 40 }), fc.nat(12), (given, count) => {
        const expected = [...given.keys()].filter((i) => given[i] > 0).sort((a, b) => given[b] - given[a] || a - b);
        expect(largest(Float32Array.from(given), count)).toEqual(expected.slice(0, count));
      }),
    );
  });
});
