import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { copyByteQuery, copyByteVectors } from '../../../models/kernels/byte-vectors.ts';
import { copyVectors, strideOf } from '../../../models/kernels/vectors.ts';
import { seeded } from '../../../models/random.ts';
import { createKernels } from '../../../src/kernels.ts';

describe('scores', () => {
  const cases = fc.record({ d: fc.integer({ min: 1, max: 300 }), count: fc.integer({ min: 1, max: 40 }), size: fc.constantFrom(1e-6, 1, 1e6), seed: fc.nat() });

  it('are the products of the query and every vector; of bytes, nearly', () => {
    fc.assert(
      fc.property(cases, ({ d, count, size, seed }) => {
        const random = seeded(seed);
        const data = Float32Array.from({ length: count * d }, () => size * (random() - 0.5));
        const query = Float32Array.from({ length: d }, () => random() - 0.5);
        const kernels = createKernels();
        const { memory } = kernels;
        const out = memory.allocate('f32', count);
        const vectors = copyVectors(memory, data, d);
        const filled = memory.allocate('f32', strideOf(d));
        memory.view(filled).set(query);
        const bytes = copyByteVectors(memory, data, d);
        const byteQuery = copyByteQuery(memory, query, bytes);
        kernels.scores(filled, vectors, out);
        const exact = memory.view(out).slice();
        kernels.scores8(byteQuery, bytes, out);
        const rounded = memory.view(out);
        for (let i = 0; i < count; i++) {
          const row = data.subarray(i * d, (i + 1) * d);
          const expected = row.reduce((sum, x, j) => sum + x * query[j], 0);
          const absolute = row.reduce((sum, x, j) => sum + Math.abs(x * query[j]), 0);
          expect(Math.abs(exact[i] - expected)).toBeLessThanOrEqual(1e-5 * absolute);
          // Every number is rounded by half a unit at most, of which its vector's greatest has 127.
          const greatest = Math.max(...row.map(Math.abs));
          const bound = (0.5 / 127) * greatest * query.reduce((sum, x) => sum + Math.abs(x), 0);
          expect(Math.abs(rounded[i] - expected)).toBeLessThanOrEqual(1.01 * bound + 1e-3 * absolute);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('of nothing are nothing', () => {
    const kernels = createKernels();
    const { memory } = kernels;
    const bytes = copyByteVectors(memory, new Float32Array(6), 3);
    const out = memory.copy('f32', [1, 1]);
    kernels.scores8(copyByteQuery(memory, new Float32Array(3), bytes), bytes, out);
    expect([...memory.view(out)]).toEqual([0, 0]);
  });
});

describe('the highest scores', () => {
  it('are those that sorting finds, the lower index first of equal ones, without −∞ and NaN', () => {
    const score = fc.oneof({ weight: 8, arbitrary: fc.integer({ min: -20, max: 20 }) }, fc.constantFrom(-Infinity, Infinity, NaN, -3.4e38));
    fc.assert(
      fc.property(fc.array(score, { maxLength: 300 }), fc.nat(120), (values, k) => {
        const kernels = createKernels();
        const scores = Float32Array.from(values);
        const expected = [...scores.keys()]
          .filter((i) => scores[i] > -Infinity)
          .sort((a, b) => (scores[a] === scores[b] ? a - b : scores[b] - scores[a]))
          .slice(0, k);
        expect([...kernels.topK(kernels.memory.copy('f32', scores), k)]).toEqual(expected);
      }),
      { numRuns: 300 },
    );
  });
});
