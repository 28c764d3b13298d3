import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FoldIn } from '../../../models/collaborative/fold-in.ts';
import { interactionsOf } from '../../../models/collaborative/interactions.ts';
import { loadRows, RowSolver } from '../../../models/collaborative/row-solver.ts';
import { allocateVectors, copyVectors, readVectors } from '../../../models/kernels/vectors.ts';
import { seeded } from '../../../models/random.ts';
import { createKernels } from '../../../src/kernels.ts';
import { plainGram, PlainRowSolver } from './plain-row-solver.ts';

/** What single precision may cost: the greatest difference, relative to the vector's length. */
const TOLERANCE = 1e-3;

const problem = fc.record({
  dimensions: fc.integer({ min: 1, max: 70 }),
  columns: fc.integer({ min: 1, max: 200 }),
  counts: fc.array(fc.nat(200), { minLength: 1, maxLength: 6 }),
  unobservedWeight: fc.double({ min: 0.01, max: 1, noNaN: true }),
  regularisation: fc.double({ min: 0.001, max: 0.5, noNaN: true }),
  frequencyExponent: fc.double({ min: 0.5, max: 1, noNaN: true }),
  heaviest: fc.double({ min: 0.1, max: 50, noNaN: true }),
  seed: fc.nat(),
});

describe('solving rows', () => {
  it('finds what double precision finds by the textbook, for rows of any length', () => {
    fc.assert(
      fc.property(problem, ({ columns, counts, heaviest, seed, ...settings }) => {
        const d = settings.dimensions;
        const random = seeded(seed);
        const weight = () => (random() < 0.3 ? 0 : heaviest * random());
        const histories = counts.map((count) =>
          Array.from({ length: columns }, (_, column) => ({ column, positive: weight(), negative: weight() })).filter(() => random() * columns < count),
        );
        const matrix = interactionsOf(columns, histories);
        const vectors = Float32Array.from({ length: columns * d }, () => random() - 0.4);

        const kernels = createKernels();
        const fixed = copyVectors(kernels.memory, vectors, d);
        const solved = allocateVectors(kernels.memory, matrix.rows, d);
        const solver = new RowSolver(kernels, settings);
        const { axes } = solver.prepare(fixed);
        solver.solve(loadRows(kernels, matrix, settings), fixed, solved, 0, matrix.rows);
        const turned = readVectors(kernels.memory, solved);
        const foldIn = new FoldIn(createKernels(), vectors, settings);

        const plain = new PlainRowSolver(settings);
        const gramian = plainGram(vectors, d);
        for (let row = 0; row < matrix.rows; row++) {
          const expected = plain.solve(matrix, row, vectors, gramian);
          const allowed = TOLERANCE * Math.hypot(...expected);
          const foldedIn = foldIn.solve(histories[row]);
          for (let i = 0; i < d; i++) {
            let found = 0;
            for (let axis = 0; axis < d; axis++) found += turned[row * d + axis] * axes[axis * d + i];
            expect(Math.abs(found - expected[i])).toBeLessThanOrEqual(allowed);
            expect(Math.abs(foldedIn[i] - expected[i])).toBeLessThanOrEqual(allowed);
          }
        }
      }),
      { numRuns: 60 },
    );
  });
});
