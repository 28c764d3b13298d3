import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Gazetteer } from '../../../../models/language/mentions/gazetteer.ts';
import { Passage } from '../../../../models/language/mentions/passage.ts';
import { WordUse } from '../../../../models/language/mentions/word-use.ts';
import { lexica } from '../../../../src/lexica.ts';
import { type GoldPassage, goldPassages, knownNames } from './gold.ts';

const gazetteer = new Gazetteer(knownNames(), lexica());

/** What is found of these names in a text, as it stands there. */
function found(text: string, names: readonly string[], subject?: string): readonly string[] {
  const some = new Gazetteer(names.map((name) => ({ id: name, name })), lexica());
  return some.mentions(text, { subject }).map(({ start, end }) => text.slice(start, end));
}

/** Whether “the” belongs to a name or stands before it, is a matter of taste: it is passed over. */
function article(text: string, start: number): number {
  return /^the /i.test(text.slice(start)) ? 4 : 0;
}

describe('mentions in prose', () => {
  it.each([
    ['held-back.txt', 0.92],
    ['developing.txt', 0.9],
  ])('are right in nine of ten cases, and few are missed (%s)', (file, recall) => {
    const passages = goldPassages(file);
    expect(passages.length).toBeGreaterThanOrEqual(90);
    let right = 0;
    let given = 0;
    let gold = 0;
    for (const { text, mentions } of passages) {
      const keys = (some: GoldPassage['mentions']) => some.map(({ id, start, end }) => `${id}: ${start + article(text, start)}–${end}`);
      const answers = new Set(keys(gazetteer.mentions(text)));
      given += answers.size;
      gold += mentions.length;
      right += keys(mentions).filter((mention) => answers.has(mention)).length;
    }
    expect(right / given).toBeGreaterThanOrEqual(0.9);
    expect(right / gold).toBeGreaterThanOrEqual(recall);
  });

  it('stand where they say, in order and apart, in any text', () => {
    const words = fc.constantFrom('Kiss', 'The Doors', 'the', 'and', ',', '“', '”', '"', "'s", '’', '.', ' ', '\n', 'band', '&', 'BOSTON', 'Beyoncé', '🎸', '宇多田', '(1984)', 'album');
    const text = fc.oneof(fc.string({ unit: 'binary', maxLength: 200 }), fc.string({ unit: 'grapheme', maxLength: 200 }), fc.array(words, { maxLength: 80 }).map((some) => some.join(' ')), fc.array(words, { maxLength: 80 }).map((some) => some.join('')));
    fc.assert(
      fc.property(text, (any) => {
        let last = 0;
        for (const { start, end } of gazetteer.mentions(any)) {
          expect(start).toBeGreaterThanOrEqual(last);
          expect(end).toBeGreaterThan(start);
          expect(end).toBeLessThanOrEqual(any.length);
          last = end;
        }
      }),
      { numRuns: 400 },
    );
  });

  it('come in time from texts that are nothing but names, quotes, commas or capitals', { timeout: 20_000 }, () => {
    for (const piece of ['Kiss, ', 'Kiss and ', '"Kiss ', "'Kiss", '“Kiss” ', 'The ', 'KISS ', '_Kiss', 'a'.repeat(1000), 'Kiss’s ', '((((', 'Kiss (']) {
      const text = piece.repeat(Math.ceil(300_000 / piece.length));
      for (const { start, end } of gazetteer.mentions(text)) expect(end).toBeLessThanOrEqual(text.length + start);
    }
  });
});

