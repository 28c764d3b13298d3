import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Knowledge } from '../../src/recommender/knowledge.ts';
import { affinity } from './support/demo-like-library.ts';

const tracks = ['x', 'y', 'z'];
const some = fc.record({
  listener: fc.constantFrom('a', 'b', 'c'),
  rows: fc.uniqueArray(
    fc.record({ id: fc.constantFrom(...tracks), plays: fc.nat(5), completions: fc.nat(5), reaction: fc.constantFrom(null, 'like' as const, 'dislike' as const) }),
    { selector: (row) => row.id },
  ),
});

function summary(knowledge: Knowledge) {
  return {
    size: knowledge.size,
    listeners: knowledge.listeners,
    tracks: tracks.map((id) => [knowledge.listensOf(id), knowledge.appealOf(id)]),
  };
}

describe('knowledge', () => {
  it('is what was learnt last of everybody, and nothing of whom it forgot', () => {
    fc.assert(
      fc.property(fc.array(some, { maxLength: 8 }), (events) => {
        const changed = new Knowledge();
        const last = new Map<string, ReturnType<typeof affinity>[]>();
        for (const { listener, rows } of events) {
          const affinities = rows.map(({ id, ...what }) => affinity(listener, id, what));
          changed.learn(listener, affinities);
          last.set(listener, affinities);
        }
        changed.forget('c');
        last.delete('c');
        const fresh = new Knowledge();
        for (const [listener, affinities] of last) fresh.learn(listener, affinities);
        expect(summary(changed)).toEqual(summary(fresh));
        expect(changed.has('c')).toBe(false);
      }),
    );
  });

  it('keeps what was worked out from a history only as long as that and what else it was made of stay the same', () => {
    const knowledge = new Knowledge();
    const workedOut = (id: string, of: unknown) => knowledge.workedOut(id, 'mean', [of], () => ({}));
    knowledge.learn('a', [affinity('a', 'x', { plays: 1 })]);
    const first = workedOut('a', 1);
    expect(workedOut('a', 1)).toBe(first);
    expect(workedOut('a', 2)).not.toBe(first);
    const second = workedOut('a', 2);
    knowledge.learn('b', []);
    expect(workedOut('a', 2)).toBe(second);
    knowledge.learn('a', [affinity('a', 'x', { plays: 2 })]);
    expect(workedOut('a', 2)).not.toBe(second);
    const third = workedOut('a', 2);
    knowledge.forget('a');
    expect(workedOut('a', 2)).not.toBe(third);
  });

  it('keeps it of those who were asked for last', () => {
    const knowledge = new Knowledge();
    const workedOut = (id: string) => knowledge.workedOut(id, 'mean', [], () => ({}));
    const [first, second] = [workedOut('first'), workedOut('second')];
    for (let n = 0; n < 31; n++) {
      workedOut(`other ${n}`);
      expect(workedOut('first')).toBe(first);
    }
    expect(workedOut('second')).not.toBe(second);
  });
});
