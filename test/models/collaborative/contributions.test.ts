import fc from 'fast-check';
import { CholeskyDecomposition, Matrix } from 'ml-matrix';
import { describe, expect, it } from 'vitest';
import { FoldIn } from '../../../models/collaborative/fold-in.ts';
import type { Interaction } from '../../../models/scorer.ts';
import { type AlsSettings, rowRegularisation } from '../../../models/collaborative/row-solver.ts';
import { seeded } from '../../../models/random.ts';
import { createKernels } from '../../../src/kernels.ts';

/** What single precision may cost, relative to the largest sum of sizes: what cancels is lost, not gained. */
const TOLERANCE = 1e-3;

const problem = fc.record({
  dimensions: fc.integer({ min: 1, max: 40 }),
  columns: fc.integer({ min: 1, max: 80 }),
  count: fc.integer({ min: 1, max: 60 }),
  unobservedWeight: fc.double({ min: 0.01, max: 1, noNaN: true }),
  regularisation: fc.double({ min: 0.001, max: 0.5, noNaN: true }),
  frequencyExponent: fc.double({ min: 0.5, max: 1, noNaN: true }),
  seed: fc.nat(),
});

/** By the textbook, in double precision: p · vᵀ A⁻¹ vᵢ for every entry, and the same from the sizes of what is added up there. */
function expectedOf(vectors: readonly number[][], history: readonly Interaction[], column: number, settings: AlsSettings): { readonly value: number; readonly size: number }[] {
  const d = settings.dimensions;
  const weights = history.reduce((sum, { positive, negative }) => sum + positive + negative, 0);
  const a = Matrix.eye(d).mul(rowRegularisation(settings, weights, vectors.length));
  const add = (v: readonly number[], weight: number) => a.add(Matrix.columnVector(v).mmul(Matrix.rowVector(v)).mul(weight));
  for (const v of vectors) add(v, settings.unobservedWeight);
  for (const { column: heard, positive, negative } of history) add(vectors[heard], positive + negative);
  const toward = new CholeskyDecomposition(a).solve(Matrix.columnVector(vectors[column])).to1DArray();
  return history.map(({ column: heard, positive }) => {
    const terms = toward.map((x, i) => positive * x * vectors[heard][i]);
    return { value: terms.reduce((sum, x) => sum + x, 0), size: terms.reduce((sum, x) => sum + Math.abs(x), 0) };
  });
}

describe('what each track of a history adds to a score', () => {
  it('is what double precision finds by the textbook, however often it is asked, and adds up to the score', () => {
    fc.assert(
      fc.property(problem, ({ columns, count, seed, ...settings }) => {
        const random = seeded(seed);
        const vectors = Array.from({ length: columns }, () => Array.from({ length: settings.dimensions }, () => Math.fround(random() - 0.4)));
        const history = Array.from({ length: columns }, (_, column) => ({ column, positive: random() < 0.3 ? 0 : 5 * random(), negative: random() < 0.7 ? 0 : random() })).slice(0, count);
        const kernels = createKernels();
        const foldIn = new FoldIn(kernels, Float32Array.from(vectors.flat()), settings);
        const system = foldIn.factored(history);
        const scores = new Float32Array(columns);
        foldIn.scores(foldIn.solve(history), scores);
        const used = kernels.memory.mark();
        for (const column of [0, columns - 1, 0]) {
          const found = foldIn.contributions(system, column);
          const expected = expectedOf(vectors, history, column, settings);
          const allowed = TOLERANCE * Math.max(1e-3, ...expected.map(({ size }) => size));
          expected.forEach(({ value }, entry) => expect(Math.abs(found[entry] - value)).toBeLessThanOrEqual(allowed));
          expect(Math.abs(found.reduce((a, b) => a + b, 0) - scores[column])).toBeLessThanOrEqual(TOLERANCE * expected.reduce((sum, { size }) => sum + size, 1e-3));
        }
        expect(kernels.memory.mark()).toBe(used);
      }),
      { numRuns: 60, examples: [[{ dimensions: 35, columns: 3, count: 1, unobservedWeight: 0.01, regularisation: 0.001, frequencyExponent: 0.5, seed: 2101075812 }]] },
    );
  });
});
