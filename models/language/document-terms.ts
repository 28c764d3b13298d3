import { nameKey } from './names.ts';
import type { TagVocabulary } from './vocabulary.ts';
import { stemOf, wordsOf } from './words.ts';

const TAG = 'tag:';

/** The term that stands for a tag; no word holds a colon. */
export function tagTerm(tag: string): string {
  return TAG + tag;
}

/** The tag that a term stands for, or null for words. */
export function tagOfTerm(term: string): string | null {
  return term.startsWith(TAG) ? term.slice(TAG.length) : null;
}

/**
 * What a text says, as terms and how often: stemmed words, pairs of neighbouring words (`shoegaz band`), and the tags
 * of the vocabulary, however they are written (`tag:dream pop`). Spelt as names are compared: “R&B” is “r and b”.
 */
export function documentTerms(text: string, vocabulary: TagVocabulary): Map<string, number> {
  const words = wordsOf(nameKey(text));
  const terms = new Map<string, number>();
  const count = (term: string) => terms.set(term, (terms.get(term) ?? 0) + 1);
  let before: string | null = null;
  for (const word of words) {
    const stem = stemOf(word);
    count(stem);
    if (before !== null) count(`${before} ${stem}`);
    before = stem;
  }
  for (const { tag } of vocabulary.matches(words)) count(tagTerm(tag.tag));
  return terms;
}
