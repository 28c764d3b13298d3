import { describe, expect, it } from 'vitest';
import { persist } from '../../src/discord/persist.ts';
import { TestClock } from '../support/test-clock.ts';

/** Work that fails as often as it is told to; keeps when it was done. */
function work(clock: TestClock, failures: number, goOn: (error: unknown) => boolean = () => true) {
  const start = clock.now();
  const tries: number[] = [];
  const signal = new AbortController();
  const over = persist({
    clock,
    signal: signal.signal,
    async work() {
      tries.push((clock.now() - start) / 1_000);
      if (tries.length <= failures) throw new Error('not yet');
    },
    goOn,
  });
  return { tries, signal, over };
}

describe('work that is tried again', () => {
  it('waits twice as long each time, at most five minutes', async () => {
    const clock = new TestClock();
    const { tries, over } = work(clock, 11);
    await clock.advance(3_600_000);
    await over;
    expect(tries).toEqual([0, 1, 3, 7, 15, 31, 63, 127, 255, 511, 811, 1_111]);
  });

  it('ends with a failure that trying again does not help', async () => {
    const clock = new TestClock();
    const { tries, over } = work(clock, 5, () => false);
    await over;
    await clock.advance(3_600_000);
    expect(tries).toEqual([0]);
  });

  it('ends in the middle of a pause when it is called off', async () => {
    const clock = new TestClock();
    const { tries, signal, over } = work(clock, 5);
    await clock.advance(2_000);
    signal.abort();
    await over;
    await clock.advance(3_600_000);
    expect(tries).toEqual([0, 1]);
  });
});
