import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { begin, change, resume, tallies, type Attribution, type AttributionChange } from '../../src/listening/attribution.ts';

type Step = readonly [at: number, what: AttributionChange];

const play = (steps: readonly Step[], from: Attribution = begin(0)) => steps.reduce((state, [at, what]) => change(state, what, at), from);
const join = (id: string, { deafened = false, counted = true } = {}): AttributionChange => ({ kind: 'joined', id, deafened, counted });
const left = (id: string): AttributionChange => ({ kind: 'left', id });
const deafen = (id: string, deafened: boolean): AttributionChange => ({ kind: 'deafened', id, deafened });
const paused: AttributionChange = { kind: 'paused' };
const continued: AttributionChange = { kind: 'continued' };
const heard = (steps: readonly Step[], until: number, id = 'ana') => tallies(play(steps), until).get(id)?.heardMs ?? 0;

describe('who heard how much', () => {
  const cases: readonly { readonly what: string; readonly steps: readonly Step[]; readonly until: number; readonly ms: number }[] = [
    { what: 'there from start to end', steps: [[0, join('ana')]], until: 1000, ms: 1000 },
    { what: 'came late', steps: [[400, join('ana')]], until: 1000, ms: 600 },
    { what: 'left early', steps: [[0, join('ana')], [300, left('ana')]], until: 1000, ms: 300 },
    { what: 'left and came back', steps: [[0, join('ana')], [300, left('ana')], [700, join('ana')]], until: 1000, ms: 600 },
    { what: 'joined twice', steps: [[0, join('ana')], [300, join('ana')]], until: 1000, ms: 1000 },
    { what: 'left twice', steps: [[0, join('ana')], [300, left('ana')], [500, left('ana')]], until: 1000, ms: 300 },
    { what: 'left without having come', steps: [[300, left('ana')]], until: 1000, ms: 0 },
    { what: 'deafened in the middle', steps: [[0, join('ana')], [200, deafen('ana', true)], [500, deafen('ana', false)]], until: 1000, ms: 700 },
    { what: 'came deafened', steps: [[0, join('ana', { deafened: true })], [900, deafen('ana', false)]], until: 1000, ms: 100 },
    { what: 'joined again deafened', steps: [[0, join('ana')], [100, join('ana', { deafened: true })]], until: 1000, ms: 100 },
    { what: 'the music paused', steps: [[0, join('ana')], [200, paused], [600, continued]], until: 1000, ms: 600 },
    { what: 'paused twice', steps: [[0, join('ana')], [200, paused], [400, paused], [600, continued]], until: 1000, ms: 600 },
    { what: 'came during the pause', steps: [[200, paused], [300, join('ana')], [600, continued]], until: 1000, ms: 400 },
    { what: 'deafened while paused', steps: [[0, join('ana')], [200, paused], [300, deafen('ana', true)], [600, continued], [700, deafen('ana', false)]], until: 1000, ms: 500 },
    { what: 'came and left at the same moment', steps: [[500, join('ana')], [500, left('ana')]], until: 1000, ms: 0 },
    { what: 'an end before the last event', steps: [[0, join('ana')], [800, left('ana')]], until: 500, ms: 800 },
    { what: 'the clock went back', steps: [[0, join('ana')], [500, left('ana')], [200, join('ana')]], until: 700, ms: 700 },
    { what: 'does not count', steps: [[0, join('ana', { counted: false })]], until: 1000, ms: 0 },
    { what: 'counts from the middle on', steps: [[0, join('ana', { counted: false })], [600, { kind: 'counted', id: 'ana' }]], until: 1000, ms: 400 },
    { what: 'counts no longer', steps: [[0, join('ana')], [600, { kind: 'uncounted', id: 'ana' }]], until: 1000, ms: 0 },
    { what: 'counts again', steps: [[0, join('ana')], [600, { kind: 'uncounted', id: 'ana' }], [800, { kind: 'counted', id: 'ana' }]], until: 1000, ms: 200 },
  ];
  test.each(cases)('$what: $ms ms', ({ steps, until, ms }) => {
    expect(heard(steps, until)).toBe(ms);
  });

  test('says when they first heard it, when they stopped, and whether they came midway', () => {
    const end = tallies(play([[0, join('ana')], [200, join('ben')], [500, left('ben')], [600, join('ben')], [700, left('ben')]]), 1000);
    expect(end.get('ana')).toEqual({ heardMs: 1000, startedAt: 0, endedAt: 1000, joinedMidway: false, hearing: true });
    expect(end.get('ben')).toEqual({ heardMs: 400, startedAt: 200, endedAt: 700, joinedMidway: true, hearing: false });
  });

  test('going on from a checkpoint credits the time between to nobody', () => {
    const kept = [['ana', { heardMs: 300, startedAt: 0, endedAt: 300, joinedMidway: false }]] as const;
    const state = play([[5000, join('ana')], [5000, join('ben')]], resume(5000, 300, kept));
    const end = tallies(state, 5400);
    expect(end.get('ana')).toEqual({ heardMs: 700, startedAt: 0, endedAt: 5400, joinedMidway: false, hearing: true });
    expect(end.get('ben')).toEqual({ heardMs: 400, startedAt: 5000, endedAt: 5400, joinedMidway: true, hearing: true });
  });
});

