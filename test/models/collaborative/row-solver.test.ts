import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gram, solveInPlace } from '../../../models/collaborative/row-solver.ts';

describe('solving symmetric systems', () => {
  it('finds x with A x = b for A = Σ v·vᵀ + I', () => {
    const value = fc.double({ min: -2, max: 2, noNaN: true });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9 }), fc.array(value, { minLength: 90, maxLength: 90 }), (d, values) => {
        const vectors = Float32Array.from(values.slice(0, 9 * d));
        const a = new Float64Array(d * d);
        gram(vectors, d, 0, 9, a);
        for (let i = 0; i < d; i++) a[i * d + i] += 1;
        const full = a.slice();
        for (let i = 0; i < d; i++) for (let j = i + 1; j < d; j++) full[i * d + j] = a[j * d + i];
        const b = Float64Array.from(values.slice(81, 81 + d));
        const x = b.slice();
        solveInPlace(a, x, d);
        for (let i = 0; i < d; i++) {
          const product = x.reduce((sum, xj, j) => sum + full[i * d + j] * xj, 0);
          expect(product).toBeCloseTo(b[i], 8);
        }
      }),
    );
  });
});
