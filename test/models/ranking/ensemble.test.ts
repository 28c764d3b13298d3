import { describe, expect, it } from 'vitest';
import { seeded } from '../../../models/random.ts';
import { chooseEnsemble, type RankingCase } from '../../../models/ranking/ensemble.ts';

const COLUMNS = 400;
const WANTED = 5;

/**
 * Cases whose components know of the wanted columns as much as `knowledge` says (0: nothing), each with noise of its
 * own.
 */
function casesOf(count: number, knowledge: readonly number[], seed: number): RankingCase[] {
  const random = seeded(seed);
  const noise = () => random() + random() + random() - 1.5;
  return Array.from({ length: count }, () => {
    const wanted = new Set(Array.from({ length: WANTED }, () => Math.floor(random() * COLUMNS)));
    const scores = knowledge.map((known) => Float32Array.from({ length: COLUMNS }, (_, column) => noise() + (wanted.has(column) ? known : 0)));
    return { scores, wanted };
  });
}

describe('the mixture of components', () => {
  it('leaves out what knows nothing, and mixes what knows different things', () => {
    for (const seed of [1, 2, 3]) {
      const { weights, quality, alone } = chooseEnsemble(casesOf(200, [1.2, 1.2, 0], seed), [0.2, 0.2, 0.6], 10);
      expect(weights[2]).toBeLessThan(0.1);
      expect(weights[0] / weights[1]).toBeGreaterThan(0.5);
      expect(weights[0] / weights[1]).toBeLessThan(2);
      expect(quality).toBeGreaterThan(1.2 * Math.max(...alone));
      expect(weights.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 10);
    }
  });

  it('takes a single component that is clearly better than the prior', () => {
    const { weights, quality, alone } = chooseEnsemble(casesOf(200, [2, 0, 0], 4), [0, 0.5, 0.5], 10);
    expect(weights[0]).toBeGreaterThan(0.9);
    expect(quality).toBeGreaterThanOrEqual(alone[0]);
  });

  it('stays near the prior when there are hardly any cases, and at it when these say nothing', () => {
    const prior = [0.6, 0.3, 0.1];
    const awayOf = (knowledge: readonly number[]) =>
      [1, 2, 3, 4, 5, 6, 7, 8].map((seed) => {
        const { weights } = chooseEnsemble(casesOf(3, knowledge, seed), prior, 10);
        return weights.reduce((sum, weight, i) => sum + Math.abs(weight - prior[i]), 0);
      });
    for (const away of awayOf([0, 0, 0])) expect(away).toBeCloseTo(0, 10);
    // Equal weights, which would be right, lie .53 away.
    expect(awayOf([1, 1, 1]).sort((a, b) => a - b)[4]).toBeLessThan(0.5);
  });

  it('lets in what the prior has no weight for only when that helps beyond doubt', () => {
    const seeds = Array.from({ length: 40 }, (_, seed) => seed + 1);
    const comesIn = (knowledge: readonly number[]) => seeds.filter((seed) => chooseEnsemble(casesOf(60, knowledge, seed), [1, 0], 10).weights[1] > 0).length;
    expect(comesIn([0, 0])).toBeLessThanOrEqual(6);
    expect(comesIn([1, 1])).toBe(seeds.length);
  });

  it('keeps what must help only where it does, once there are cases to tell by', () => {
    const seeds = Array.from({ length: 40 }, (_, seed) => seed + 1);
    const kept = (count: number, knowledge: readonly number[], mustHelp: readonly number[]) =>
      seeds.filter((seed) => chooseEnsemble(casesOf(count, knowledge, seed), [1, 0.1, 0.1], 10, mustHelp).weights[1] > 0).length;
    expect(kept(60, [1, 0, 0], [1, 2])).toBeLessThanOrEqual(6);
    expect(kept(60, [1, 0, 0], [])).toBeGreaterThan(kept(60, [1, 0, 0], [1, 2]));
    expect(kept(60, [1, 1, 0], [1, 2])).toBe(seeds.length);
    expect(kept(8, [1, 0, 0], [1, 2])).toBe(kept(8, [1, 0, 0], []));
  });

  it('keeps one of two that say the same', () => {
    const cases = casesOf(100, [1, 1], 7).map(({ scores, wanted }) => ({ scores: [...scores, scores[1]], wanted }));
    const { weights } = chooseEnsemble(cases, [0.5, 0.25, 0.25], 10, [1, 2]);
    expect(weights[1] + weights[2]).toBeGreaterThan(0.2);
  });

  it('judges by what listeners see: a candidate far down in every component changes nothing', () => {
    const cases = casesOf(50, [1, 0.5], 5);
    const worse = cases.map(({ scores, wanted }) => ({ wanted, scores: scores.map((row) => Float32Array.of(...row, ...new Array<number>(2_000).fill(-9))) }));
    expect(chooseEnsemble(worse, [0.5, 0.5], 10)).toEqual(chooseEnsemble(cases, [0.5, 0.5], 10));
  });

  it('never ranks what is not to be ranked', () => {
    const scores = [Float32Array.of(-Infinity, 1, 2, 0), Float32Array.of(-Infinity, 2, 1, 0)];
    const { quality } = chooseEnsemble(Array.from({ length: 10 }, () => ({ scores, wanted: new Set([1, 2]) })), [0.5, 0.5], 2);
    expect(quality).toBe(1);
  });
});
