import type { NameCues } from './name-cues.ts';
import type { NameFinder } from './name-finder.ts';
import type { Part } from './parts.ts';
import type { RequestLexicon } from './request-lexicon.ts';
import { isParted, Phrases, type RequestWord, type Stretch } from './request-words.ts';

const MOST_WORDS = 6;

export type UnknownName = Stretch & { readonly kind: 'artist' | 'title' };

/**
 * Finds names that somebody asks for and nobody knows: what stands where a name must stand (“songs by …”, “similar
 * to …”), and is more than ordinary words.
 */
export class UnknownNameFinder {
  readonly #names: NameFinder;
  readonly #cues: NameCues;
  readonly #by: Phrases<true>;
  readonly #ends: Phrases<true>;
  readonly #pointing: Phrases<true>;

  constructor(names: NameFinder, cues: NameCues, lexicon: RequestLexicon) {
    this.#names = names;
    this.#cues = cues;
    this.#by = Phrases.of(lexicon.by);
    this.#ends = Phrases.of(lexicon.ends);
    this.#pointing = Phrases.of([...lexicon.pointing, ...lexicon.current]);
  }

  /** @param parts what is known in the request */
  unknownIn(words: readonly RequestWord[], parts: readonly Part[]): readonly UnknownName[] {
    const known = new Set(parts.flatMap(({ from, to }) => Array.from({ length: to - from }, (_, i) => from + i)));
    const found: UnknownName[] = [];
    for (let from = 1; from < words.length; from++) {
      if (known.has(from) || !(this.#isAskedFor(words, from) || this.#goesOn(words, from, found.at(-1)))) continue;
      let to = from;
      while (to < words.length && to - from < MOST_WORDS && !known.has(to) && !(to > from && this.#isEnd(words[to]))) to++;
      const isTitle = to < words.length && this.#by.has(words[to].key);
      if (this.#isName(words, { from, to })) found.push({ from, to, kind: isTitle ? 'title' : 'artist' });
      from = Math.max(from, to - 1);
    }
    return found;
  }

  /** “Like this”, “by my brother” and “like the first minute” name nobody. */
  #isName(words: readonly RequestWord[], stretch: Stretch): boolean {
    const first = words[stretch.from].key === 'the' ? words[stretch.from + 1] : words[stretch.from];
    return first !== undefined && !this.#pointing.has(first.key) && !this.#names.isOrdinary(words, stretch);
  }

  #isAskedFor(words: readonly RequestWord[], at: number): boolean {
    return !isParted(words[at]) && (this.#by.before(words, at) !== null || this.#cues.isResembling(words, at));
  }

  #goesOn(words: readonly RequestWord[], at: number, last: Stretch | undefined): boolean {
    return last !== undefined && last.to === at - 1 && this.#cues.joins(words[at - 1]);
  }

  #isEnd(word: RequestWord): boolean {
    return isParted(word) || this.#ends.has(word.key) || this.#by.has(word.key);
  }
}
