import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Factors, trainAls } from '../../../models/collaborative/als.ts';
import { FoldIn } from '../../../models/collaborative/fold-in.ts';
import { type Interactions, interactionsOf } from '../../../models/collaborative/interactions.ts';
import type { Interaction } from '../../../models/scorer.ts';
import { dimensionsFor } from '../../../models/collaborative/recipe.ts';
import type { AlsSettings } from '../../../models/collaborative/row-solver.ts';
import { seeded } from '../../../models/random.ts';
import { createKernels } from '../../../src/kernels.ts';
import { alsLoss } from './als-loss.ts';
import { plantedTastes } from './planted-tastes.ts';

const settings: AlsSettings = { dimensions: 8, unobservedWeight: 0.2, regularisation: 0.05, frequencyExponent: 1 };
const TRACKS = 40;

function train(matrix: Interactions, epochs = 8): Factors {
  return trainAls(createKernels(), matrix, settings, seeded(1), { epochs });
}

function scores(factors: Factors, history: readonly Interaction[]): number[] {
  const foldIn = new FoldIn(createKernels(), factors.columns, settings);
  const out = new Float32Array(TRACKS);
  foldIn.scores(foldIn.solve(history), out);
  return [...out];
}

const wanted = (column: number, positive = 1): Interaction => ({ column, positive, negative: 0 });
const turnedDown = (column: number, negative = 1): Interaction => ({ column, positive: 0, negative });

describe('implicit ALS', () => {
  it('lowers its loss with every epoch', () => {
    fc.assert(
      fc.property(fc.nat(1000), (seed) => {
        const matrix = interactionsOf(TRACKS, plantedTastes(12, TRACKS, seed));
        const losses: number[] = [];
        const onEpoch = (_: number, factors: () => Factors) => losses.push(alsLoss(matrix, factors(), settings));
        trainAls(createKernels(), matrix, settings, seeded(1), { epochs: 8, onEpoch });
        expect(losses).toHaveLength(8);
        for (let i = 1; i < losses.length; i++) expect(losses[i]).toBeLessThanOrEqual(losses[i - 1] * (1 + 1e-6));
      }),
      { numRuns: 20 },
    );
  });

  it('ends where no listener’s vector can be moved to lower the loss', () => {
    const matrix = interactionsOf(TRACKS, plantedTastes(12, TRACKS, 3));
    const factors = train(matrix);
    const loss = alsLoss(matrix, factors, settings);
    fc.assert(
      fc.property(fc.nat(factors.rows.length - 1), fc.constantFrom(-1e-3, 1e-3, -0.1, 0.1), (at, step) => {
        const rows = factors.rows.slice();
        rows[at] += step;
        expect(alsLoss(matrix, { rows, columns: factors.columns }, settings)).toBeGreaterThan(loss);
      }),
    );
  });

  it('folds a listener in where training has put them', () => {
    const tastes = plantedTastes(12, TRACKS, 5);
    const factors = train(interactionsOf(TRACKS, tastes));
    const foldIn = new FoldIn(createKernels(), factors.columns, settings);
    tastes.forEach((history, row) => {
      const trained = factors.rows.subarray(row * 8, row * 8 + 8);
      foldIn.solve(history).forEach((x, i) => expect(x).toBeCloseTo(trained[i], 5));
    });
  });

  it('scores by the products of vectors, and finds the highest that are not left out', () => {
    const factors = train(interactionsOf(TRACKS, plantedTastes(12, TRACKS, 5)));
    const foldIn = new FoldIn(createKernels(), factors.columns, settings);
    const vector = foldIn.solve([wanted(0), wanted(3, 2)]);
    const out = new Float32Array(TRACKS);
    foldIn.scores(vector, out);
    out.forEach((score, track) => expect(score).toBeCloseTo(vector.reduce((sum, x, i) => sum + x * factors.columns[track * 8 + i], 0), 5));
    const best = [...out.keys()].filter((track) => track !== 0 && track !== 3).sort((a, b) => out[b] - out[a]);
    expect([...foldIn.topK(vector, 7, [0, 3])]).toEqual(best.slice(0, 7));
  });

  it('tells tastes apart: what one likes raises what others like together with it', () => {
    for (const seed of [7, 8, 9]) {
      const factors = train(interactionsOf(TRACKS, plantedTastes(40, TRACKS, seed)));
      const liked = scores(factors, [wanted(0), wanted(1), wanted(2)]);
      const otherKind = liked.slice(TRACKS / 2);
      const inOrder = liked.slice(3, TRACKS / 2).map((same) => otherKind.filter((other) => same > other).length / otherKind.length);
      expect(inOrder.reduce((a, b) => a + b, 0) / inOrder.length).toBeGreaterThan(0.95);
    }
  });

  it('lowers a track’s score when it is skipped, and raises it when it is wanted more', () => {
    const factors = train(interactionsOf(TRACKS, plantedTastes(40, TRACKS, 11)));
    fc.assert(
      fc.property(fc.integer({ min: 3, max: 9 }), fc.double({ min: 0.2, max: 5, noNaN: true }), (track, weight) => {
        const before = scores(factors, [wanted(0), wanted(1)])[track];
        expect(scores(factors, [wanted(0), wanted(1), turnedDown(track, weight)])[track]).toBeLessThan(before);
        expect(scores(factors, [wanted(0), wanted(1), wanted(track, weight)])[track]).toBeGreaterThan(before);
      }),
    );
  });

  it('is the same for the same seed', () => {
    const matrix = interactionsOf(TRACKS, plantedTastes(12, TRACKS, 1));
    expect(train(matrix)).toEqual(train(matrix));
  });

  it('leaves the memory of its kernels as it was', () => {
    const matrix = interactionsOf(TRACKS, plantedTastes(12, TRACKS, 1));
    const kernels = createKernels();
    const before = kernels.memory.mark();
    expect(trainAls(kernels, matrix, settings, seeded(1), { epochs: 8 })).toEqual(train(matrix));
    expect(kernels.memory.mark()).toBe(before);
  });

  it('is nothing for who has no history, and where there is nothing at all', () => {
    const factors = train(interactionsOf(TRACKS, [...plantedTastes(12, TRACKS, 1), []]));
    expect(factors.rows.subarray(-8).every((x) => x === 0)).toBe(true);
    expect(new FoldIn(createKernels(), factors.columns, settings).solve([]).every((x) => x === 0)).toBe(true);
    expect(train(interactionsOf(0, []))).toEqual({ rows: new Float32Array(), columns: new Float32Array() });
    expect(train(interactionsOf(3, [[], []])).rows).toEqual(new Float32Array(16));
  });

  it('has more dimensions the more there is to learn from', () => {
    const dimensions = [4, 20, 100, 400, 4_000].map((listeners) => dimensionsFor(listeners * 40));
    expect(dimensions).toEqual(dimensions.toSorted((a, b) => a - b));
    expect([dimensions[0], dimensions.at(-1)]).toEqual([16, 128]);
  });
});
