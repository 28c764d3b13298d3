import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TermTable } from '../../../models/language/term-table.ts';

describe('a table of terms', () => {
  it('numbers terms as a map would, and does not know others', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme', maxLength: 6 })), fc.string(), (terms, other) => {
        const table = new TermTable();
        const known = new Map<string, number>();
        for (const term of terms) {
          known.set(term, known.get(term) ?? known.size);
          expect(table.numberOf(term)).toBe(known.get(term));
        }
        expect(table.size).toBe(known.size);
        for (const [term, number] of known) expect(table.find(term)).toBe(number);
        expect(table.find(other)).toBe(known.get(other) ?? -1);
      }),
    );
  });

  it('tells a hundred thousand terms apart that are alike', () => {
    const table = new TermTable();
    for (let i = 0; i < 100_000; i++) expect(table.numberOf(`term ${i % 300} ${Math.floor(i / 300)}`)).toBe(i);
    expect(table.find('term 7 200')).toBe(200 * 300 + 7);
  });

  it('is made again from the terms that are kept, by their new numbers', () => {
    const table = new TermTable();
    for (const term of ['a', 'b', 'c', 'd']) table.numberOf(term);
    const again = TermTable.from(table.hashesOf(Int32Array.of(1, -1, 0, -1), 2));
    expect(['a', 'b', 'c', 'd', 'e'].map((term) => again.find(term))).toEqual([1, -1, 0, -1, -1]);
  });
});
