import { describe, expect, it } from 'vitest';
import { fit, judge } from '../../../models/collaborative/fitting.ts';
import { interactionsOf } from '../../../models/collaborative/interactions.ts';
import type { Interaction } from '../../../models/scorer.ts';
import { type Family, firstRecipe } from '../../../models/collaborative/recipe.ts';
import { TasteScorer, weightsFor } from '../../../models/collaborative/taste-model.ts';
import { type TasteData, type TasteOptions, type TasteProgress, trainTaste } from '../../../models/collaborative/train-taste.ts';
import { seeded } from '../../../models/random.ts';
import { createKernels } from '../../../src/kernels.ts';

const STYLES = 4;
const TRACKS_OF_STYLE = 15;
const COLUMNS = STYLES * TRACKS_OF_STYLE;
const FAMILIES: readonly Family[] = ['factors', 'ease', 'rp3beta'];

const heard = (column: number, positive = 1): Interaction => ({ column, positive, negative: 0 });
const styleOf = (column: number) => Math.floor(column / TRACKS_OF_STYLE);

/** Listeners who hear some tracks of one style and few of others. */
function listenersOf(count: number, seed: number): Interaction[][] {
  const random = seeded(seed);
  return Array.from({ length: count }, (_, listener) =>
    Array.from({ length: COLUMNS }, (_unused, column) => column)
      .filter((column) => random() < (styleOf(column) === listener % STYLES ? 0.5 : 0.03))
      .map((column) => heard(column, 1 + Math.floor(3 * random()))),
  );
}

function dataOf(rows: readonly (readonly Interaction[])[], change: Partial<TasteData> = {}): TasteData {
  return { listens: interactionsOf(COLUMNS, rows), times: null, views: [], contents: [], ...change };
}

async function trained(data: TasteData, options: Partial<TasteOptions> = {}) {
  const kernels = createKernels();
  const model = await trainTaste(data, { families: FAMILIES, seed: 1, depth: 10, unseen: null, ...options }, {
    fit: (job) => Promise.resolve(fit(kernels, job)),
    judge: (job) => Promise.resolve(judge(kernels, job)),
  });
  const scorer = new TasteScorer(kernels, model, data.contents);
  const best = (history: readonly Interaction[], count: number) => {
    const scores = new Float32Array(COLUMNS);
    scorer.score(history, scores);
    const known = new Set(history.map(({ column }) => column));
    return [...scores.keys()].filter((column) => !known.has(column)).sort((a, b) => scores[b] - scores[a]).slice(0, count);
  };
  return { model, scorer, best };
}

