import { describe, expect, it } from 'vitest';
import { fit, judge } from '../../models/collaborative/fitting.ts';
import { createKernels } from '../../src/kernels.ts';
import { compressed } from '../../src/lab/recommend/count-matrix.ts';
import { trainRecommender } from '../../src/lab/recommend/recommender.ts';

const LISTENERS = 20;
const ITEMS = 30;

/** Each listener has heard every second item, from their own number on. */
function dataset() {
  const pairs = Array.from({ length: LISTENERS }, (_, listener) => Array.from({ length: 10 }, (_unused, i) => [listener, (listener + 2 * i) % ITEMS] as const)).flat();
  const entries = {
    rows: Int32Array.from(pairs, ([listener]) => listener),
    columns: Int32Array.from(pairs, ([, item]) => item),
    counts: new Float64Array(pairs.length).fill(1),
    times: null,
  };
  return { items: ITEMS, listens: compressed(entries, LISTENERS, ITEMS), histories: null, tags: null, texts: null, vectors: null };
}

describe('the recommender of the lab', () => {
  it.each([[1, 10], [40, 40], [100_000, 100]])('asked for lists of %d, chooses by lists of %d', async (top, depth) => {
    const depths = new Set<number>();
    const kernels = createKernels();
    const fitting = {
      fit: async (job: Parameters<typeof fit>[1]) => Promise.resolve(fit(kernels, job)),
      judge: async (job: Parameters<typeof judge>[1]) => {
        depths.add(job.depth);
        return Promise.resolve(judge(kernels, job));
      },
    };
    await trainRecommender(dataset(), { method: 'popular', seed: 1, top }, fitting, () => undefined);
    expect([...depths]).toEqual([depth]);
  });
});
