import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Random, seeded } from '../../../models/random.ts';
import { Blend, trackKind } from '../../../models/ranking/blend.ts';
import { BLEND_TERMS, normalisedWeights, PRIOR_WEIGHTS, weightsOf } from '../../../models/ranking/blend-weights.ts';
import { fitBlend, fitOwnBlend, type HiddenLikes, OWN_OUTCOMES, rankedCase, rankedQuality } from '../../../models/ranking/fit-blend.ts';

const TRACKS = 300;
const LIKED = 6;
const SEEDS = [1, 2, 3, 4, 5, 6];
const TAGGED = trackKind({ written: false, heard: false, tagged: true });

/** How much of what is liked each signal knows, beside noise of its own. */
interface Truth {
  readonly collaborative: number;
  readonly tags: number;
}

/** Listeners of whom likes were hidden; half of the tracks nobody has listened to. */
function likesOf(count: number, truth: Truth, random: Random): HiddenLikes[] {
  const noise = () => random() + random() + random() - 1.5;
  const listens = Float64Array.from({ length: TRACKS }, (_, track) => (track % 2 === 0 ? 0 : 5));
  return Array.from({ length: count }, () => {
    const hidden = new Set(Array.from({ length: LIKED }, () => Math.floor(random() * TRACKS)));
    const signal = (known: number) => Float32Array.from({ length: TRACKS }, (_, track) => noise() + (hidden.has(track) ? known : 0));
    return {
      knowing: { outcomes: 30, listeners: 40, written: 0, heard: 0 },
      columns: {
        collaborative: signal(truth.collaborative),
        tags: signal(truth.tags),
        language: new Float32Array(TRACKS),
        acoustic: new Float32Array(TRACKS),
        popularity: Float64Array.from({ length: TRACKS }, () => random()),
      },
      listens,
      kinds: new Uint8Array(TRACKS).fill(TAGGED),
      heard: new Set<number>(),
      hidden,
    };
  });
}

const casesOf = (count: number, truth: Truth, seed: number) => {
  const random = seeded(seed);
  return likesOf(count, truth, random).map((likes) => rankedCase(likes, random));
};
const unit = (...terms: readonly (typeof BLEND_TERMS)[number][]) => BLEND_TERMS.map((term) => (terms.includes(term) ? 1 : 0));
const COLLABORATIVE = unit('foretold');
const TAGS = unit('tags', 'tagsUnheard');
/** As a fit has it: what listens add, apart. */
const asFit = (weights: typeof PRIOR_WEIGHTS) => BLEND_TERMS.map((term) => (term === 'collaborative' ? weights.collaborative - weights.foretold : weights[term]));
const quality = (cases: ReturnType<typeof casesOf>, weights: readonly number[]) => cases.reduce((sum, one) => sum + rankedQuality(one, weights), 0) / cases.length;

