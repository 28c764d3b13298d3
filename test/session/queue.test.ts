import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EMPTY_QUEUE, entries, head, moved, without, withPlan, withRequest, type Queue } from '../../src/session/queue.ts';
import type { QueueEntry } from '../../src/session/session.ts';
import { aTrack } from '../support/tracks.ts';

const ada = { id: 'room:ada', name: 'Ada' };
const request = (n: number): QueueEntry => ({ id: `r${n}`, track: aTrack(n), origin: { kind: 'request', by: ada } });
const pick = (n: number): QueueEntry => ({
  id: `p${n}`,
  track: aTrack(n),
  origin: { kind: 'pick', pick: { id: `p${n}`, trackId: `t${n}`, modelVersion: '1', probability: 1, exploratory: false, madeAt: 0, scores: [] } },
});
const ids = (queue: Queue) => entries(queue).map((entry) => entry.id);

describe('the queue', () => {
  it('puts requests before picks, in the order they came, and "next" before them', () => {
    let queue = withPlan(EMPTY_QUEUE, [pick(1), pick(2)]);
    queue = withRequest(queue, request(3));
    queue = withRequest(queue, request(4));
    queue = withRequest(queue, request(5), true);
    expect(ids(queue)).toEqual(['r5', 'r3', 'r4', 'p1', 'p2']);
    expect(head(queue)?.id).toBe('r5');
  });

  it('does not plan a song that was requested', () => {
    const queue = withRequest(withPlan(EMPTY_QUEUE, [pick(1), pick(2)]), request(1));
    expect(ids(queue)).toEqual(['r1', 'p2']);
  });

  it('keeps a pick that was moved up by hand when the rest is planned anew', () => {
    let queue = withPlan(withRequest(EMPTY_QUEUE, request(3)), [pick(1), pick(2)]);
    queue = moved(queue, 'p2', 1);
    expect(ids(queue)).toEqual(['p2', 'r3', 'p1']);
    expect(ids(withPlan(queue, [pick(8), pick(9)]))).toEqual(['p2', 'r3', 'p8', 'p9']);
  });

  it('never lets a request fall behind the picks', () => {
    const queue = withPlan(withRequest(withRequest(EMPTY_QUEUE, request(3)), request(4)), [pick(1), pick(2)]);
    expect(ids(moved(queue, 'r3', 4))).toEqual(['r4', 'r3', 'p1', 'p2']);
  });

  it('keeps every entry exactly once, requests first, whatever is moved and removed', () => {
    const step = fc.oneof(
      fc.record({ kind: fc.constant('move' as const), from: fc.integer({ min: -1, max: 9 }), to: fc.integer({ min: -1, max: 9 }) }),
      fc.record({ kind: fc.constant('remove' as const), at: fc.integer({ min: -1, max: 9 }) }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 20 }), (steps) => {
        let queue = withPlan([3, 4, 5].reduce((q, n) => withRequest(q, request(n)), EMPTY_QUEUE), [pick(1), pick(2)]);
        const left = new Set(ids(queue));
        for (const s of steps) {
          if (s.kind === 'move') {
            queue = moved(queue, ids(queue)[s.from] ?? 'nothing', s.to);
            continue;
          }
          const id = ids(queue)[s.at] ?? 'nothing';
          left.delete(id);
          queue = without(queue, id);
        }
        expect([...ids(queue)].sort()).toEqual([...left].sort());
        expect(queue.planned.every((entry) => entry.origin.kind === 'pick')).toBe(true);
      }),
    );
  });
});
