import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evidenceOf, OUTCOME_WEIGHTS } from '../../../models/collaborative/confidence.ts';
import { interactionsOf } from '../../../models/collaborative/interactions.ts';
import type { Interaction } from '../../../models/scorer.ts';
import { relativeConfidence, relativeHistory } from '../../../models/collaborative/relative-confidence.ts';

const DAY_MS = 86_400_000;
const NOW = 1_800_000_000_000;
const outcomes = { plays: 1, completions: 1, skips: 0, earlySkips: 0, leaves: 0, requests: 0, reaction: null, lastAt: NOW };
const liked = (column: number, days: number, halfLifeDays: number): Interaction => ({ column, ...evidenceOf({ ...outcomes, reaction: 'like', lastAt: NOW - days * DAY_MS }, NOW, halfLifeDays * DAY_MS) });
const skipped = (column: number, halfLifeDays: number): Interaction => ({ column, ...evidenceOf({ ...outcomes, completions: 0, skips: 1, earlySkips: 1 }, NOW, halfLifeDays * DAY_MS) });

const amount = fc.oneof(fc.constantFrom(0, 5e-324, 1e-320, 1e-45, 1e-38, 1e-20, 1e20), fc.double({ min: 0, max: 40, noNaN: true }));
const history = fc.array(fc.record({ positive: amount, negative: amount }), { maxLength: 30 }).map((all) => all.map((one, column): Interaction => ({ column, ...one })));
const exponent = fc.constantFrom(0 as const, 1 as const, 2 as const);

describe('confidence in relation to the listener', () => {
  it('counts what is usual for them as 1, and a usual skip as less', () => {
    const usual = [liked(0, 0, 180), liked(1, 0, 180), skipped(2, 180)];
    expect(relativeHistory(usual, 1)).toEqual([
      { column: 0, positive: 1, negative: 0 },
      { column: 1, positive: 1, negative: 0 },
      { column: 2, positive: 0, negative: 0.25 },
    ]);
  });

  it('does not let one fresh skip outweigh likes that are years old by more than a 👎 does a listen', () => {
    for (const halfLifeDays of [180, 10]) {
      const stale = [liked(0, 1_080, halfLifeDays), liked(1, 1_080, halfLifeDays), skipped(2, halfLifeDays)];
      expect(relativeHistory(stale, 1)[2].negative).toBe(OUTCOME_WEIGHTS.dislike / OUTCOME_WEIGHTS.completed);
      const { negative } = relativeConfidence(interactionsOf(3, [stale]), 1);
      expect(Math.max(...negative)).toBe(OUTCOME_WEIGHTS.dislike / OUTCOME_WEIGHTS.completed);
    }
  });

  it('takes likes that have faded to nothing for none', () => {
    const { positive, negative } = relativeConfidence(interactionsOf(2, [[liked(0, 300, 1), skipped(1, 1)]]), 1);
    expect([...positive, ...negative]).toEqual([0, 0, 0, 1]);
  });

  it('is finite and bounded whatever the evidence, the same for a history as for the row of a matrix', () => {
    fc.assert(
      fc.property(history, exponent, (entries, power) => {
        const relative = relativeHistory(entries, power);
        for (const { positive, negative } of relative) {
          expect(positive).toBeGreaterThanOrEqual(0);
          expect(positive).toBeLessThanOrEqual(entries.length ** 2 * (1 + 1e-9));
          expect(negative).toBeGreaterThanOrEqual(0);
          expect(negative).toBeLessThanOrEqual(5);
        }
        const { positive, negative } = relativeConfidence(interactionsOf(entries.length, [entries]), power);
        for (const x of [...positive, ...negative]) expect(Number.isFinite(x)).toBe(true);
      }),
    );
  });
});
