import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { nameKey } from '../models/language/names.ts';
import { TAG_FAMILIES, TagVocabulary } from '../models/language/vocabulary.ts';
import { tagVocabulary } from '../src/vocabulary.ts';

const { tags } = tagVocabulary();
const byName = new Map(tags.map((tag) => [tag.tag, tag]));

/** What listeners write as tags, in spellings of their own. */
const TYPICAL = `
rock|pop|alternative|electronic|indie|female vocalists|80s|dance|alternative rock|classic rock|british|indie rock|Singer-Songwriter
hard rock|experimental|metal|ambient|90s|new wave|chillout|Hip-Hop|punk|folk|electronica|rnb|R&B|instrumental|heavy metal|soul|acoustic
progressive rock|70's|jazz|soundtrack|male vocalists|industrial|trip-hop|metalcore|rap|synthpop|synth pop|american|hardcore|indie pop
pop rock|00s|britpop|Post-Punk|60s|punk rock|blues|psychedelic|downtempo|sexy|thrash metal|IDM|post-rock|electro|mellow|covers|death metal
post hardcore|brazilian|brasil|ebm|emo|country|piano|screamo|trance|funk|classical|nu-metal|melodic death metal|gothic|grunge|house|german
canadian|techno|power metal|french|japanese|sad|latin|shoegaze|reggae|black metal|mpb|lounge|darkwave|disco|new age|lo-fi|j-pop|K-Pop|ska
dream pop|dreampop|drum n bass|dnb|bossa nova|christmas|melancholy|party|relax|icelandic|scandinavian|a capella|anime|video game music|sleep
`
  .split(/[|\n]/)
  .filter((text) => text !== '');

describe('the labels of music that ship', () => {
  it('cover what listeners usually write', () => {
    expect(TYPICAL.length).toBeGreaterThanOrEqual(100);
    expect(TYPICAL.filter((text) => tagVocabulary().get(text) === null)).toEqual([]);
  });

  it('are at least 600, with every family among them', () => {
    expect(tags.length).toBeGreaterThanOrEqual(600);
    for (const family of TAG_FAMILIES) expect(tags.filter((tag) => tag.family === family).length, family).toBeGreaterThanOrEqual(20);
  });

  it('are each there once, and each word for them once', () => {
    const words = tags.flatMap(({ tag, synonyms }) => [tag, ...synonyms].map(nameKey));
    expect(words.filter((word, i) => words.indexOf(word) !== i)).toEqual([]);
  });

  it('are kinds of tags that are there, and never of themselves', () => {
    expect(tags.flatMap(({ broader }) => broader.filter((name) => !byName.has(name)))).toEqual([]);
    const circles = tags.filter(({ tag }) => ancestors(tag).has(tag));
    expect(circles).toEqual([]);
  });

  it('name as ambiguous only words of their own', () => {
    const strangers = tags.filter(({ tag, synonyms, ambiguous = [] }) => !ambiguous.every((word) => word === tag || synonyms.includes(word)));
    expect(strangers).toEqual([]);
  });

  it('lead from the special to the general', () => {
    expect([...ancestors('dream pop')]).toEqual(expect.arrayContaining(['indie pop', 'pop', 'indie']));
    expect([...ancestors('melodic death metal')]).toEqual(expect.arrayContaining(['metal', 'rock']));
    expect([...ancestors('cello')]).toContain('strings');
  });

  it('say what clearly calms, saddens and hurries, in mood and use', () => {
    const of = (tag: string) => tagVocabulary().get(tag);
    expect(of('sleep')?.energy).toBeLessThan(-0.8);
    expect(of('workout')?.energy).toBeGreaterThan(0.8);
    expect(of('melancholy')?.valence).toBeLessThan(0);
    expect(of('cheerful')?.valence).toBeGreaterThan(0.8);
    expect(of('slow')?.tempo).toBe(-1);
    expect(of('drum & bass')?.tempo).toBe(1);
  });

  it('are one tag a line, so that a change is seen as one', () => {
    const lines = readFileSync(new URL('../data/vocabulary/tags.json', import.meta.url), 'utf8').trim().split('\n');
    expect(lines.length).toBe(tags.length + 2);
  });
});

describe('words for tags', () => {
  it('that two tags claim are refused', () => {
    const tag = { family: 'genre', synonyms: ['beat'], broader: [] } as const;
    expect(() => new TagVocabulary([{ ...tag, tag: 'one' }, { ...tag, tag: 'two' }])).toThrow('“beat” stands for “one” and for “two”.');
  });

  it('are found in running words, the longest first, and say whether they may mean something else', () => {
    const found = tagVocabulary().matches('they moved to a house and made deep house with female vocals'.split(' '));
    expect(found.map(({ tag, ambiguous }) => [tag.tag, ambiguous])).toEqual([
      ['house', true],
      ['deep house', false],
      ['female vocalists', false],
    ]);
  });
});

function ancestors(name: string): ReadonlySet<string> {
  const found = new Set<string>();
  const add = (of: string) => {
    for (const broader of byName.get(of)?.broader ?? []) {
      if (found.has(broader)) continue;
      found.add(broader);
      add(broader);
    }
  };
  add(name);
  return found;
}
