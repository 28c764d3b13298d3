import fc from 'fast-check';
import { inverse, Matrix } from 'ml-matrix';
import { describe, expect, it } from 'vitest';
import { ease } from '../../../models/collaborative/ease.ts';
import { type Interactions, interactionsOf } from '../../../models/collaborative/interactions.ts';
import type { Interaction } from '../../../models/scorer.ts';
import { type ItemItem, ItemItemBuilder, ItemItemScorer } from '../../../models/collaborative/item-item.ts';
import { rp3beta } from '../../../models/collaborative/rp3beta.ts';
import { createKernels } from '../../../src/kernels.ts';

/** Rows of weights, 0 for not heard. */
const weights = (rows: number, columns: number) =>
  fc.array(fc.array(fc.constantFrom<number>(0, 0, 0, 0.5, 1, 2), { minLength: columns, maxLength: columns }), { minLength: rows, maxLength: rows });
const anyWeights = fc.tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 2, max: 12 })).chain(([rows, columns]) => weights(rows, columns));

function compressed(dense: readonly (readonly number[])[]): Interactions {
  return interactionsOf(dense[0].length, dense.map((row) => row.map((positive, column): Interaction => ({ column, positive, negative: 0 }))));
}

function dense({ columns, pointers, indices, values }: ItemItem): number[][] {
  return Array.from({ length: columns }, (_, row) => {
    const full = new Array<number>(columns).fill(0);
    for (let k = pointers[row]; k < pointers[row + 1]; k++) full[indices[k]] = values[k];
    return full;
  });
}

function expectClose(found: readonly (readonly number[])[], wanted: readonly (readonly number[])[], digits: number): void {
  found.forEach((row, i) => row.forEach((value, j) => expect(value, `row ${i}, column ${j}`).toBeCloseTo(wanted[i][j], digits)));
}

describe('the builder of item–item weights', () => {
  it('keeps of each row the largest by amount, whatever their sign', () => {
    const row = fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 2, maxLength: 40 });
    fc.assert(
      fc.property(row, fc.integer({ min: 1, max: 10 }), (values, most) => {
        const builder = new ItemItemBuilder(values.length, most);
        const reversed = values.toReversed();
        for (const one of [values, reversed]) builder.add(Int32Array.from(one.keys()), Float64Array.from(one));
        for (let rest = 2; rest < values.length; rest++) builder.add(new Int32Array(0), new Float64Array(values.length));
        const built = dense(builder.build());
        const kept = [values, reversed].slice(0, values.length);
        kept.forEach((row, i) => {
          const amounts = built[i].map(Math.abs).filter((x) => x > 0).sort((a, b) => b - a);
          expect(amounts).toEqual(row.map(Math.abs).filter((x) => x > 0).sort((a, b) => b - a).slice(0, most));
          built[i].forEach((value, column) => value !== 0 && expect(value).toBe(row[column]));
        });
      }),
    );
  });
});

describe('RP³β', () => {
  it('is the probability of a walk of three steps over the popularity of its end', () => {
    fc.assert(
      fc.property(anyWeights, fc.double({ min: 0.5, max: 1.5, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true }), (x, alpha, beta) => {
        const columns = x[0].length;
        const found = rp3beta(compressed(x), { walkExponent: alpha, popularityExponent: beta, neighbours: columns });
        const rowMass = x.map((row) => row.reduce((a, b) => a + b, 0));
        const columnMass = x[0].map((_, j) => x.reduce((sum, row) => sum + row[j], 0));
        const wanted = x[0].map((_, i) =>
          x[0].map((_, j) => {
            const walk = x.reduce((sum, row, u) => sum + (row[i] > 0 ? (row[i] / columnMass[i]) * (row[j] / rowMass[u]) : 0), 0);
            return i === j || walk === 0 ? 0 : walk ** alpha / columnMass[j] ** beta;
          }),
        );
        expectClose(dense(found), wanted, 5);
      }),
    );
  });

  it('does not walk over what speaks against a track', () => {
    const rows = [
      [{ column: 0, positive: 1, negative: 0 }, { column: 1, positive: 0, negative: 1 }],
      [{ column: 0, positive: 1, negative: 0 }, { column: 2, positive: 1, negative: 0 }],
    ];
    const found = dense(rp3beta(interactionsOf(3, rows), { walkExponent: 1, popularityExponent: 0, neighbours: 3 }));
    expect(found[0][1]).toBe(0);
    expect(found[0][2]).toBeGreaterThan(0);
  });
});

describe('EASEᴿ', () => {
  it('is the closed form, from whichever side is smaller', () => {
    fc.assert(
      fc.property(anyWeights, fc.constantFrom(0.5, 3, 20), (x, ridge) => {
        const columns = x[0].length;
        const shared = x[0].map((_, j) => x.filter((row) => row[j] > 0).length > 1);
        const found = dense(ease(createKernels(), compressed(x), { ridge, neighbours: columns }));
        const kept = [...shared.keys()].filter((j) => shared[j]);
        const wanted = x[0].map(() => new Array<number>(columns).fill(0));
        if (kept.length > 0) {
          const part = new Matrix(x.map((row) => kept.map((j) => row[j])));
          const p = inverse(Matrix.add(part.transpose().mmul(part), Matrix.eye(kept.length).mul(ridge)));
          kept.forEach((i, a) => kept.forEach((j, b) => (wanted[i][j] = i === j ? 0 : -p.get(a, b) / p.get(b, b))));
        }
        expectClose(found, wanted, 3);
      }),
      { numRuns: 60 },
    );
  });
});

describe('scores of item–item weights', () => {
  it('are the sum of what each track of the history contributes', () => {
    fc.assert(
      fc.property(weights(8, 9), fc.array(fc.double({ min: -2, max: 2, noNaN: true }), { minLength: 9, maxLength: 9 }), (x, taste) => {
        const scorer = new ItemItemScorer('rp3beta', rp3beta(compressed(x), { walkExponent: 1, popularityExponent: 0.3, neighbours: 9 }));
        const history = taste.map((weight, column) => ({ column, positive: Math.max(0, weight), negative: Math.max(0, -weight) }));
        const scores = new Float32Array(9);
        scorer.score(history, scores);
        scores.forEach((score, column) => {
          expect(scorer.contributions(history, column).reduce((a, b) => a + b, 0)).toBeCloseTo(score, 4);
        });
      }),
    );
  });

  it('say nothing of what was turned down, and less of what was liked less than that', () => {
    const x = [[1, 1, 0], [1, 1, 0], [0, 1, 1]];
    const scorer = new ItemItemScorer('rp3beta', rp3beta(compressed(x), { walkExponent: 1, popularityExponent: 0, neighbours: 3 }));
    const scoresOf = (positive: number, negative: number) => {
      const scores = new Float32Array(3);
      scorer.score([{ column: 0, positive, negative }], scores);
      return scores;
    };
    expect([...scoresOf(0, 1)]).toEqual([0, 0, 0]);
    expect([...scoresOf(1, 2)]).toEqual([0, 0, 0]);
    expect(scoresOf(2, 1)).toEqual(scoresOf(1, 0));
    expect(scoresOf(1, 0)[1]).toBeGreaterThan(0);
  });
});
