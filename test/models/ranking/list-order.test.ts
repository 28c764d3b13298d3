import fc from 'fast-check';
import { expect, it } from 'vitest';
import { listeningOrder } from '../../../models/ranking/list-order.ts';

const points = fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true })), { minLength: 1, maxLength: 9 });

it('visits everything once, begins with the first, and is nearly as short as the shortest way there is', () => {
  fc.assert(
    fc.property(points, (all) => {
      const cost = (a: number, b: number) => Math.hypot(all[a][0] - all[b][0], all[a][1] - all[b][1]);
      const order = listeningOrder(all.length, cost);
      expect(order[0]).toBe(0);
      expect(order.toSorted((a, b) => a - b)).toEqual([...all.keys()]);
      const length = order.slice(1).reduce((sum, one, i) => sum + cost(order[i], one), 0);
      expect(length).toBeLessThanOrEqual(1.3 * shortest(all.length, cost) + 1e-9);
    }),
  );
});

it('puts those of two kinds together', () => {
  const kinds = [0, 1, 0, 1, 1, 0];
  const order = listeningOrder(6, (a, b) => (kinds[a] === kinds[b] ? 0 : 1));
  expect(order.map((one) => kinds[one])).toEqual([0, 0, 0, 1, 1, 1]);
});

/** From 0 through all (Held & Karp 1962). */
function shortest(count: number, cost: (a: number, b: number) => number): number {
  let ways = new Map([['1/0', 0]]);
  for (let step = 1; step < count; step++) {
    const next = new Map<string, number>();
    for (const [key, length] of ways) {
      const [seen, last] = key.split('/').map(Number);
      for (let one = 0; one < count; one++) {
        if (seen & (1 << one)) continue;
        const to = `${seen | (1 << one)}/${one}`;
        next.set(to, Math.min(next.get(to) ?? Infinity, length + cost(last, one)));
      }
    }
    ways = next;
  }
  return Math.min(...ways.values());
}
