import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Interaction } from '../../../models/scorer.ts';
import { termScorer } from '../../../models/language/term-scorer.ts';
import { type TermCounts, termVectors } from '../../../models/language/term-vectors.ts';
import { TEXT_WEIGHTING, TextTerms } from '../../../models/language/text-terms.ts';
import { wordsOf } from '../../../models/language/words.ts';

const everything = { damped: Math.sqrt, least: 1, mostShare: 1 };

function countsOf(terms: number, documents: readonly (readonly (readonly [number, number])[])[]): TermCounts {
  const pointers = new Int32Array(documents.length + 1);
  documents.forEach((document, i) => (pointers[i + 1] = pointers[i] + document.length));
  const entries = documents.flat();
  return { terms, pointers, indices: Int32Array.from(entries, ([term]) => term), counts: Float32Array.from(entries, ([, count]) => count) };
}

function countsOfTexts(texts: readonly string[]): TermCounts {
  const terms = new TextTerms();
  texts.forEach((text, i) => terms.add(i, text));
  return terms.build(texts.length);
}

const liked = (column: number, positive = 1): Interaction => ({ column, positive, negative: 0 });

describe('term vectors', () => {
  it('have length 1, or no entries, whatever is counted', () => {
    const documents = fc.array(fc.uniqueArray(fc.tuple(fc.nat(9), fc.integer({ min: 1, max: 1000 })), { selector: ([term]) => term }), { maxLength: 12 });
    fc.assert(
      fc.property(documents, fc.integer({ min: 1, max: 3 }), (given, least) => {
        const { pointers, values } = termVectors(countsOf(10, given), { ...everything, least });
        for (let i = 0; i < given.length; i++) {
          const own = values.subarray(pointers[i], pointers[i + 1]);
          const squares = own.reduce((sum, x) => sum + x * x, 0);
          if (own.length > 0) expect(squares).toBeCloseTo(1, 5);
          if (least === 1) expect(own.length).toBe(given[i].length);
        }
      }),
    );
  });

  it('leave out what is in too few documents or in too many', () => {
    const counts = countsOf(3, [[[0, 1], [1, 1]], [[0, 1], [2, 1]], [[0, 1], [1, 1]], []]);
    expect(Array.from(termVectors(counts, { ...everything, least: 2, mostShare: 0.9 }).indices)).toEqual([1, 1]);
  });

  it('weigh a rare term more than a common one, and a term that is counted again less than twice', () => {
    const { values } = termVectors(countsOf(2, [[[0, 1], [1, 1]], [[0, 1]], [[0, 1]], [[0, 4], [1, 1]]]), everything);
    expect(values[1]).toBeGreaterThan(values[0]);
    const [common, rare] = values.slice(-2);
    expect((common / rare) / (values[0] / values[1])).toBeCloseTo(2, 5);
  });
});

describe('a listener’s taste in terms', () => {
  const vectors = termVectors(countsOf(3, [[[0, 3]], [[0, 1], [1, 1]], [[1, 2]], [[2, 1]], []]), everything);
  const scores = (history: readonly Interaction[]) => {
    const out = new Float32Array(5);
    termScorer('tags', vectors).score(history, out);
    return Array.from(out);
  };

  it('is near what is alike, and away from what was turned down', () => {
    const [same, half, other, foreign, unknown] = scores([liked(0)]);
    expect(same).toBeCloseTo(1, 5);
    expect(half).toBeGreaterThan(0);
    expect(half).toBeLessThan(same);
    expect([other, foreign, unknown]).toEqual([0, 0, 0]);
    expect(scores([{ column: 0, positive: 0, negative: 1 }])[1]).toBeLessThan(0);
  });

  it('follows the stronger evidence', () => {
    const [first, , second] = scores([liked(0, 3), liked(2, 1)]);
    expect(first).toBeGreaterThan(second);
  });

  it('says nothing without a history', () => {
    expect(scores([])).toEqual([0, 0, 0, 0, 0]);
  });
});

describe('the words of texts', () => {
  it('are runs of letters and digits of any script, in lower case', () => {
    expect([...wordsOf('Beyoncé’s “7/11” — ДДТ, 椎名林檎!')]).toEqual(['beyoncé', 's', '7', '11', 'ддт', '椎名林檎']);
    expect([...wordsOf('Beyonce\u0301')]).toEqual(['beyoncé']);
    expect([...wordsOf(' … ')]).toEqual([]);
  });

  it('bring texts about the same closer together', () => {
    const texts = ['A dark techno producer from Detroit', 'A techno producer', 'A folk singer from Wales', 'A singer', ''];
    const vectors = termVectors(countsOfTexts(texts), TEXT_WEIGHTING);
    const out = new Float32Array(texts.length);
    termScorer('texts', vectors).score([liked(1)], out);
    expect(out[0]).toBeGreaterThan(0.5);
    expect(Array.from(out.slice(2))).toEqual([0, 0, 0]);
  });

  it('are counted for documents in any order', () => {
    const terms = new TextTerms();
    terms.add(2, 'b a b');
    terms.add(0, 'a');
    const { pointers, indices, counts } = terms.build(4);
    expect(Array.from(pointers)).toEqual([0, 1, 1, 3, 3]);
    expect(Array.from(indices)).toEqual([1, 0, 1]);
    expect(Array.from(counts)).toEqual([1, 2, 1]);
  });
});
