import { afterEach, describe, expect, it } from 'vitest';
import { fit, type FitJob } from '../../models/collaborative/fitting.ts';
import { interactionsOf } from '../../models/collaborative/interactions.ts';
import type { Interaction } from '../../models/scorer.ts';
import { firstRecipe } from '../../models/collaborative/recipe.ts';
import { seeded } from '../../models/random.ts';
import { createKernels } from '../../src/kernels.ts';
import { type FittingPool, openFittingPool } from '../../src/training/fitting-pool.ts';
import { backgroundThreads } from '../support/background-threads.ts';

const pools: FittingPool[] = [];
afterEach(async () => {
  await Promise.all(pools.splice(0).map((pool) => pool.close()));
});

function pool(threads: number, background = false): FittingPool {
  const opened = openFittingPool({ threads, background });
  pools.push(opened);
  return opened;
}

function job(seed: number, change: Partial<FitJob> = {}): FitJob {
  const random = seeded(seed);
  const rows = Array.from({ length: 40 }, () =>
    Array.from({ length: 60 }, (_, column): Interaction => ({ column, positive: random() < 0.2 ? 1 : 0, negative: 0 })),
  );
  const listens = interactionsOf(60, rows);
  return { recipe: firstRecipe('factors', listens), listens, views: [], seed, epochs: 4, ...change };
}

describe('a pool of threads for training', () => {
  it('gives what training here gives, for every job, however many wait', async () => {
    const jobs = [1, 2, 3, 4, 5].map((seed) => job(seed));
    const threads = pool(2);
    const there = await Promise.all(jobs.map((one) => threads.fit(one)));
    expect(there).toEqual(jobs.map((one) => fit(createKernels(), one)));
  });

  it('says why a training failed, and trains the next', async () => {
    const threads = pool(1);
    const recipe = { ...firstRecipe('factors', job(1).listens), dimensions: 1e8 };
    const [huge, well] = await Promise.allSettled([threads.fit(job(1, { recipe })), threads.fit(job(2))]);
    expect(huge).toMatchObject({ status: 'rejected', reason: { message: expect.stringMatching(/memory|grow/i) as string } });
    expect(well).toMatchObject({ status: 'fulfilled' });
  });

  it('when it is closed, ends what runs and what waits', async () => {
    const threads = pool(1);
    const long = [1, 2].map((seed) => threads.fit(job(seed, { epochs: 1_000_000 })));
    const settled = Promise.allSettled(long);
    await threads.close();
    expect((await settled).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    await expect(threads.fit(job(3))).rejects.toThrow('stopped');
  });

  it.runIf(process.platform === 'linux')('in the background, lets everything else go first', async () => {
    await pool(1, true).fit(job(1));
    expect(backgroundThreads()).toBe(1);
  });
});
