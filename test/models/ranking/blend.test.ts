import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { blendWeights } from '../../../models/ranking/blend.ts';
import { PRIOR_WEIGHTS } from '../../../models/ranking/blend-weights.ts';

const count = fc.integer({ min: 0, max: 500 });

describe('the weights of the signals', () => {
  it('trust tags from the first reaction of a lone listener, and never the collaborative signal', () => {
    const lone = blendWeights({ outcomes: 5, listeners: 1, listens: 9 });
    expect(lone.collaborative).toBe(0);
    expect(lone.popularity).toBe(0);
    expect(lone.tags).toBeGreaterThan(2 * lone.novelty);
    expect(blendWeights({ outcomes: 1, listeners: 1, listens: 1 }).tags).toBeGreaterThan(0.3);
  });

  it('trust what is written as far as something is, at the cost of the tags, and both as far as they were measured to help', () => {
    const known = { outcomes: 5, listeners: 10, listens: 20 };
    expect(blendWeights(known).language).toBe(0);
    fc.assert(
      fc.property(fc.double({ min: 0, max: 0.9, noNaN: true }), (written) => {
        const [less, more] = [blendWeights({ ...known, written }), blendWeights({ ...known, written: written + 0.1 })];
        expect(more.language).toBeGreaterThan(less.language);
        expect(more.tags).toBeLessThan(less.tags);
        expect(more.language + more.tags).toBeGreaterThan(less.language + less.tags);
      }),
    );
    const useless = blendWeights({ ...known, written: 1, weights: { ...PRIOR_WEIGHTS, language: 0 } });
    expect(useless.language).toBeLessThan(blendWeights({ ...known, written: 1 }).language);
    expect(useless.tags).toBe(blendWeights({ ...known, written: 1 }).tags);
  });

  it('go by the sound as far as it was heard: less than by tags beside them, more where nothing else is said, and as far as it was measured to help', () => {
    const known = { outcomes: 5, listeners: 10, listens: 20 };
    expect(blendWeights(known).acoustic).toBe(0);
    expect({ ...blendWeights({ ...known, heard: 1 }), acoustic: 0 }).toEqual(blendWeights(known));
    const cold = { outcomes: 5, listeners: 10, listens: 0, heard: 1 };
    expect(blendWeights(cold).acoustic).toBeLessThan(0.55 * blendWeights(cold).tags);
    expect(blendWeights(cold).acoustic).toBeGreaterThan(0.25 * blendWeights(cold).tags);
    expect(blendWeights({ ...cold, tagged: false }).acoustic).toBeGreaterThan(1.5 * blendWeights(cold).acoustic);
    expect(blendWeights({ ...cold, tagged: false, written: 1 }).acoustic).toBeCloseTo(blendWeights(cold).acoustic, 9);
    expect(blendWeights({ ...cold, outcomes: 0 }).acoustic).toBe(0);
    const useless = { ...PRIOR_WEIGHTS, acoustic: 0 };
    expect(blendWeights({ ...cold, weights: useless }).acoustic).toBe(blendWeights(cold).acoustic);
    fc.assert(
      fc.property(count, count, count, fc.double({ min: 0, max: 0.9, noNaN: true }), (outcomes, listeners, listens, heard) => {
        const acoustic = (more: object) => blendWeights({ outcomes, listeners, listens, heard, ...more }).acoustic;
        expect(acoustic({ heard: heard + 0.1 })).toBeGreaterThanOrEqual(acoustic({}));
        expect(acoustic({ weights: useless })).toBeLessThanOrEqual(acoustic({}));
      }),
    );
  });

  it('let the collaborative signal take over as people, history and listens arrive', () => {
    fc.assert(
      fc.property(count, count, count, (outcomes, listeners, listens) => {
        const now = blendWeights({ outcomes, listeners, listens });
        for (const more of [{ outcomes: outcomes + 1, listeners, listens }, { outcomes, listeners: listeners + 1, listens }, { outcomes, listeners, listens: listens + 1 }]) {
          expect(blendWeights(more).collaborative).toBeGreaterThanOrEqual(now.collaborative);
        }
        expect(now.collaborative).toBeLessThanOrEqual(1);
      }),
    );
    const grown = blendWeights({ outcomes: 60, listeners: 200, listens: 40 });
    expect(grown.collaborative).toBeGreaterThan(grown.tags);
  });

  it('say nothing in tags of somebody nothing is known of, and a little of what others like', () => {
    const cold = blendWeights({ outcomes: 0, listeners: 50, listens: 5 });
    expect(cold.tags).toBe(0);
    expect(cold.collaborative).toBeGreaterThan(0.03);
    // Less than popularity, and much less than one opinion makes it.
    expect(cold.collaborative).toBeLessThan(cold.popularity);
    expect(cold.collaborative).toBeLessThan(0.5 * blendWeights({ outcomes: 1, listeners: 50, listens: 5 }).collaborative);
    expect(blendWeights({ outcomes: 0, listeners: 1, listens: 500 }).collaborative).toBe(0);
  });
});
