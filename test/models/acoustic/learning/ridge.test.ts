import fc from 'fast-check';
import { Matrix, solve } from 'ml-matrix';
import { describe, expect, it } from 'vitest';
import { predicted, RidgeSums } from '../../../../models/acoustic/learning/ridge.ts';
import { seeded } from '../../../../models/random.ts';

const D = 5;

function rowsOf(count: number, seed: number): Float32Array {
  const random = seeded(seed);
  return Float32Array.from({ length: count * D }, () => random() * 2 - 1);
}

function learnt(values: Float32Array, targets: readonly number[], ridge: number, weights: readonly number[] = targets.map(() => 1)): Float32Array {
  const sums = new RidgeSums(D);
  const moment = new Float64Array(D);
  let total = 0;
  targets.forEach((y, row) => {
    sums.add(values, row * D, weights[row]);
    total += weights[row] * y;
    for (let i = 0; i < D; i++) moment[i] += weights[row] * y * values[row * D + i];
  });
  return sums.regression(ridge).solve([moment], [total]);
}

describe('ridge regression', () => {
  it('finds a linear rule that the rows follow, from few of them', () => {
    const values = rowsOf(40, 1);
    const rule = [0.5, -1, 2, 0, 0.25];
    const targets = Array.from({ length: 40 }, (_, row) => 3 + rule.reduce((sum, c, i) => sum + c * values[row * D + i], 0));
    const found = learnt(values, targets, 1e-9);
    rule.forEach((c, i) => expect(found[i]).toBeCloseTo(c, 4));
    expect(found[D]).toBeCloseTo(3, 4);
    expect(predicted(found, 0, D, values, 7 * D)).toBeCloseTo(targets[7], 4);
  });

  it('is what the textbook’s equations give', () => {
    fc.assert(
      fc.property(fc.integer(), fc.double({ min: 0.01, max: 10, noNaN: true }), (seed, ridge) => {
        const values = rowsOf(30, seed);
        const random = seeded(seed + 1);
        const targets = Array.from({ length: 30 }, () => random());
        const found = learnt(values, targets, ridge);
        const x = new Matrix(Array.from({ length: 30 }, (_, row) => Array.from(values.subarray(row * D, (row + 1) * D))));
        const centred = x.clone().center('column');
        const y = Matrix.columnVector(targets).center('column');
        const covariance = centred.transpose().mmul(centred).div(30);
        const variance = covariance.trace() / D;
        const system = covariance.add(Matrix.eye(D, D).mul(ridge * variance));
        const wanted = solve(system, centred.transpose().mmul(y).div(30));
        for (let i = 0; i < D; i++) expect(found[i]).toBeCloseTo(wanted.get(i, 0), 5);
      }),
      { numRuns: 30 },
    );
  });

  it('takes a weight of 2 for the same row twice, and forgets what is taken away', () => {
    const values = rowsOf(20, 3);
    const targets = Array.from({ length: 20 }, (_, row) => Math.sin(row));
    const twice = learnt(Float32Array.from([...values, ...values.subarray(0, D)]), [...targets, targets[0]], 0.5);
    const weighted = learnt(values, targets, 0.5, targets.map((_, row) => (row === 0 ? 2 : 1)));
    twice.forEach((x, i) => expect(weighted[i]).toBeCloseTo(x, 5));
    const part = new RidgeSums(D);
    part.add(values, 0);
    const all = new RidgeSums(D).merge(part);
    for (let row = 1; row < 20; row++) all.add(values, row * D);
    const rest = new RidgeSums(D);
    for (let row = 1; row < 20; row++) rest.add(values, row * D);
    all.merge(part, -1).mean().forEach((x, i) => expect(x).toBeCloseTo(rest.mean()[i], 9));
  });

  it('learns nothing from rows that are all the same, instead of breaking', () => {
    const values = new Float32Array(10 * D).fill(0.5);
    const found = learnt(values, Array.from({ length: 10 }, (_, row) => row), 0.1);
    expect(predicted(found, 0, D, values, 0)).toBeCloseTo(4.5, 3);
  });
});
