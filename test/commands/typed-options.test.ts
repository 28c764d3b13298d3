import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readTyped, spelled } from '../../commands/desk/typed-options.ts';
import type { Option } from '../../src/command-options.ts';

function option(name: string, type: Option['type'] = 'string', choices: readonly string[] | null = null): Option {
  return { name, type, choices, description: name, required: false, min: null, max: null, completed: false };
}

const query = [option('query')];
const fromTo = [option('from', 'integer'), option('to', 'integer')];
const mixed = [option('crossfade', 'number'), option('add_dj'), option('mode', 'string', ['soft', 'loud'])];

describe('typed options', () => {
  it.each<[string, readonly Option[], Record<string, string>, string?]>([
    ['crazy in love', query, { query: 'crazy in love' }],
    ['  crazy   in love  ', query, { query: 'crazy   in love' }],
    ['"crazy in love"', query, { query: 'crazy in love' }],
    ['query:crazy in love', query, { query: 'crazy in love' }],
    ['QUERY: crazy in love', query, { query: 'crazy in love' }],
    ['query:"say \\"hi\\" \\\\o/"', query, { query: 'say "hi" \\o/' }],
    ['Mission: Possible', query, { query: 'Mission: Possible' }],
    ['say "hi" twice', query, { query: 'say "hi" twice' }],
    ['"Heroes" by a band', query, { query: '"Heroes" by a band' }],
    ['"never closed', query, { query: '"never closed' }],
    ['"a query: in quotes"', query, { query: 'a query: in quotes' }],
    ['3 1', fromTo, { from: '3', to: '1' }],
    ['to:1 from:3', fromTo, { from: '3', to: '1' }],
    ['3 to:1', fromTo, { from: '3', to: '1' }],
    ['to:1 3', fromTo, { to: '1 3' }],
    ['3 1 2', fromTo, { from: '3', to: '1' }, '2'],
    ['crossfade:6 add_dj:Ada of Essex mode:soft', mixed, { crossfade: '6', add_dj: 'Ada of Essex', mode: 'soft' }],
    ['6 Ada of Essex', mixed, { crossfade: '6', add_dj: 'Ada of Essex' }],
    ['', mixed, {}],
    ['now', [], {}, 'now'],
    ['before query:after', query, { query: 'after' }, 'before'],
  ])('%j', (text, options, values, rest = '') => {
    const typed = readTyped(text, options);
    expect(typed.values).toEqual(values);
    expect(typed.rest).toBe(rest);
  });

  it.each<[string, readonly Option[], string | null, string]>([
    ['', query, 'query', ''],
    ['crazy in', query, 'query', 'crazy in'],
    ['query: cra', query, 'query', 'cra'],
    ['3', fromTo, 'from', '3'],
    ['3 ', fromTo, 'to', ''],
    ['3 1 ', fromTo, null, ''],
    ['crossfade:6 add_dj:A', mixed, 'add_dj', 'A'],
    ['6 A', mixed, 'add_dj', 'A'],
  ])('while typing %j the open option is known', (text, options, name, begun) => {
    const { open } = readTyped(text, options);
    expect(open?.option.name ?? null).toBe(name);
    if (open) expect(text.slice(open.from)).toBe(begun);
  });

  it('reads back any values, however odd, as they are spelled', () => {
    const word = fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom('"', '\\', ' ', ':', 'a', 'add_dj:', 'mode:', '\n', '🎵') }));
    fc.assert(
      fc.property(word, word, word, (crossfade, dj, mode) => {
        const given = { crossfade, add_dj: dj, mode };
        const line = mixed.map((one) => `${one.name}:${spelled(given[one.name as keyof typeof given], one, mixed)}`).join(' ');
        expect(readTyped(line, mixed)).toMatchObject({ values: given, rest: '' });
      }),
      { numRuns: 500 },
    );
  });

  it('loses nothing of a line that names no option', () => {
    fc.assert(
      fc.property(fc.string().filter((text) => !/query:/i.test(text) && !text.trim().startsWith('"')), (text) => {
        expect(readTyped(text, query).values).toEqual(text.trim() === '' ? {} : { query: text.trim() });
      }),
    );
  });

  it('never fails, and an open option begins within the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('"', '\\', ' ', 'from:', 'to:', '1', 'x', '\t') }), (text) => {
        const { open, values } = readTyped(text, fromTo);
        expect(Object.keys(values).every((name) => name === 'from' || name === 'to')).toBe(true);
        if (open) expect(open.from).toBeLessThanOrEqual(text.length);
      }),
    );
  });
});
