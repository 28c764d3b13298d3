import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { turnToPrincipalAxes } from '../../../models/kernels/principal-axes.ts';
import { copyVectors, readVectors } from '../../../models/kernels/vectors.ts';
import { seeded } from '../../../models/random.ts';
import { createKernels } from '../../../src/kernels.ts';

const product = (a: Float32Array, i: number, b: Float32Array, j: number, d: number) => {
  let sum = 0;
  for (let k = 0; k < d; k++) sum += a[i * d + k] * b[j * d + k];
  return sum;
};

describe('principal axes', () => {
  it('are orthonormal, in them Σ v·vᵀ is diagonal, and no product of two vectors changes', () => {
    // Fewer vectors than dimensions leave some without any spread.
    const cases = fc.record({ d: fc.integer({ min: 1, max: 70 }), count: fc.integer({ min: 1, max: 300 }), seed: fc.nat() });
    fc.assert(
      fc.property(cases, ({ d, count, seed }) => {
        const random = seeded(seed);
        const data = Float32Array.from({ length: count * d }, () => random() - 0.3);
        const kernels = createKernels();
        const vectors = copyVectors(kernels.memory, data, d);
        const { spread, axes } = turnToPrincipalAxes(kernels, vectors);
        const turned = readVectors(kernels.memory, vectors);
        const scale = data.reduce((sum, x) => sum + x * x, 0);
        for (let a = 0; a < d; a++) {
          if (a > 0) expect(spread[a]).toBeLessThanOrEqual(spread[a - 1]);
          for (let b = a; b < d; b++) {
            expect(product(axes, a, axes, b, d)).toBeCloseTo(a === b ? 1 : 0, 5);
            let sum = a === b ? -spread[a] : 0;
            for (let i = 0; i < count; i++) sum += turned[i * d + a] * turned[i * d + b];
            expect(Math.abs(sum)).toBeLessThan(1e-5 * scale);
          }
        }
        for (let i = 0; i + 1 < count; i++) {
          expect(Math.abs(product(turned, i, turned, i + 1, d) - product(data, i, data, i + 1, d))).toBeLessThan(1e-5 * d);
          for (let axis = 0; axis < d; axis++) expect(turned[i * d + axis]).toBeCloseTo(product(data, i, axes, axis, d), 4);
        }
      }),
      { numRuns: 25 },
    );
  });

  it('are found for vectors that lie on a line but for rounding', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 40 }), fc.integer({ min: 1, max: 60 }), fc.constantFrom(0, 1e-20, 1e-12, 1e-6), fc.nat(), (d, count, rounding, seed) => {
        const random = seeded(seed);
        const line = Float32Array.from({ length: d }, () => random() - 0.5);
        const data = Float32Array.from({ length: count * d }, (_, i) => line[i % d] * (1 + Math.floor(i / d)) + rounding * random());
        const kernels = createKernels();
        const { spread } = turnToPrincipalAxes(kernels, copyVectors(kernels.memory, data, d));
        const whole = data.reduce((sum, x) => sum + x * x, 0);
        expect(spread[0] / whole).toBeCloseTo(1, 3);
      }),
    );
  });

  it('cannot be found for vectors that are not finite', () => {
    const kernels = createKernels();
    expect(() => turnToPrincipalAxes(kernels, copyVectors(kernels.memory, Float32Array.of(1, NaN, 2, 3), 2))).toThrow('not finite');
  });
});
