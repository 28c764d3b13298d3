import type { Lexica } from '../mentions/lexica.ts';
import type { NameCues } from './name-cues.ts';
import type { NameFinder } from './name-finder.ts';
import type { Part } from './parts.ts';
import type { RequestLexicon } from './request-lexicon.ts';
import { isParted, isShown, Phrases, type RequestWord, type Stretch } from './request-words.ts';

const MOST_WORDS = 6;

/** `ordinary` when its words are of everyday language, and only where they stand says that they name somebody. */
export type UnknownName = Stretch & { readonly kind: 'artist' | 'title'; readonly ordinary: boolean };

/**
 * Finds names that somebody asks for and nobody knows: what stands where a name must stand (“songs by …”, “similar
 * to …”), and is more than an ordinary word.
 */
export class UnknownNameFinder {
  readonly #names: NameFinder;
  readonly #cues: NameCues;
  readonly #by: Phrases<true>;
  readonly #ends: Phrases<true>;
  readonly #pointing: Phrases<true>;
  /** Words that no name of everyday words alone has. */
  readonly #plain: Phrases<true>;

  constructor(names: NameFinder, cues: NameCues, lexicon: RequestLexicon, { calendar }: Pick<Lexica, 'calendar'>) {
    this.#names = names;
    this.#cues = cues;
    this.#by = Phrases.of(lexicon.by);
    this.#ends = Phrases.of(lexicon.ends);
    this.#pointing = Phrases.of([...lexicon.pointing, ...lexicon.current]);
    this.#plain = Phrases.of([...lexicon.functionWords, ...lexicon.commands, ...lexicon.countable, ...lexicon.pointing, ...calendar]);
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
      const ordinary = !isShown(words, from) && this.#names.isOrdinary(words, { from, to });
      if (this.#isName(words, { from, to }, ordinary)) found.push({ from, to, kind: isTitle ? 'title' : 'artist', ordinary });
      from = Math.max(from, to - 1);
    }
    return found;
  }

  /** “Like this”, “by my brother” and “like the first minute” name nobody. */
  #isName(words: readonly RequestWord[], { from, to }: Stretch, ordinary: boolean): boolean {
    const first = words[from].key === 'the' ? words[from + 1] : words[from];
    if (first === undefined || this.#pointing.has(first.key)) return false;
    // “Like modest mouse”, but not “like old songs” or “by next week”.
    return !ordinary || (to - from > 1 && words.slice(from, to).every(({ key }) => !this.#plain.has(key)));
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