describe('taste learnt from who hears what', () => {
  it('knows the style of somebody new from three tracks, whichever way it is learnt', async () => {
    for (const families of [FAMILIES, ['factors'], ['ease'], ['rp3beta']] as const) {
      const { best } = await trained(dataOf(listenersOf(60, 2)), { families, unseen: Int32Array.of(3) });
      for (let style = 0; style < STYLES; style++) {
        const first = style * TRACKS_OF_STYLE;
        const picks = best([heard(first), heard(first + 1), heard(first + 2)], 8);
        expect(picks.filter((column) => styleOf(column) === style).length, `${families.join('+')}, style ${style}`).toBeGreaterThanOrEqual(7);
      }
    }
  });

  it('goes away from what somebody turned down', async () => {
    const { scorer } = await trained(dataOf(listenersOf(60, 3)));
    const liked = [heard(0), heard(1), heard(20)];
    const turnedDown = [...liked, { column: 21, positive: 0, negative: 2 }, { column: 22, positive: 0, negative: 2 }];
    const told = new Set(turnedDown.map(({ column }) => column));
    const meanOfStyle = (history: readonly Interaction[], style: number) => {
      const scores = new Float32Array(COLUMNS);
      scorer.score(history, scores);
      const others = [...scores.keys()].filter((column) => styleOf(column) === style && !told.has(column));
      return others.reduce((sum, column) => sum + scores[column], 0) / others.length;
    };
    expect(meanOfStyle(turnedDown, 1)).toBeLessThan(meanOfStyle(liked, 1));
    // Not from what has nothing to do with it.
    expect(meanOfStyle(turnedDown, 0)).toBeGreaterThan(meanOfStyle(turnedDown, 1));
  });

  it('gives tracks that nobody has heard a place by what they share with others', async () => {
    const unheard = 7;
    const rows = listenersOf(40, 4).map((row) => row.filter(({ column }) => column !== unheard));
    const artists = interactionsOf(COLUMNS, Array.from({ length: STYLES }, (_, style) =>
      Array.from({ length: TRACKS_OF_STYLE }, (_unused, i) => heard(style * TRACKS_OF_STYLE + i)),
    ));
    const { scorer } = await trained(dataOf(rows, { views: [{ name: 'artist', matrix: artists }] }));
    const scores = new Float32Array(COLUMNS);
    scorer.score([heard(0), heard(1), heard(2)], scores);
    const others = [...scores.keys()].filter((column) => styleOf(column) !== 0);
    expect(scores[unheard]).toBeGreaterThan(Math.max(...others.map((column) => scores[column])));
  });

  it('finds what is alike, and names the tracks that speak for a pick', async () => {
    const { scorer } = await trained(dataOf(listenersOf(60, 5)));
    const likeness = new Float32Array(COLUMNS);
    scorer.likeness(16, likeness);
    const alike = [...likeness.keys()].filter((column) => column !== 16).sort((a, b) => likeness[b] - likeness[a]);
    expect(alike.slice(0, 8).filter((column) => styleOf(column) === 1).length).toBeGreaterThanOrEqual(7);
    const speaks = scorer.contributions([heard(16), heard(2), heard(17)], 20);
    expect(Math.min(speaks[0], speaks[2])).toBeGreaterThan(speaks[1]);
  });

  it('suits everybody when nothing is known of somebody', async () => {
    const everybodys = 30;
    const rows = listenersOf(60, 6).map((row) => [...row.filter(({ column }) => column !== everybodys), heard(everybodys, 3)]);
    const { best } = await trained(dataOf(rows), { families: ['factors'] });
    expect(best([], 1)).toEqual([everybodys]);
  });

  it('chooses by hidden listens: noise that is mixed in gets next to no weight', async () => {
    const random = seeded(7);
    const noise = { name: 'noise', score: (_: readonly Interaction[], out: Float32Array) => out.forEach((_unused, i) => (out[i] = random())) };
    const data = dataOf(listenersOf(120, 8));
    const { model } = await trained({ ...data, contents: [noise] }, { families: [...FAMILIES, 'popularity'] });
    for (const { weights } of model.regimes) expect(weights.noise).toBeLessThan(0.1);
  });

  it('keeps the settings that ship where a handful of listeners hear whatever chance brings, and leaves them where many speak for others', async () => {
    for (const seed of [1, 2, 3, 4, 5, 6]) {
      const random = seeded(seed);
      const rows = Array.from({ length: 5 }, () => Array.from({ length: COLUMNS }, (_, column) => heard(column, random() < 0.25 ? 1 + random() : 0)));
      const data = dataOf(rows);
      const { model } = await trained(data, { seed });
      expect(model.components.length).toBeGreaterThan(0);
      for (const { recipe } of model.components) expect(recipe, `seed ${seed}`).toEqual(firstRecipe(recipe.family, data.listens));
    }
    const many = dataOf(listenersOf(200, 10));
    const { model } = await trained(many);
    expect(model.components.some(({ recipe }) => JSON.stringify(recipe) !== JSON.stringify(firstRecipe(recipe.family, many.listens)))).toBe(true);
  });

  it('is the same model for the same data and seed, and says how far it is', async () => {
    const told: TasteProgress[] = [];
    const data = dataOf(listenersOf(30, 9));
    const once = await trained(data, { onProgress: (progress) => told.push(progress) });
    expect((await trained(data)).model).toEqual(once.model);
    const shares = told.map(({ share }) => share);
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
    expect(shares.length).toBeGreaterThan(3);
    expect(shares.at(-1)).toBe(1);
    // The long last part is announced when it begins.
    expect(told.filter(({ doing, share }) => doing === 'training' && share < 1)).toHaveLength(FAMILIES.length);
  });

  it('trains on next to nothing, and on nothing', async () => {
    for (const rows of [[[heard(0), heard(1)], [heard(0)]], [[heard(3)]], [[]], []]) {
      const { best } = await trained(dataOf(rows));
      expect(best([heard(0)], 3)).toHaveLength(3);
    }
  });
});

describe('the weights for a history', () => {
  const regimes = [
    { size: 4, weights: { factors: 1, ease: 0 }, quality: 0.1 },
    { size: 64, weights: { factors: 0.5, ease: 0.5 }, quality: 0.2 },
  ];

  it('lie between those of shorter and longer histories', () => {
    expect(weightsFor(regimes, 0)).toEqual(regimes[0].weights);
    expect(weightsFor(regimes, 4)).toEqual(regimes[0].weights);
    expect(weightsFor(regimes, 16)).toEqual({ factors: 0.75, ease: 0.25 });
    expect(weightsFor(regimes, 64)).toEqual(regimes[1].weights);
    expect(weightsFor(regimes, 1_000)).toEqual(regimes[1].weights);
  });
});
