import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { DecodeTurns } from '../../src/audio/decode-turns.ts';

describe('DecodeTurns', () => {
  it('lets one step run at a time, in the order asked, and tells whose it is', async () => {
    const told: number[] = [];
    const turns = new DecodeTurns((item) => told.push(item));
    let running = 0;
    let most = 0;
    const order: number[] = [];
    await Promise.all(
      [1, 2, 3, 4].map((item) =>
        turns.run(item, async () => {
          most = Math.max(most, ++running);
          await sleep(5);
          order.push(item);
          running--;
        }),
      ),
    );
    expect([most, order]).toEqual([1, [1, 2, 3, 4]]);
    expect(told).toEqual([1, 0, 2, 0, 3, 0, 4, 0]);
  });

  it('lets timers run between steps that never wait', async () => {
    const turns = new DecodeTurns();
    let ticks = 0;
    const timer = setInterval(() => ticks++, 1);
    for (let i = 0; i < 20; i++) {
      await turns.run(1, async () => {
        const until = performance.now() + 3;
        while (performance.now() < until);
      });
    }
    clearInterval(timer);
    expect(ticks).toBeGreaterThanOrEqual(10);
  });

  it('passes a step by that waits for a disk, and goes on after one that fails', async () => {
    const turns = new DecodeTurns();
    const stuck = Promise.withResolvers<string>();
    const first = turns.run(1, () => stuck.promise);
    await expect(turns.run(2, () => Promise.reject(new Error('damaged')))).rejects.toThrow('damaged');
    expect(await turns.run(3, async () => 'sound')).toBe('sound');
    stuck.resolve('late');
    expect(await first).toBe('late');
  });
});
