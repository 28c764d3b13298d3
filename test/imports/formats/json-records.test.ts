import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { JsonRecords } from '../../../src/imports/formats/json-records.ts';

/** Reads text in pieces of so many characters; what has an `at` is a record. */
function recordsIn(text: string, size: number): object[] {
  const found: object[] = [];
  const records = new JsonRecords((record) => {
    if (!('at' in record)) return false;
    found.push(record);
    return true;
  }, 'The file');
  for (let i = 0; i < text.length; i += size) records.push(text.slice(i, i + size));
  records.end();
  return found;
}

const record = fc.record({ at: fc.integer(), name: fc.string({ unit: 'binary' }), more: fc.dictionary(fc.string({ minLength: 3 }), fc.jsonValue({ maxDepth: 2, stringUnit: 'binary' })) }).filter(({ more }) => !JSON.stringify(more).includes('"at"'));

describe('records in JSON', () => {
  it('are found whatever they lie in, in pieces of any size', () => {
    fc.assert(
      fc.property(fc.array(record), fc.integer({ min: 1, max: 40 }), fc.boolean(), (list, size, spaced) => {
        const text = (value: unknown) => JSON.stringify(value, null, spaced ? 2 : 0);
        const plain = JSON.parse(JSON.stringify(list)) as object[];
        expect(recordsIn(text(list), size)).toEqual(plain);
        expect(recordsIn(text({ user: 'ada "{[" \\', plays: { list } }), size)).toEqual(plain);
        expect(recordsIn(text([{ page: 1, plays: list }]), size)).toEqual(plain);
        expect(recordsIn(list.map((one) => `${JSON.stringify(one)}\n`).join(''), size)).toEqual(plain);
      }),
    );
  });

  it('are found behind one another in an object that is larger than any record', () => {
    const list = Array.from({ length: 5_000 }, (_, at) => ({ at, name: 'x'.repeat(60) }));
    expect(recordsIn(JSON.stringify({ list }), 4_096)).toEqual(list);
  });

  it.each(['[{"at":1}', '[{"at":1},{"at"', '{"a":"b', '[{"at":1}}', '{"a":[}', '[{"at":1 "x"}]', '['.repeat(10_000)])('says of %.20s that it is broken', (text) => {
    expect(() => recordsIn(text, 7)).toThrow(/^The file (?:is damaged|breaks off)/);
  });

  it('never fails in a way of its own, and never holds more than a record', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('{', '}', '[', ']', '"', '\\', ':', ',', '1', 'a', ' ') , maxLength: 200 }), fc.integer({ min: 1, max: 9 }), (text, size) => {
        try {
          recordsIn(text, size);
        } catch (error) {
          expect((error as Error).name).toBe('BadHistory');
        }
      }),
    );
  });
});