describe('whatever happens', () => {
  const ids = ['ana', 'ben', 'cem'];
  const id = fc.constantFrom(...ids);
  const anything: fc.Arbitrary<AttributionChange> = fc.oneof(
    fc.record({ kind: fc.constant('joined' as const), id, deafened: fc.boolean(), counted: fc.boolean() }),
    fc.record({ kind: fc.constant('left' as const), id }),
    fc.record({ kind: fc.constant('deafened' as const), id, deafened: fc.boolean() }),
    fc.record({ kind: fc.constant('counted' as const), id }),
    fc.record({ kind: fc.constantFrom('paused' as const, 'continued' as const) }),
  );
  const steps = fc.array(fc.tuple(fc.integer({ min: 0, max: 200 }), anything), { maxLength: 40 });
  const end = fc.integer({ min: 0, max: 250 });

  /** The same by brute force: every millisecond is asked who hears the music in it. */
  function byMillisecond(history: readonly Step[], until: number) {
    const state = new Map<string, { present: boolean; deafened: boolean; counted: boolean }>();
    const sums = new Map(ids.map((name) => [name, 0]));
    let running = true;
    let ran = 0;
    let at = 0;
    const runTo = (time: number) => {
      for (; at < time; at++) {
        if (!running) continue;
        ran++;
        for (const [name, { present, deafened, counted }] of state) if (present && !deafened && counted) sums.set(name, (sums.get(name) ?? 0) + 1);
      }
    };
    for (const [time, what] of history) {
      runTo(time);
      if (what.kind === 'paused') running = false;
      else if (what.kind === 'continued') running = true;
      else if (what.kind === 'joined') state.set(what.id, { present: true, deafened: what.deafened, counted: what.counted });
      else {
        const known = state.get(what.id);
        if (!known) continue;
        if (what.kind === 'left') state.set(what.id, { ...known, present: false });
        if (what.kind === 'deafened') state.set(what.id, { ...known, deafened: what.deafened });
        if (what.kind === 'counted') state.set(what.id, { ...known, counted: true });
      }
    }
    runTo(until);
    return { sums, ran };
  }

  /** Counting is only ever taken away by `uncounted`, which forgets: a member that joins anew keeps counting. */
  const consistent = (history: readonly Step[]): Step[] => {
    const counted = new Set<string>();
    return history.map(([at, what]) => {
      if (what.kind === 'counted') counted.add(what.id);
      if (what.kind !== 'joined') return [at, what];
      if (what.counted) counted.add(what.id);
      return [at, { ...what, counted: counted.has(what.id) }];
    });
  };

  test('it agrees with asking every millisecond', () => {
    fc.assert(
      fc.property(steps, end, (raw, until) => {
        const history = consistent(raw);
        const exact = tallies(play(history), until);
        const { sums } = byMillisecond(history, until);
        for (const name of ids) expect(exact.get(name)?.heardMs ?? 0).toBe(sums.get(name));
      }),
      { numRuns: 500 },
    );
  });

  test('nobody hears more than the music ran, and the music never ran longer than time passed', () => {
    fc.assert(
      fc.property(steps, end, (history, until) => {
        const state = change(play(history), paused, until);
        expect(state.ranMs).toBeLessThanOrEqual(state.at);
        for (const { heardMs, startedAt, endedAt } of tallies(state, until).values()) {
          expect(heardMs).toBeGreaterThan(0);
          expect(heardMs).toBeLessThanOrEqual(state.ranMs);
          expect(heardMs).toBeLessThanOrEqual(endedAt - startedAt);
        }
      }),
      { numRuns: 500 },
    );
  });

  test('asking in between changes nothing, and later answers never shrink', () => {
    fc.assert(
      fc.property(steps, end, fc.integer({ min: 0, max: 50 }), (history, until, more) => {
        const state = play(history);
        const earlier = tallies(state, until);
        const later = tallies(state, until + more);
        for (const [name, { heardMs }] of earlier) expect(later.get(name)?.heardMs).toBeGreaterThanOrEqual(heardMs);
        expect(tallies(state, until)).toEqual(earlier);
      }),
    );
  });

  test('the order of two members’ simultaneous events does not matter', () => {
    fc.assert(
      fc.property(steps, end, (raw, until) => {
        const history = consistent(raw).sort((a, b) => a[0] - b[0]);
        const personal = (what: AttributionChange) => ('id' in what ? ids.indexOf(what.id) : -1);
        // At every time: pauses first, then the members in order, each member's own events as they came.
        const sorted = history.toSorted((a, b) => a[0] - b[0] || personal(a[1]) - personal(b[1]));
        const one = tallies(play(history), until);
        const other = tallies(play(sorted), until);
        for (const name of ids) expect(other.get(name)?.heardMs).toBe(one.get(name)?.heardMs);
      }),
    );
  });
});
