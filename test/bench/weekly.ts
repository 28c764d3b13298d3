import { monitorEventLoopDelay } from 'node:perf_hooks';
import { pickRequest } from '../recommender/support/recommender-house.ts';
import { type Figure, quantile } from './figure.ts';
import { isTrained, withRecommender } from './recommender.ts';

const MEMBERS = 1_000;
/** A pick is asked for after so many lists. */
const PICK_EVERY = 5;

/** Monday: a list of 30 for each of 1,000 members over 50,000 tracks, with music playing beside it. */
export function benchWeekly(): Promise<Figure[]> {
  return withRecommender(1000, async (recommender) => {
    await isTrained(recommender);
    const delay = monitorEventLoopDelay({ resolution: 5 });
    delay.enable();
    const picks: number[] = [];
    const from = performance.now();
    for (let member = 0; member < MEMBERS; member++) {
      const listeners = [{ id: `room:${member}`, satisfaction: 0 }];
      const list = recommender.list({ listeners, exclude: [], count: 30, unheard: true, perArtist: 2, seed: member });
      if (member % PICK_EVERY === 0) picks.push(await timeOf(() => recommender.pick(pickRequest({ listeners: [{ id: 'room:0', satisfaction: 0 }], seed: member }))));
      const { length } = await list;
      if (length !== 30) throw new Error(`a list of ${length} tracks`);
    }
    const seconds = (performance.now() - from) / 1000;
    delay.disable();
    return [
      { name: 'lists of 30 for 1,000 members over 50,000 tracks', value: seconds, unit: 's', aim: '≤ 120' },
      { name: 'longest time the main thread did nothing else meanwhile', value: delay.max / 1e6, unit: 'ms' },
      { name: 'a pick asked for meanwhile, p50', value: quantile(picks, 0.5), unit: 'ms' },
      { name: 'a pick asked for meanwhile, p99', value: quantile(picks, 0.99), unit: 'ms' },
    ];
  }, MEMBERS);
}

async function timeOf(work: () => Promise<unknown>): Promise<number> {
  const from = performance.now();
  await work();
  return performance.now() - from;
}
