import type { NameFinder } from './name-finder.ts';
import type { Part } from './parts.ts';
import type { RequestLexicon } from './request-lexicon.ts';
import { isParted, Phrases, type RequestWord, type Stretch } from './request-words.ts';

const MOST_WORDS = 6;

/**
 * Finds names that somebody asks for and nobody knows: what stands where a name must stand (“songs by …”, “similar
 * to …”), and is more than ordinary words.
 */
export class UnknownNameFinder {
  readonly #names: NameFinder;
  readonly #by: Phrases<true>;
  readonly #ends: Phrases<true>;

  constructor(names: NameFinder, lexicon: RequestLexicon) {
    this.#names = names;
    this.#by = Phrases.of(lexicon.by);
    this.#ends = Phrases.of(lexicon.ends);
  }

  /** @param parts what is known in the request */
  unknownIn(words: readonly RequestWord[], parts: readonly Part[]): readonly Stretch[] {
    const known = new Set(parts.flatMap(({ from, to }) => Array.from({ length: to - from }, (_, i) => from + i)));
    const found: Stretch[] = [];
    for (let from = 1; from < words.length; from++) {
      if (known.has(from) || !(this.#isAskedFor(words, from) || this.#goesOn(words, from, found.at(-1)))) continue;
      let to = from;
      while (to < words.length && to - from < MOST_WORDS && !known.has(to) && !(to > from && this.#isEnd(words[to]))) to++;
      if (!this.#names.isOrdinary(words, { from, to })) found.push({ from, to });
      from = to - 1;
    }
    return found;
  }

  #isAskedFor(words: readonly RequestWord[], at: number): boolean {
    return !isParted(words[at]) && (this.#by.before(words, at) !== null || this.#names.isResembling(words, at));
  }

  #goesOn(words: readonly RequestWord[], at: number, last: Stretch | undefined): boolean {
    return last !== undefined && last.to === at - 1 && this.#names.joins(words[at - 1]);
  }

  #isEnd(word: RequestWord): boolean {
    return isParted(word) || this.#ends.has(word.key);
  }
}