describe('a name that is a word, a place or a person', () => {
  it('is the artist by what is said of it', () => {
    expect(found('Suede recorded it. They toured with Kiss, and later with a band called Boston.', ['Suede', 'Kiss', 'Boston'])).toEqual(['Suede', 'Kiss', 'Boston']);
  });

  it('is not without', () => {
    expect(found('Suede shoes and a Kiss from Boston', ['Suede', 'Kiss', 'Boston'])).toEqual([]);
    expect(found('Born in Boston, she moved to Chicago.', ['Boston', 'Chicago'])).toEqual([]);
  });

  it('is a song or an album in quotation marks or where it is called one, unless a guest is told', () => {
    expect(found('She sang "Kiss" and ‘Heart’, then the single Genesis.', ['Kiss', 'Heart', 'Genesis'])).toEqual([]);
    expect(found('"Telephone (feat. Beyoncé)" went to number one.', ['Beyoncé'])).toEqual(['Beyoncé']);
  });

  it('is a part of a longer name beside other capitals, and then also by itself', () => {
    expect(found('They met Jeff Beck. Beck played.', ['Beck'])).toEqual([]);
    expect(found('The Boston Symphony Orchestra and Love Street', ['Boston', 'Love'])).toEqual([]);
  });

  it('is rather the artist in a list of artists, in all the text once it is sure, and when the text is about it', () => {
    expect(found('Fans of Radiohead, Love, Metallica', ['Radiohead', 'Love', 'Metallica'])).toEqual(['Radiohead', 'Love', 'Metallica']);
    expect(found('The singer Madonna lives here. On stage Madonna is tall.', ['Madonna'])).toEqual(['Madonna', 'Madonna']);
    expect(found('Prince is never late.', ['Prince'])).toEqual([]);
    expect(found('Prince is never late.', ['Prince'], 'Prince')).toEqual(['Prince']);
  });

  it('is a word when the texts mostly write it small', () => {
    const text = 'A record by no one. Gloomster helped.';
    const names = new Gazetteer([{ id: '1', name: 'Gloomster' }], lexica());
    expect(names.mentions(text)).toHaveLength(1);
    const use = new WordUse();
    for (const other of ['a gloomster', 'the gloomster', 'every gloomster']) use.add(new Passage(other));
    expect(names.mentions(text, { use })).toEqual([]);
  });
});

describe('the writing of a name', () => {
  it('may differ in accents, “and”, initials, articles and the possessive; signs of the name belong to it', () => {
    const names = ['Björk', 'Guns N’ Roses', 'R.E.M.', 'The Ramones', 'Pixies', 'Wham!', 'AC/DC'];
    const text = 'Bjork, Guns and Roses, REM, Ramones, the Pixies’ singer, Wham! and AC/DC’s drummer';
    expect(found(text, names)).toEqual(['Bjork', 'Guns and Roses', 'REM', 'Ramones', 'Pixies', 'Wham!', 'AC/DC']);
  });

  it('keeps the longest name', () => {
    expect(found('Simon & Garfunkel and Earth, Wind & Fire', ['Simon', 'Garfunkel', 'Simon & Garfunkel', 'Earth', 'Earth, Wind & Fire'])).toEqual(['Simon & Garfunkel', 'Earth, Wind & Fire']);
  });

  it('does not go over the end of a sentence', () => {
    expect(found('They played in Sonic. Youth was theirs.', ['Sonic Youth'])).toEqual([]);
  });

  it('is in small letters no name, unless the artist writes so', () => {
    expect(found('metallica and k.d. lang and deadmau5', ['Metallica', 'k.d. lang', 'deadmau5'])).toEqual(['k.d. lang', 'deadmau5']);
  });

  it('belongs to the first of several artists, and to one by another name of theirs', () => {
    const names = new Gazetteer([{ id: '1', name: 'Nirvana' }, { id: '2', name: 'Nirvana' }, { id: '3', name: 'Prince', aliases: ['The Artist Formerly Known as Prince'] }], lexica());
    expect(names.mentions('the band Nirvana met The Artist Formerly Known as Prince').map(({ id }) => id)).toEqual(['1', '3']);
  });

  it('is not an artist within an address or a magazine', () => {
    expect(found('see www.metallica.com, @Metallica, Rolling Stone’s review', ['Metallica', 'Rolling Stones', 'The Rolling Stones'])).toEqual([]);
  });
});
