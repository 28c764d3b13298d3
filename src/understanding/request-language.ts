import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { ExampleGrammar } from '../../models/language/requests/example-grammar.ts';
import { INTENTS } from '../../models/language/requests/frame.ts';
import type { RequestLexicon } from '../../models/language/requests/request-lexicon.ts';
import type { RequestLanguage } from '../../models/language/requests/request-parser.ts';
import { lexica } from '../lexica.ts';
import { tagVocabulary } from '../vocabulary.ts';
import { englishWords } from './english-words.ts';

const words = z.array(z.string().min(1));
const tags = z.record(z.string().min(1), z.string().min(1));
const numbers = z.record(z.string().min(1), z.number().int());

const lexicon: z.ZodType<RequestLexicon> = z.strictObject({
  ...{ negators: words, notNegators: words, turns: words, lists: words },
  degrees: z.strictObject({ slight: words, strong: words }),
  ...{ more: words, less: words, tooMuch: words, notAs: words, notToo: words },
  ...{ comparatives: tags, phrases: tags, wishes: tags, adjectives: tags, instead: tags },
  ...{ notTags: words, idioms: words, decades: numbers, numbers, countable: words },
  ...{ louder: words, softer: words, silent: words, fullVolume: words, halfVolume: words, loudness: words },
  ...{ resembling: words, resemblingAfter: words, by: words, beforeArtist: words, afterArtist: words, beforeTitle: words },
  ...{ ordering: words, asking: words, current: words, commands: words, clauses: words, joiners: words, ends: words, pointing: words, functionWords: words, ordinary: words },
});

const examples = z.record(z.enum(INTENTS), words);

const grammar: z.ZodType<ExampleGrammar> = z.strictObject({
  frames: z.strictObject({ order: words, ask: words, know: words }),
  topics: z.array(
    z.strictObject({
      intent: z.enum(INTENTS),
      about: z.string(),
      frames: z.array(z.enum(['order', 'ask', 'know'])).exactOptional(),
      words: z.record(z.string().min(1), z.array(z.string())).exactOptional(),
      ...{ do: words.exactOptional(), know: words.exactOptional(), say: words.exactOptional() },
    }),
  ),
});

let language: RequestLanguage | null = null;

/** What requests are understood with (`data/requests/`), read once. */
export function requestLanguage(): RequestLanguage {
  return (language ??= {
    vocabulary: tagVocabulary(),
    lexica: lexica(),
    lexicon: lexicon.parse(readData('words.json')),
    english: englishWords(),
    examples: examples.parse(readData('examples.json')),
    grammar: grammar.parse(readData('grammar.json')),
  });
}

function readData(file: string): unknown {
  return JSON.parse(readFileSync(new URL(`../../data/requests/${file}`, import.meta.url), 'utf8'));
}
