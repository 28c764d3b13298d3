import { describe, expect, it } from 'vitest';
import { documentTerms, tagOfTerm, tagTerm } from '../../../models/language/document-terms.ts';
import { TagVocabulary, type VocabularyTag } from '../../../models/language/vocabulary.ts';

const tag = (name: string, synonyms: readonly string[] = []): VocabularyTag => ({ tag: name, family: 'genre', synonyms, broader: [] });
const vocabulary = new TagVocabulary([tag('dream pop', ['dreampop']), tag('pop'), tag('r&b', ['rhythm and blues']), tag('drum and bass', ['dnb']), tag('1990s', ['90s', 'nineties'])]);

function tagsIn(text: string): Readonly<Record<string, number>> {
  const tags: Record<string, number> = {};
  for (const [term, count] of documentTerms(text, vocabulary)) {
    const name = tagOfTerm(term);
    if (name !== null) tags[name] = count;
  }
  return tags;
}

describe('the terms of a document', () => {
  it('are its words, whatever their form, and the pairs of neighbouring words', () => {
    const terms = documentTerms('Guitars! The guitarist plays guitar.', vocabulary);
    expect(terms.get('guitar')).toBe(2);
    expect([...terms.keys()]).toContain('the guitarist');
    expect([...terms.values()].reduce((a, b) => a + b, 0)).toBe(5 + 4);
  });

  it('are the same however names are spelt', () => {
    const plain = documentTerms('Beyonce and Sigur Ros', vocabulary);
    expect(documentTerms('BEYONCÉ & Sigur Rós', vocabulary)).toEqual(plain);
  });

  it.each([
    ['a Dream-Pop band, dreampop forever', { 'dream pop': 2 }],
    ['pop, and dream pop', { pop: 1, 'dream pop': 1 }],
    ['R&B, r & b, rhythm and blues', { 'r&b': 3 }],
    ['Drum ’n’ bass? drum & bass: dnb', { 'drum and bass': 2 }],
    ['in the 90’s and the 1990s', { '1990s': 2 }],
    ['popular poppies', {}],
    ['', {}],
    ['…', {}],
  ])('are the tags in “%s”', (text, expected) => {
    expect(tagsIn(text)).toEqual(expected);
  });

  it('of tags are no words', () => {
    expect(tagOfTerm(tagTerm('dream pop'))).toBe('dream pop');
    expect(tagOfTerm('dream pop')).toBeNull();
  });
});