describe('the fitted blend', () => {
  it('is better than each signal alone where both know something, on listeners it was not fitted to', () => {
    for (const seed of SEEDS) {
      const truth = { collaborative: 1.1, tags: 1.1 };
      const { weights } = fitBlend(casesOf(80, truth, seed));
      const others = casesOf(200, truth, 100 + seed);
      expect(quality(others, asFit(weights))).toBeGreaterThan(1.1 * Math.max(quality(others, COLLABORATIVE), quality(others, TAGS)));
    }
  });

  it('is not worse than the best signal where only that knows anything, however few there are to tell', () => {
    for (const truth of [{ collaborative: 2, tags: 0 }, { collaborative: 0, tags: 2 }]) {
      const ratios = [5, 10, 30, 100].flatMap((count) =>
        SEEDS.map((seed) => {
          const { weights } = fitBlend(casesOf(count, truth, seed));
          const others = casesOf(100, truth, 100 + seed);
          return { count, ratio: quality(others, asFit(weights)) / Math.max(quality(others, COLLABORATIVE), quality(others, TAGS)) };
        }),
      );
      const enough = ratios.filter(({ count }) => count >= 30);
      expect(enough.reduce((sum, { ratio }) => sum + ratio, 0) / enough.length).toBeGreaterThan(0.97);
      // Fewer than a dozen listeners overrule what ships only where that is far off.
      expect(Math.min(...ratios.map(({ ratio }) => ratio))).toBeGreaterThan(truth.collaborative > 0 ? 0.85 : 0.2);
    }
  });

  it('is the prior where there is next to nobody, and near it where nothing tells anything', () => {
    expect(fitBlend(casesOf(4, { collaborative: 2, tags: 0 }, 1))).toEqual({ weights: PRIOR_WEIGHTS, origin: 'prior', quality: {} });
    for (const seed of SEEDS) {
      const { weights } = fitBlend(casesOf(40, { collaborative: 0.7, tags: 0.5 }, seed));
      // Of what no listener could tell anything the prior stands.
      expect(weights.language / Math.max(weights.collaborative, weights.foretold, 0.5 * weights.tags, 0.5 * weights.tagsUnheard)).toBeCloseTo(PRIOR_WEIGHTS.language, 0);
      expect(weights.acoustic).toBeGreaterThan(0);
    }
  });

  it('comes out the same from the same', () => {
    expect(fitBlend(casesOf(30, { collaborative: 1, tags: 1 }, 3))).toEqual(fitBlend(casesOf(30, { collaborative: 1, tags: 1 }, 3)));
  });

  it('never gives less weight to what others hear for more listens, nor a negative one to anything', () => {
    fc.assert(
      fc.property(fc.nat(), fc.double({ min: 0, max: 2, noNaN: true }), fc.double({ min: 0, max: 2, noNaN: true }), (seed, collaborative, tags) => {
        const { weights } = fitBlend(casesOf(12, { collaborative, tags }, seed));
        expect(weights.collaborative).toBeGreaterThanOrEqual(weights.foretold);
        expect(weights.collaborative).toBeLessThanOrEqual(1);
        for (const term of BLEND_TERMS) expect(weights[term]).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 15 },
    );
  });
});

describe("a listener's own weights", () => {
  const [tagLover] = casesOf(1, { collaborative: 0, tags: 3 }, 9);

  it('are not fitted before they have said enough', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: OWN_OUTCOMES - 1 }), (outcomes) => {
        expect(fitOwnBlend(PRIOR_WEIGHTS, tagLover, outcomes)).toBeNull();
      }),
    );
    expect(fitOwnBlend(PRIOR_WEIGHTS, tagLover, OWN_OUTCOMES)).toEqual(PRIOR_WEIGHTS);
  });

  it("move from the server's towards what they follow, the further the more they said, and never far", () => {
    const tags = [60, 100, 300, 2_000].map((outcomes) => {
      const own = fitOwnBlend(PRIOR_WEIGHTS, tagLover, outcomes);
      return own ? own.tagsUnheard / own.foretold : NaN;
    });
    const server = PRIOR_WEIGHTS.tagsUnheard / PRIOR_WEIGHTS.foretold;
    expect([server, ...tags]).toEqual([server, ...tags].toSorted((a, b) => a - b));
    expect(tags[0]).toBeGreaterThan(server);
    expect(tags[0]).toBeLessThan(1.2 * server);
    expect(tags[3]).toBeLessThan(3 * server);
  });
});

describe('the terms of a blend', () => {
  const signal = fc.double({ min: -1.5, max: 1.5, noNaN: true });
  const share = fc.double({ min: 0, max: 1, noNaN: true });

  it('are what its weights are multiplied by: the score is linear in them', () => {
    const fitted = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: BLEND_TERMS.length, maxLength: BLEND_TERMS.length }).map(weightsOf);
    fc.assert(
      fc.property(fitted, fc.integer({ min: 0, max: 500 }), fc.integer({ min: 1, max: 500 }), fc.nat(50), fc.nat(7), share, share, fc.tuple(signal, signal, signal, signal, share), (weights, outcomes, listeners, listens, kind, written, heard, values) => {
        const [collaborative, language, acoustic, tags, popularity] = values;
        const knowing = { outcomes, listeners, written, heard };
        const terms = new Float32Array(BLEND_TERMS.length);
        new Blend(knowing).terms({ collaborative, language, acoustic, tags, popularity }, listens, kind, terms, 0);
        const score = (of: typeof weights) =>
          new Blend(knowing, of).scores(
            { collaborative: Float32Array.of(collaborative), language: Float32Array.of(language), acoustic: Float32Array.of(acoustic), tags: Float32Array.of(tags), popularity: Float64Array.of(popularity), novelty: Float64Array.of(0.5) },
            Float64Array.of(listens),
            Uint8Array.of(kind),
          )[0];
        const nothing = score(weightsOf(BLEND_TERMS.map(() => 0)));
        expect(score(weights) - nothing).toBeCloseTo(BLEND_TERMS.reduce((sum, term, i) => sum + weights[term] * terms[i], 0), 4);
        const { collaborative: c, language: l, acoustic: a, tags: t, popularity: p, novelty: n } = new Blend(knowing, weights).weights(listens, kind);
        expect(c * collaborative + l * language + a * acoustic + t * tags + p * popularity + n * 0.5).toBeCloseTo(score(weights), 4);
      }),
    );
  });

  it('keep their proportions when the weights are normalised', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0.01, max: 30, noNaN: true }), { minLength: BLEND_TERMS.length, maxLength: BLEND_TERMS.length }), (values) => {
        const weights = normalisedWeights(weightsOf(values));
        for (const [i, term] of BLEND_TERMS.entries()) {
          expect(weights[term] / weights.collaborative).toBeCloseTo(values[i] / values[0], 6);
          expect(weights[term]).toBeLessThanOrEqual(2 + 1e-9);
        }
        expect(Math.max(weights.collaborative, weights.foretold)).toBeLessThanOrEqual(1 + 1e-9);
      }),
    );
  });
});
