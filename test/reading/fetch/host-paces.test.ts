import { expect, test } from 'vitest';
import { HostPaces, paceOf } from '../../../src/reading/fetch/host-paces.ts';
import { TestClock } from '../../support/test-clock.ts';

const signal = new AbortController().signal;

test('hosts that were asked once are not remembered for ever, but as long as they are to be waited for', async () => {
  const clock = new TestClock();
  const paces = new HostPaces(clock);
  for (let i = 0; i < 1_000; i++) {
    await paces.run(paceOf(`host-${i}.example`), signal, () => Promise.resolve());
    clock.jump(100);
  }
  expect(paces.lanes).toBeGreaterThanOrEqual(10);
  expect(paces.lanes).toBeLessThanOrEqual(20);
});

test('the laboratory of ListenBrainz has a pace of its own', () => {
  expect(paceOf('labs.api.listenbrainz.org').name).not.toBe(paceOf('api.listenbrainz.org').name);
});
