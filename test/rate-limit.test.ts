import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RateLimit } from '../src/rate-limit.ts';
import { TestClock } from './support/test-clock.ts';

describe('a rate limit', () => {
  it('never lets more through than the burst and what has come since', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(3_000), { maxLength: 40 }), async (pauses) => {
        const clock = new TestClock();
        const limit = new RateLimit({ burst: 5, perSecond: 2, clock });
        const start = clock.now();
        let allowed = 0;
        for (const pause of pauses) {
          await clock.advance(pause);
          if (limit.allow('ada')) allowed++;
          expect(allowed).toBeLessThanOrEqual(5 + ((clock.now() - start) / 1000) * 2);
        }
      }),
      { numRuns: 20 },
    );
  });

  it('lets somebody through again after a wait, and others meanwhile', async () => {
    const clock = new TestClock();
    const limit = new RateLimit({ burst: 2, perSecond: 1, clock });
    expect([limit.allow('ada'), limit.allow('ada'), limit.allow('ada')]).toEqual([true, true, false]);
    expect(limit.allow('ben')).toBe(true);
    await clock.advance(1_000);
    expect([limit.allow('ada'), limit.allow('ada')]).toEqual([true, false]);
  });
});
