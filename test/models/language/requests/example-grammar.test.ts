import { describe, expect, it } from 'vitest';
import { type ExampleTopic, examplesOf } from '../../../../models/language/requests/example-grammar.ts';
import { requestLanguage } from '../../../../src/understanding/request-language.ts';

const frames = { order: ['please <do>'], ask: ['how do i <do>'], know: ['what is <know>'] };
const textsOf = (topic: Omit<ExampleTopic, 'intent' | 'about'>) => examplesOf({ frames, topics: [{ intent: 'other', about: 'a test', ...topic }] }).map(({ text }) => text);

describe('a grammar of examples', () => {
  it('puts phrases into frames and words into phrases', () => {
    const words = { thing: ['lamp', 'oven'] };
    for (const text of textsOf({ words, do: ['light the <thing>'] })) expect(text).toMatch(/^(please|how do i) light the (lamp|oven)$/);
    expect(textsOf({ words, know: ['the price of it'], say: ['no {tag}'] })).toEqual(['what is the price of it', 'no {tag}']);
  });

  it('keeps to the frames of a topic', () => {
    expect(textsOf({ frames: ['order'], do: ['skip it'] })).toEqual(['please skip it']);
  });

  it('says the same about a phrase whatever else is in it', () => {
    const words = { thing: ['lamp', 'oven', 'tap', 'door', 'fan', 'bell'] };
    const alone = textsOf({ words, do: ['fix the <thing>'] });
    expect(textsOf({ words, do: ['sell the <thing>', 'fix the <thing>'] })).toEqual(expect.arrayContaining(alone));
  });

  it('does not put up with words that are missing', () => {
    expect(() => textsOf({ say: ['the <thing>'] })).toThrow('thing');
  });

  it('that ships has many examples, none with a gap, and some for each intent', () => {
    const { grammar } = requestLanguage();
    const examples = examplesOf(grammar);
    expect(examples.filter(({ text }) => /[<>]/.test(text) || text.trim() === '')).toEqual([]);
    expect(new Set(examples.map(({ intent }) => intent)).size).toBe(8);
    expect(examples.length).toBeGreaterThan(2000);
  });
});
