import fc from 'fast-check';
import { CholeskyDecomposition, Matrix } from 'ml-matrix';
import { describe, expect, it } from 'vitest';
import { FactorScorer } from '../../../models/collaborative/factor-model.ts';
import { type AlsSettings, rowRegularisation } from '../../../models/collaborative/row-solver.ts';
import { seeded } from '../../../models/random.ts';
import type { Interaction } from '../../../models/scorer.ts';
import { createKernels } from '../../../src/kernels.ts';

const problem = fc.record({
  dimensions: fc.integer({ min: 1, max: 12 }),
  columns: fc.integer({ min: 1, max: 30 }),
  count: fc.integer({ min: 0, max: 20 }),
  unobservedWeight: fc.double({ min: 0.05, max: 1, noNaN: true }),
  regularisation: fc.double({ min: 0.01, max: 0.5, noNaN: true }),
  seed: fc.nat(),
});

/** By the textbook: u where Σ n(u·v)² + α₀ Σ_all ((u − m)·v)² + λ_row |u − m|² is least. */
function expectedFrom(mean: readonly number[], vectors: readonly number[][], history: readonly Interaction[], settings: AlsSettings): number[] {
  const weights = history.reduce((sum, { negative }) => sum + negative, 0);
  const common = Matrix.eye(mean.length).mul(rowRegularisation(settings, weights, vectors.length));
  for (const v of vectors) common.add(Matrix.columnVector(v).mmul(Matrix.rowVector(v)).mul(settings.unobservedWeight));
  const whole = common.clone();
  for (const { column, negative } of history) whole.add(Matrix.columnVector(vectors[column]).mmul(Matrix.rowVector(vectors[column])).mul(negative));
  return new CholeskyDecomposition(whole).solve(common.mmul(Matrix.columnVector(mean))).to1DArray();
}

describe('the place of somebody who has only turned tracks down', () => {
  it('is that of the others, but for these: the minimum that double precision finds by the textbook', () => {
    fc.assert(
      fc.property(problem, ({ columns, count, seed, ...rest }) => {
        const settings = { ...rest, frequencyExponent: 1 };
        const d = settings.dimensions;
        const random = seeded(seed);
        // Products of the mean and a track are from 0 to 1, as what is expected of a track is.
        const positive = () => Array.from({ length: d }, () => Math.fround(random() / Math.sqrt(d)));
        const vectors = Array.from({ length: columns }, positive);
        const mean = positive();
        const history = vectors.map((_, column) => ({ column, positive: 0, negative: 0.1 + 3 * random() })).slice(0, count);
        const scorer = new FactorScorer('factors', createKernels(), { settings, confidence: 1, vectors: Float32Array.from(vectors.flat()), mean: Float32Array.from(mean) });
        const found = scorer.vector(history);
        expectedFrom(mean, vectors, history, settings).forEach((x, i) => expect(found[i]).toBeCloseTo(x, 3));
      }),
      { numRuns: 60 },
    );
  });
});
