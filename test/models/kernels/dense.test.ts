import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Kernels } from '../../../models/kernels/kernels.ts';
import { allocateSymmetric, type SymmetricMatrix } from '../../../models/kernels/vectors.ts';
import { seeded } from '../../../models/random.ts';
import { createKernels } from '../../../src/kernels.ts';
import { solvePlainly } from '../collaborative/plain-row-solver.ts';

const RIDGE = 0.5;

/** Co-occurrence of random rows plus a ridge, as item–item models have it: order × order. */
function coOccurrence(order: number, seed: number): Float64Array {
  const random = seeded(seed);
  const a = new Float64Array(order * order);
  for (let row = 0; row < 2 * order; row++) {
    const items = Array.from({ length: order }, (_, i) => i).filter(() => random() < 4 / order);
    for (const i of items) for (const j of items) a[i * order + j]++;
  }
  for (let i = 0; i < order; i++) a[i * order + i] += RIDGE;
  return a;
}

function load({ memory }: Kernels, a: Float64Array, order: number): SymmetricMatrix {
  const matrix = allocateSymmetric(memory, order);
  const view = memory.view(matrix.block);
  for (let i = 0; i < order; i++) {
    // Below the diagonal nothing is read.
    for (let j = 0; j < order; j++) view[i * matrix.stride + j] = j < i ? NaN : a[i * order + j];
  }
  return matrix;
}

const cases = fc.record({ order: fc.oneof(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 31, max: 210 })), seed: fc.nat() });

describe('large symmetric matrices', () => {
  it('solve as double precision does', () => {
    fc.assert(
      fc.property(cases, ({ order, seed }) => {
        const random = seeded(seed);
        const a = coOccurrence(order, seed);
        const b = Float64Array.from({ length: order }, () => random() - 0.5);
        const kernels = createKernels();
        const matrix = load(kernels, a, order);
        const x = kernels.memory.allocate('f32', matrix.stride);
        kernels.memory.view(x).set(b);
        kernels.cholesky(matrix, RIDGE);
        kernels.solve(matrix, x);
        solvePlainly(a, b, order);
        const found = kernels.memory.view(x);
        b.forEach((expected, i) => expect(found[i]).toBeCloseTo(expected, 4));
      }),
      { numRuns: 30 },
    );
  });

  it('are inverted: their product with the inverse is the unit matrix', () => {
    fc.assert(
      fc.property(cases, ({ order, seed }) => {
        const a = coOccurrence(order, seed);
        const kernels = createKernels();
        const matrix = load(kernels, a, order);
        kernels.invert(matrix, RIDGE);
        const inverse = kernels.memory.view(matrix.block);
        let worst = 0;
        for (let i = 0; i < order; i++) {
          for (let j = 0; j < order; j++) {
            let sum = i === j ? -1 : 0;
            for (let k = 0; k < order; k++) sum += a[i * order + k] * inverse[k * matrix.stride + j];
            worst = Math.max(worst, Math.abs(sum));
          }
        }
        expect(worst).toBeLessThan(1e-3);
      }),
      { numRuns: 30 },
    );
  });
});
