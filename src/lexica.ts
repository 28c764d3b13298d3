import { readFileSync } from 'node:fs';
import type { Lexica } from '../models/language/mentions/lexica.ts';
import { tokensOf } from '../models/language/mentions/tokens.ts';
import { tagVocabulary } from './vocabulary.ts';

let read: Lexica | null = null;

/** The words and names of everyday life that ship (`data/lexicon`), read once. */
export function lexica(): Lexica {
  return (read ??= {
    words: entries('words'),
    places: entries('places'),
    firstNames: entries('first-names'),
    surnames: entries('surnames'),
    peoples: entries('peoples'),
    calendar: entries('calendar'),
    organisations: entries('organisations'),
    labels: new Set(tagVocabulary().tags.flatMap(({ tag, synonyms }) => [tag, ...synonyms].map(keyOf))),
  });
}

/** A file of entries, separated by commas or line ends. */
function entries(name: string): ReadonlySet<string> {
  const text = readFileSync(new URL(`../data/lexicon/${name}.txt`, import.meta.url), 'utf8');
  return new Set(text.split(/[,\n]/).map(keyOf).filter((key) => key !== ''));
}

function keyOf(text: string): string {
  return tokensOf(text)
    .map(({ key }) => key)
    .join(' ');
}
