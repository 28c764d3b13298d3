import { describe, expect, it } from 'vitest';
import type { ArtistDocument } from '../../../models/language/artist-corpus.ts';
import { ArtistLanguage } from '../../../models/language/artist-language.ts';
import { trainArtistModel } from '../../../models/language/artist-model.ts';
import { documentTerms } from '../../../models/language/document-terms.ts';
import { about, corpusOf, PER_STYLE, plantedDocuments, styleOf, styles, vocabulary } from './planted-artists.ts';

const learnt = (documents: readonly ArtistDocument[]) => new ArtistLanguage(trainArtistModel(corpusOf(documents)), vocabulary);
const text = (words: string) => documentTerms(words, vocabulary);
const names = (found: readonly { readonly artist: string }[]) => found.map(({ artist }) => artist);

const planted = plantedDocuments(1);
const language = learnt(planted);

describe('similar artists', () => {
  it('are those of whom the same is written, though no text names the style', () => {
    for (const { artist } of planted) {
      const found = language.similar(artist, 8);
      expect(found).toHaveLength(8);
      expect(names(found)).not.toContain(artist);
      expect(found.filter((other) => styleOf(other.artist) === styleOf(artist)).length).toBeGreaterThanOrEqual(7);
    }
  });

  it('come best first, with scores from 0 to 1', () => {
    const scores = language.similar('folk 3', 50).map(({ score }) => score);
    expect(scores.toSorted((a, b) => b - a)).toEqual(scores);
    expect(scores[0]).toBeLessThanOrEqual(1);
    expect(scores.at(-1)).toBeGreaterThan(0);
  });

  it('are none for an artist of whom nothing is known', () => {
    expect(language.similar('nobody', 5)).toEqual([]);
    expect(language.tagsOf('nobody')).toEqual([]);
    expect(learnt([]).labelled('jazz', 5)).toEqual([]);
    expect(learnt([about('alone', { terms: text('a jazz quartet') })]).similar('alone', 5)).toEqual([]);
  });

  it('have the tags that both are described by as their reason, not those of one alone', () => {
    const described = learnt([
      ...planted,
      about('a', { terms: text('a warm techno and ambient act') }),
      about('b', { terms: text('warm techno, with folk in it') }),
    ]);
    const [b] = described.similar('a', 50).filter(({ artist }) => artist === 'b');
    expect(b.evidence.tags.toSorted()).toEqual(['techno', 'warm']);
    expect(b.evidence.together).toBe(0);
  });

  it('are also those whom texts name together, and the reason counts the texts', () => {
    const articles = Array.from({ length: 7 }, (_, i) => about(`subject ${i}`, { mentions: [['jazz 0', 1], ['folk 0', 2]] }));
    const before = names(language.similar('jazz 0', 40)).indexOf('folk 0');
    const found = learnt([...planted, ...articles]).similar('jazz 0', 40);
    const after = names(found).indexOf('folk 0');
    expect(after).toBeGreaterThanOrEqual(0);
    expect(before < 0 || after < before).toBe(true);
    expect(found[after].evidence.together).toBe(7);
  });

  it('rise when a text about one names the other, either way', () => {
    const named = plantedDocuments(1).map((document) => (document.artist === 'folk 1' ? { ...document, mentions: [['techno 1', 3]] as const } : document));
    const linked = learnt(named);
    for (const [artist, other] of [['folk 1', 'techno 1'], ['techno 1', 'folk 1']]) {
      const score = (of: ArtistLanguage) => of.similar(artist, 50).find((found) => found.artist === other)?.score ?? 0;
      expect(score(linked)).toBeGreaterThan(score(language) + 0.1);
    }
  });

  it('rise when a source calls them similar', () => {
    const called = learnt([...planted, about('folk 2', { similar: [{ artist: 'jazz 2', score: 9 }, { artist: 'jazz 3', score: 1 }] })]);
    const rank = (of: ArtistLanguage, other: string) => (names(of.similar('folk 2', 50)).indexOf(other) + 50) % 50;
    expect(rank(called, 'jazz 2')).toBeLessThan(rank(language, 'jazz 2'));
    expect(rank(called, 'jazz 2')).toBeLessThan(rank(called, 'jazz 3'));
  });

  it('are found by given tags where nothing is written', () => {
    const tagged = learnt([
      ...planted,
      about('new', { tags: [{ tag: 'Folk Music', weight: 80 }, { tag: 'warm', weight: 10 }] }),
      ...planted.filter(({ artist }) => styleOf(artist) === 'folk').map(({ artist }) => about(artist, { tags: [{ tag: 'folk', weight: 100 }] })),
    ]);
    const found = tagged.similar('new', 6);
    expect(found.map(({ artist }) => styleOf(artist))).toEqual(Array.from({ length: 6 }, () => 'folk'));
    expect(found[0].evidence.tags).toContain('folk');
  });

  it('of an artist who is only ever named are those named beside', () => {
    const only = learnt([...planted, about('jazz 4', { mentions: [['ghost', 2]] }), about('jazz 5', { mentions: [['ghost', 1]] })]);
    expect(names(only.similar('ghost', 2)).toSorted()).toEqual(['jazz 4', 'jazz 5']);
  });
});

