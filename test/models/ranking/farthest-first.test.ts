import fc from 'fast-check';
import { expect, it } from 'vitest';
import { farthestFirst } from '../../../models/ranking/farthest-first.ts';

const points = fc.array(fc.tuple(fc.integer({ min: 0, max: 50 }), fc.integer({ min: 0, max: 50 })), { minLength: 1, maxLength: 12 });

it('takes each item once, the first one first, and every next as far from the others as any', () => {
  fc.assert(
    fc.property(points, fc.integer({ min: 0, max: 14 }), (places, take) => {
      const distance = (a: number, b: number) => Math.hypot((places[a]?.[0] ?? 0) - (places[b]?.[0] ?? 0), (places[a]?.[1] ?? 0) - (places[b]?.[1] ?? 0));
      const taken = farthestFirst(places.length, take, (item) => places.map((_, other) => distance(item, other)));
      expect(taken).toHaveLength(Math.min(take, places.length));
      expect(new Set(taken).size).toBe(taken.length);
      if (taken.length > 0) expect(taken[0]).toBe(0);
      taken.slice(1).forEach((item, i) => {
        const before = taken.slice(0, i + 1);
        const nearest = (one: number) => Math.min(...before.map((other) => distance(one, other)));
        places.forEach((_, other) => {
          if (!before.includes(other)) expect(nearest(item)).toBeGreaterThanOrEqual(nearest(other));
        });
      });
    }),
  );
});
