import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nameForms } from '../../../../models/language/mentions/name-forms.ts';
import { NameTrie } from '../../../../models/language/mentions/name-trie.ts';
import { tokensOf } from '../../../../models/language/mentions/tokens.ts';
import { nameKey } from '../../../../models/language/names.ts';

function trieOf(...names: readonly string[]): NameTrie<string> {
  const trie = new NameTrie<string>();
  for (const name of names) for (const { words } of nameForms(name)) trie.add(words, name);
  return trie;
}

/** Everything that is found, wherever it begins. */
function found(trie: NameTrie<string>, text: string): readonly string[] {
  const tokens = tokensOf(text);
  return tokens.flatMap(({ start }, from) =>
    trie.matchesAt(tokens, from).map(({ value, end }) => `${text.slice(start, end)} = ${value}`),
  );
}

describe('words of a text', () => {
  it('are spelt as names are compared and stand where they say', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (text) => {
        let last = 0;
        for (const { key, start, end, owner } of tokensOf(text)) {
          expect(start).toBeGreaterThanOrEqual(last);
          expect(end).toBeGreaterThan(start);
          expect(key).toBe(text.slice(start, end) === '&' || text.slice(start, end) === '+' ? 'and' : nameKey(text.slice(start, end)).replaceAll(' ', ''));
          if (owner) expect(nameKey(text.slice(start, owner.end)).replaceAll(' ', '')).toBe(owner.key);
          last = end;
        }
        expect(last).toBeLessThanOrEqual(text.length);
      }),
    );
  });

  it('know whose something is', () => {
    expect(tokensOf('Madonna’s friend').map(({ key, owner }) => [key, owner?.key ?? null])).toEqual([
      ['madonnas', 'madonna'],
      ['friend', null],
    ]);
  });

  it('are single characters where a script has no spaces', () => {
    expect(tokensOf('宇多田ヒカル fan').map(({ key }) => key)).toEqual(['宇', '多', '田', 'ヒ', 'カ', 'ル', 'fan']);
  });

  it('come in time from the longest text', () => {
    const endless = 'x'.repeat(300_000) + 'é'.repeat(300_000) + "'a".repeat(100_000) + '&'.repeat(100_000);
    expect(tokensOf(endless).at(-1)?.end).toBe(endless.length);
  });
});

describe('names in running words', () => {
  it('are found however they are written', () => {
    const trie = trieOf('The Beatles', 'Guns N’ Roses', 'R.E.M.', 'B.B. King', 'Beyoncé', 'Simon & Garfunkel', 'Destiny’s Child', 'Pixies', '宇多田ヒカル');
    for (const text of [
      'beatles = The Beatles',
      'the beatles = The Beatles',
      'guns n roses = Guns N’ Roses',
      'Guns and Roses = Guns N’ Roses',
      'Guns & Roses = Guns N’ Roses',
      'REM = R.E.M.',
      'r.e.m = R.E.M.',
      'BB King = B.B. King',
      'B. B. King = B.B. King',
      'beyonce = Beyoncé',
      'simon and garfunkel = Simon & Garfunkel',
      'destinys child = Destiny’s Child',
      'the Pixies = Pixies',
      '宇多田ヒカル = 宇多田ヒカル',
    ]) {
      expect(found(trie, text.split(' = ')[0])).toContain(text);
    }
  });

  it('end before the ’s that says whose', () => {
    expect(found(trieOf('Madonna', 'Guns N’ Roses'), 'Madonna’s and Guns N’ Roses’s')).toEqual(['Madonna = Madonna', 'Guns N’ Roses = Guns N’ Roses']);
  });

  it('are all told, the shortest first', () => {
    expect(found(trieOf('Sonic', 'Sonic Youth', 'Youth'), 'sonic youth')).toEqual(['sonic = Sonic', 'sonic youth = Sonic Youth', 'youth = Youth']);
  });

  it('go on only where they may', () => {
    const tokens = tokensOf('Sonic. Youth');
    expect(trieOf('Sonic Youth').matchesAt(tokens, 0, () => false)).toEqual([]);
  });

  it('of the same words are the first one’s', () => {
    const trie = new NameTrie<string>();
    expect([trie.add(['nirvana'], 'from Seattle'), trie.add(['nirvana'], 'from London'), trie.add([], 'nobody')]).toEqual([true, false, false]);
    expect(trie.get(['nirvana'])).toBe('from Seattle');
    expect(trie.get(['nir'])).toBeNull();
  });

  it('are those that a plain search finds, in any text', () => {
    const word = fc.constantFrom('a', 'b', 'ab', 'é');
    fc.assert(
      fc.property(fc.array(fc.array(word, { minLength: 1, maxLength: 3 }), { maxLength: 8 }), fc.array(word, { maxLength: 12 }), (names, words) => {
        const trie = new NameTrie<string>();
        for (const name of names) trie.add(name.map(nameKey), name.map(nameKey).join(' '));
        const tokens = tokensOf(words.join(' '));
        const all = new Set(names.map((name) => name.map(nameKey).join(' ')));
        tokens.forEach((_, from) => {
          const expected = Array.from(tokens.slice(from), (__, n) => tokens.slice(from, from + n + 1).map(({ key }) => key).join(' ')).filter((text) => all.has(text));
          expect(trie.matchesAt(tokens, from).map(({ value }) => value)).toEqual(expected);
        });
      }),
    );
  });
});
