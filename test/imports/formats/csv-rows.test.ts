import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CsvRows } from '../../../src/imports/formats/csv-rows.ts';

function rowsIn(text: string, size: number): (readonly string[])[] {
  const found: (readonly string[])[] = [];
  const rows = new CsvRows((row) => void found.push(row), 'The file');
  for (let i = 0; i < text.length; i += size) rows.push(text.slice(i, i + size));
  rows.end();
  return found;
}

const field = fc.string({ unit: fc.constantFrom('a', 'ß', ' ', ',', ';', '\t', '"', '\n', 'é', '🎵'), maxLength: 8 });

describe('the rows of a table', () => {
  it('are read back as they were written, in pieces of any size', () => {
    fc.assert(
      fc.property(fc.array(fc.array(field, { minLength: 3, maxLength: 3 }), { maxLength: 8 }), fc.constantFrom(',', ';', '\t'), fc.constantFrom('\n', '\r\n'), fc.integer({ min: 1, max: 30 }), fc.boolean(), (rows, separator, end, size, closed) => {
        const all = [['artist', 'track', 'uts'], ...rows];
        const text = all.map((row) => row.map((one) => `"${one.replaceAll('"', '""')}"`).join(separator)).join(end) + (closed ? end : '');
        expect(rowsIn(text, size)).toEqual(all);
      }),
    );
  });

  it('end where a field has no end', () => {
    expect(() => rowsIn('a,b\n1,"2', 3)).toThrow('The file breaks off in the middle: download it again and give the whole file.');
    expect(() => rowsIn(`a,b\n1,"${'x'.repeat(100_000)}`, 1_000)).toThrow('The file is no table of plays: one of its lines has no end.');
  });
});
