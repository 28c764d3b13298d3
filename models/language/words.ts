import stemmer from 'natural/lib/natural/stemmers/porter_stemmer.js';
import { RegexpTokenizer } from 'natural/lib/natural/tokenizers/regexp_tokenizer.js';

const tokenizer = new RegexpTokenizer({ pattern: /[\p{L}\p{N}][\p{L}\p{M}\p{N}]*/gu, gaps: false });
const ENGLISH = /^[a-z]{3,40}$/;
const MOST_REMEMBERED = 1 << 18;

/** The words of a text as they are compared: runs of letters and digits, in lower case, in one spelling of accents. */
export function wordsOf(text: string): readonly string[] {
  return tokenizer.tokenize(text.normalize('NFKC').toLowerCase()) ?? [];
}

const stems = new Map<string, string>();

/**
 * The stem of a lower-case word (Porter 1980), for what may be English; any other as it is. Stemming takes
 * microseconds and texts repeat their words, so stems are remembered.
 */
export function stemOf(word: string): string {
  const known = stems.get(word);
  if (known !== undefined) return known;
  if (stems.size === MOST_REMEMBERED) stems.clear();
  // A part of a text keeps the whole text in memory: the map gets words of its own.
  const own = structuredClone(word);
  const stem = ENGLISH.test(own) ? stemmer.stem(own) : own;
  stems.set(own, stem);
  return stem;
}
