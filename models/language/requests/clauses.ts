import type { Part } from './parts.ts';
import { isParted, type Phrases, type RequestWord, type Stretch } from './request-words.ts';

/**
 * What a request says one after the other, each without what joins it to the one before: “turn it down”, “I’m on the
 * phone”. A sign or word within a part parts nothing: “Earth, Wind & Fire”.
 */
export function clausesIn(words: readonly RequestWord[], parts: readonly Part[], joins: Phrases<true>): readonly Stretch[] {
  const within = new Set(parts.flatMap(({ from, to }) => Array.from({ length: to - from - 1 }, (_, i) => from + 1 + i)));
  const starts = words.flatMap((word, i) => (i > 0 && !within.has(i) && (isParted(word) || joins.at(words, i) !== null) ? [i] : []));
  const bounds = [0, ...starts, words.length];
  const clauses = bounds.slice(1).map((to, i) => ({ from: joins.at(words, bounds[i])?.to ?? bounds[i], to }));
  return clauses.filter(({ from, to }) => from < to);
}
