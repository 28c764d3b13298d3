import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countInformation, type Mentions, namings, togetherCounts } from '../../../models/language/co-mentions.ts';
import { sparseRows, type SparseRows } from '../../../models/language/sparse-rows.ts';

const ARTISTS = 5;

function mentionsOf(documents: readonly { readonly subject: number; readonly named: readonly (readonly [number, number])[] }[]): Mentions {
  return { subjects: Int32Array.from(documents, ({ subject }) => subject), named: sparseRows(ARTISTS, documents.map(({ named }) => named)) };
}

function at({ pointers, indices, values }: SparseRows, row: number, column: number): number {
  const k = indices.subarray(pointers[row], pointers[row + 1]).indexOf(column);
  return k < 0 ? 0 : values[pointers[row] + k];
}

const document = fc
  .record({ subject: fc.nat(ARTISTS - 1), named: fc.uniqueArray(fc.tuple(fc.nat(ARTISTS - 1), fc.integer({ min: 1, max: 4 })), { selector: ([artist]) => artist }) })
  .map(({ subject, named }) => ({ subject, named: named.filter(([artist]) => artist !== subject) }));

describe('artists who are named together', () => {
  it('are counted once a document, the one it is about among them', () => {
    fc.assert(
      fc.property(fc.array(document, { maxLength: 6 }), (documents) => {
        const counts = togetherCounts(mentionsOf(documents));
        for (let a = 0; a < ARTISTS; a++) {
          for (let b = 0; b < ARTISTS; b++) {
            const present = ({ subject, named }: (typeof documents)[number], artist: number) => subject === artist || named.some(([other]) => other === artist);
            expect(at(counts, a, b)).toBe(a === b ? 0 : documents.filter((one) => present(one, a) && present(one, b)).length);
          }
        }
      }),
    );
  });

  it('tell more by rare company than by one that everybody keeps', () => {
    const everybody = [1, 2, 3, 4].map((subject) => ({ subject, named: [[0, 1]] as const }));
    const { rows: company, pairs } = countInformation(togetherCounts(mentionsOf([...everybody, { subject: 1, named: [[2, 1]] }])));
    expect(at(company, 1, 2)).toBeGreaterThan(at(company, 1, 0));
    expect(at(pairs, 1, 2)).toBeGreaterThan(at(pairs, 1, 0));
  });

  it('tell more the more often they are', () => {
    const often = (times: number) => {
      const both = Array.from({ length: times }, () => ({ subject: 0, named: [[1, 1]] as const }));
      const { pairs } = countInformation(togetherCounts(mentionsOf([...both, { subject: 2, named: [[3, 1]] }, { subject: 2, named: [[4, 1]] }])));
      expect(at(pairs, 0, 1)).toBe(at(pairs, 1, 0));
      return at(pairs, 0, 1);
    };
    expect(often(7)).toBeGreaterThan(often(2));
    expect(often(2)).toBeGreaterThan(often(1));
  });

  it('have company of length 1, or none', () => {
    fc.assert(
      fc.property(fc.array(document, { maxLength: 8 }), (documents) => {
        const { pointers, values } = countInformation(togetherCounts(mentionsOf(documents))).rows;
        for (let artist = 0; artist < ARTISTS; artist++) {
          const own = values.subarray(pointers[artist], pointers[artist + 1]);
          if (own.length > 0) expect(own.reduce((sum, x) => sum + x * x, 0)).toBeCloseTo(1, 5);
          for (const x of own) expect(x).toBeGreaterThan(0);
        }
      }),
    );
  });
});

describe('naming', () => {
  it('counts both ways, more when it is done again or returned, less for whom everybody names', () => {
    const once = namings(mentionsOf([{ subject: 0, named: [[1, 1]] }, { subject: 2, named: [] }, { subject: 3, named: [] }]));
    expect(at(once, 0, 1)).toBeGreaterThan(0);
    expect(at(once, 1, 0)).toBe(at(once, 0, 1));
    const returned = namings(mentionsOf([{ subject: 0, named: [[1, 1]] }, { subject: 1, named: [[0, 1]] }, { subject: 3, named: [] }]));
    expect(at(returned, 0, 1)).toBeGreaterThan(at(once, 0, 1));
    const famous = namings(mentionsOf([0, 2, 3].map((subject) => ({ subject, named: [[1, 1]] as const }))));
    expect(at(famous, 0, 1)).toBeLessThan(at(once, 0, 1));
  });
});