describe('an artist’s tags', () => {
  it('are what sources and texts call them, the most telling first', () => {
    const described = learnt([...planted, about('a', { terms: text('once called jazz'), tags: [{ tag: 'techno', weight: 100 }, { tag: 'WARM', weight: 60 }] })]);
    const tags = described.tagsOf('a');
    expect(tags.map(({ tag }) => tag).toSorted()).toEqual(['jazz', 'techno', 'warm']);
    expect(tags[0].weight).toBe(1);
    const weightOf = new Map(tags.map(({ tag, weight }) => [tag, weight]));
    expect(weightOf.get('techno')).toBeGreaterThan(weightOf.get('jazz') ?? NaN);
    expect(described.tagsOf('a', 1)).toHaveLength(1);
  });
});

describe('artists by a label', () => {
  const hits = (label: string, style: string) => language.labelled(label, 8).filter(({ artist }) => styleOf(artist) === style).length;

  it.each(styles.map((style) => [style]))('“%s” are those of the style, also where the text does not say so', (style) => {
    const found = language.labelled(style, 8);
    expect(hits(style, style)).toBe(8);
    expect(found[0].score).toBe(1);
    expect(found.filter(({ artist }) => Number(artist.split(' ')[1]) % 3 !== 0).length).toBeGreaterThanOrEqual(8 - PER_STYLE / 3);
  });

  it('may be asked for in other words and in sentences', () => {
    expect(names(language.labelled('Folk  music', 8))).toEqual(names(language.labelled('folk', 8)));
    expect(hits('something like techno please', 'techno')).toBe(8);
    expect(hits('saxophones', 'jazz')).toBe(8);
  });

  it('are also found by what is a kind of it', () => {
    expect(hits('electronic', 'techno')).toBe(8);
  });

  it('are none for what nobody is', () => {
    expect(language.labelled('polka', 5)).toEqual([]);
    expect(language.labelled('', 5)).toEqual([]);
  });

  it('lean to what is liked and away from what is disliked', () => {
    const both = learnt([...planted, about('between a', { terms: text('warm banjo meadow fiddle') }), about('between b', { terms: text('warm saxophone quartet trumpet') })]);
    const first = (liked: string, disliked: string) => both.labelled('warm', 1, { liked: [liked, 'nobody'], disliked: [disliked] })[0].artist;
    expect(first('folk 0', 'jazz 0')).toBe('between a');
    expect(first('jazz 0', 'folk 0')).toBe('between b');
  });
});

describe('a model of artists', () => {
  it('is plain data that can be sent and says the same there', () => {
    const sent = new ArtistLanguage(structuredClone(language.model), vocabulary);
    expect(sent.similar('jazz 1', 5)).toEqual(language.similar('jazz 1', 5));
    expect(sent.labelled('jazz', 5)).toEqual(language.labelled('jazz', 5));
  });

  it('adds up what several documents say', () => {
    const parts = learnt([...planted, about('a', { terms: text('banjo meadow') }), about('a', { terms: text('fiddle village') })]);
    const whole = learnt([...planted, about('a', { terms: new Map([...text('banjo meadow'), ...text('fiddle village')]) })]);
    expect(parts.similar('a', 5)).toEqual(whole.similar('a', 5));
  });
});
