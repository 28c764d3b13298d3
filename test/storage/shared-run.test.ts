import { describe, expect, it } from 'vitest';
import { sharedRun } from '../../src/storage/shared-run.ts';

describe('work that is shared', () => {
  function work() {
    const runs: PromiseWithResolvers<void>[] = [];
    const ask = sharedRun(() => {
      const run = Promise.withResolvers<void>();
      runs.push(run);
      return run.promise;
    });
    return { runs, ask };
  }
  const settled = () => new Promise((resolve) => setImmediate(resolve));

  it('runs once more for everybody who asks while it runs, never for nobody', async () => {
    const { runs, ask } = work();
    const first = ask();
    const others = [ask(), ask(), ask()];
    let served = 0;
    for (const other of others) void other.then(() => served++);
    runs[0]?.resolve();
    await first;
    await settled();
    expect(runs).toHaveLength(2);
    expect(served).toBe(0);
    runs[1]?.resolve();
    await Promise.all(others);
    await settled();
    expect(runs).toHaveLength(2);
    const again = ask();
    expect(runs).toHaveLength(3);
    runs[2]?.resolve();
    await again;
  });

  it('never runs twice at a time, also for who asks again as soon as their own is done', async () => {
    const { runs, ask } = work();
    const again = ask().then(ask);
    const second = ask();
    runs[0]?.resolve();
    await settled();
    expect(runs).toHaveLength(2);
    runs[1]?.resolve();
    await Promise.all([again, second]);
    void ask();
    expect(runs).toHaveLength(3);
  });

  it('fails for those whose run it was alone', async () => {
    const { runs, ask } = work();
    const first = ask();
    const second = ask();
    runs[0]?.reject(new Error('the disk is full'));
    await expect(first).rejects.toThrow('the disk is full');
    await settled();
    runs[1]?.resolve();
    await expect(second).resolves.toBeUndefined();
  });
});
