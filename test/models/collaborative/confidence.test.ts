import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evidenceOf, HALF_LIFE_MS, type Outcomes } from '../../../models/collaborative/confidence.ts';

const NOW = 1_800_000_000_000;
const nothing: Outcomes = { plays: 0, completions: 0, skips: 0, earlySkips: 0, leaves: 0, requests: 0, reaction: null, lastAt: NOW };
const of = (what: Partial<Outcomes>) => evidenceOf({ ...nothing, ...what }, NOW);

const outcomes = fc
  .record({ completions: fc.nat(20), partial: fc.nat(20), earlySkips: fc.nat(9), lateSkips: fc.nat(9), leaves: fc.nat(9), requests: fc.nat(9), reaction: fc.constantFrom(null, 'like' as const, 'love' as const) })
  .map(({ completions, partial, earlySkips, lateSkips, leaves, requests, reaction }): Outcomes => ({
    plays: completions + partial + earlySkips + lateSkips + leaves,
    completions,
    skips: earlySkips + lateSkips,
    earlySkips,
    leaves,
    requests,
    reaction,
    lastAt: NOW,
  }));

describe('confidence from listening', () => {
  it('orders what people do and say', () => {
    const positives = [
      of({ plays: 1 }),
      of({ plays: 1, completions: 1 }),
      of({ requests: 1 }),
      of({ reaction: 'like' }),
      of({ reaction: 'love' }),
      of({ plays: 1, completions: 1, reaction: 'love' }),
    ].map((evidence) => evidence.positive);
    expect(positives).toEqual(positives.toSorted((a, b) => a - b));
    expect(new Set(positives).size).toBe(positives.length);

    const negatives = [of({ plays: 1, leaves: 1 }), of({ plays: 1, skips: 1 }), of({ plays: 1, skips: 1, earlySkips: 1 }), of({ reaction: 'dislike' })].map((evidence) => evidence.negative);
    expect(negatives).toEqual(negatives.toSorted((a, b) => a - b));
    expect(negatives[0]).toBeGreaterThan(0);
  });

  it('takes no deed as its opposite', () => {
    expect(of({ plays: 3, completions: 3 }).negative).toBe(0);
    expect(of({ plays: 1, skips: 1, earlySkips: 1 }).positive).toBe(0);
    expect(of({ plays: 1, leaves: 1 }).positive).toBe(0);
    expect(of({ plays: 9, completions: 9, requests: 3, reaction: 'dislike' }).positive).toBe(0);
  });

  it('grows with every completion and request, ever more slowly', () => {
    fc.assert(
      fc.property(outcomes, (o) => {
        const gain = (from: Outcomes) => evidenceOf({ ...from, plays: from.plays + 1, completions: from.completions + 1 }, NOW).positive - evidenceOf(from, NOW).positive;
        expect(gain(o)).toBeGreaterThan(0);
        expect(gain({ ...o, plays: o.plays + 1, completions: o.completions + 1 })).toBeLessThan(gain(o));
      }),
    );
  });

  it('halves in 180 days', () => {
    fc.assert(
      fc.property(outcomes, (o) => {
        const fresh = evidenceOf(o, NOW);
        const old = evidenceOf(o, NOW + HALF_LIFE_MS);
        expect(HALF_LIFE_MS).toBe(180 * 86_400_000);
        expect(old.positive).toBeCloseTo(fresh.positive / 2, 10);
        expect(old.negative).toBeCloseTo(fresh.negative / 2, 10);
      }),
    );
  });
});
