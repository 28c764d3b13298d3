import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clip, duration, fitted, plain, plainLines } from '../../../src/discord/render/text.ts';
import { visible } from '../../../src/visible.ts';

/** What a reader sees: Discord drops the backslash before a punctuation mark. */
const seen = (text: string) => text.replace(/\\([^0-9A-Za-z\s])/g, '$1');

describe('text of others', () => {
  it.each([
    ['**x** @everyone <@1> [a](b)', '\\*\\*x\\*\\* \\@everyone \\<\\@1> \\[a\\](b)'],
    ['# not a heading', '\\# not a heading'],
    ['> not a quotation', '\\> not a quotation'],
    ['- not a list', '\\- not a list'],
    ['-# not small', '\\-# not small'],
    ['1. not a list either', '1\\. not a list either'],
    ['||not hidden|| ~~not struck~~ `not code` __not underlined__', '\\|\\|not hidden\\|\\| \\~\\~not struck\\~\\~ \\`not code\\` \\_\\_not underlined\\_\\_'],
    ['https://example.org/song', 'https\\://example.org/song'],
    ['two\nlines\r\nand\ttabs', 'two lines and tabs'],
    ['turned \u202eround', 'turned round'],
    ['plain, as it is: 1 (live) & more!', 'plain, as it is: 1 (live) & more!'],
  ])('%j is shown as it is', (text, escaped) => {
    expect(plain(text)).toBe(escaped);
  });

  it('reads the same after escaping, and holds no markup', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const escaped = plain(text);
        expect(seen(escaped).replace(/\s+/g, '')).toBe(visible(text).replace(/\s+/g, ''));
        expect(escaped.replace(/\\./gs, '')).not.toMatch(/[\\*_~`|<@[\]]/);
      }),
      { numRuns: 2_000 },
    );
  });

  it('keeps the lines of a list', () => {
    expect(plainLines('/help — x\n  option: *y*\n# z')).toBe('/help — x\n  option: \\*y\\*\n\\# z');
  });

  it('cuts no character in half', () => {
    expect(clip('abc', 3)).toBe('abc');
    expect(clip('a😀😀', 3)).toBe('a…');
    expect(clip('abcdef', 4)).toBe('abc…');
  });
});

it('keeps as many lines as fit, and says how many do not', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ maxLength: 40 }).map((line) => line.replace(/\n/g, ' ')), { maxLength: 60 }), fc.integer({ min: 60, max: 800 }), (lines, max) => {
      const text = fitted(lines, max, (count) => `… and ${count} more`);
      expect(text.length).toBeLessThanOrEqual(max);
      const shown = text === '' && lines.length === 0 ? [] : text.split('\n');
      const rest = /^… and (\d+) more$/.exec(shown.at(-1) ?? '');
      expect(rest ? shown.length - 1 + Number(rest[1]) : shown.length).toBe(lines.length);
    }),
  );
});

it.each([
  [0, '0:00'],
  [7_999, '0:07'],
  [187_000, '3:07'],
  [3_723_000, '1:02:03'],
])('%i ms are %s', (ms, text) => {
  expect(duration(ms)).toBe(text);
});
