import { describe, expect, it } from 'vitest';
import { fit, judge } from '../../models/collaborative/fitting.ts';
import { interactionsOf } from '../../models/collaborative/interactions.ts';
import { type TasteData, type TasteProgress, trainTaste } from '../../models/collaborative/train-taste.ts';
import { seeded } from '../../models/random.ts';
import { createKernels } from '../../src/kernels.ts';
import { trainInBackground } from '../../src/recommender/background-training.ts';
import type { PlainTasteData } from '../../src/recommender/training-thread.ts';
import { backgroundThreads } from '../support/background-threads.ts';

const TRACKS = 60;

/** Made anew each time: training takes it away. */
function dataOf(listeners: number): TasteData & PlainTasteData {
  const random = seeded(3);
  const rows = Array.from({ length: listeners }, (_, listener) =>
    Array.from({ length: TRACKS }, (_unused, column) => ({ column, positive: random() < (column % 4 === listener % 4 ? 0.5 : 0.05) ? 1 : 0, negative: 0 })),
  );
  return { listens: interactionsOf(TRACKS, rows), times: null, views: [], contents: [], sounds: null };
}

const never = new AbortController().signal;

describe('training in the background', () => {
  it('gives the model that training here gives, and tells how far it is to the end', async () => {
    const told: TasteProgress[] = [];
    const there = await trainInBackground(dataOf(40), { seed: 5, signal: never, onProgress: (progress) => told.push(progress) });
    const kernels = createKernels();
    const here = await trainTaste(
      dataOf(40),
      { families: ['factors', 'ease', 'rp3beta'], seed: 5, depth: 20, unseen: null },
      { fit: (job) => Promise.resolve(fit(kernels, job)), judge: (job) => Promise.resolve(judge(kernels, job)) },
    );
    expect(there).toMatchObject({ model: here, head: null });
    // Enough listeners to fit by, but only one signal.
    expect(there.blend.quality.collaborative).toBeGreaterThan(there.blend.quality.popularity);
    expect(told.at(0)?.doing).toBe('choosing');
    expect(told.at(-1)).toEqual({ share: 1, doing: 'training' });
  });

  it.each(['choosing', 'training'] as const)('ends at once while %s when it is not wanted any more, and leaves no thread', async (doing) => {
    const stopping = new AbortController();
    const training = trainInBackground(dataOf(40), {
      seed: 5,
      signal: stopping.signal,
      onProgress: (progress) => void (progress.doing === doing && stopping.abort()),
    });
    await expect(training).rejects.toThrow('training was stopped');
    if (process.platform === 'linux') await expect.poll(backgroundThreads).toBe(0);
  });

  it('says why it failed, leaves no thread, and can be tried again', async () => {
    const { listens, ...rest } = dataOf(40);
    const broken = { ...rest, listens: { ...listens, indices: listens.indices.map((column) => column - TRACKS) } };
    await expect(trainInBackground(broken, { seed: 5, signal: never, onProgress: () => {} })).rejects.toThrow(/\S/);
    if (process.platform === 'linux') await expect.poll(backgroundThreads).toBe(0);
    await expect(trainInBackground(dataOf(10), { seed: 5, signal: never, onProgress: () => {} })).resolves.toMatchObject({ model: { columns: TRACKS } });
  });

  it('does not begin when it is not wanted any more', async () => {
    const data = dataOf(10);
    await expect(trainInBackground(data, { seed: 5, signal: AbortSignal.abort(), onProgress: () => {} })).rejects.toThrow();
    expect(data.listens.indices.length).toBeGreaterThan(0);
  });
});
