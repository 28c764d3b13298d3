import type { Part } from './parts.ts';
import type { RequestLexicon } from './request-lexicon.ts';
import { isParted, Phrases, type RequestWord } from './request-words.ts';

/** Finds what of a request is turned down: what follows “no”, “anything but” …, up to where the sentence turns. */
export class NegationFinder {
  readonly #negators: Phrases<true>;
  readonly #notNegators: Phrases<true>;
  readonly #turns: Phrases<true>;
  readonly #lists: Phrases<true>;

  constructor(lexicon: RequestLexicon) {
    this.#negators = Phrases.of(lexicon.negators);
    this.#notNegators = Phrases.of(lexicon.notNegators);
    this.#turns = Phrases.of(lexicon.turns);
    this.#lists = Phrases.of(lexicon.lists);
  }

  /**
   * For each word whether it is turned down.
   *
   * @param parts whose own words turn nothing down: “Nothing Else Matters”, “less sad”
   */
  negated(words: readonly RequestWord[], parts: readonly Part[]): readonly boolean[] {
    const negated: boolean[] = [];
    const part = new Map(parts.map(({ from, to }) => [from, to]));
    let scope = false;
    for (let i = 0; i < words.length; ) {
      if (scope && isParted(words[i]) && !this.#listGoesOn(words, i)) scope = false;
      let to = part.get(i);
      if (to === undefined) {
        const harmless = this.#notNegators.at(words, i);
        const negator = harmless ? null : this.#negators.at(words, i);
        if (negator) scope = true;
        else if (this.#turns.has(words[i].key) && scope && !this.#negators.before(words, i)) scope = false;
        to = (harmless ?? negator)?.to ?? i + 1;
      }
      for (; i < to; i++) negated.push(scope);
    }
    return negated;
  }

  /** Where a word stands within a phrase that turns down what comes behind the phrase: “no *more* metal”. */
  isWithinNegator(words: readonly RequestWord[], at: number): boolean {
    for (let from = Math.max(0, at - 3); from < at; from++) {
      const negator = this.#negators.at(words, from);
      if (negator && negator.to > at) return true;
    }
    return false;
  }

  /** “No metal, punk or country”: after the comma the list goes on when it ends with “or”. */
  #listGoesOn(words: readonly RequestWord[], at: number): boolean {
    if (!/^\s*,\s*$/.test(words[at].gap)) return false;
    for (let i = at; i < words.length; i++) {
      if (this.#lists.has(words[i].key)) return i > at && words[i].key !== 'and' && words[i].key !== 'und';
      if (this.#turns.has(words[i].key) || this.#negators.at(words, i) || (i > at && isParted(words[i]) && !/^\s*,\s*$/.test(words[i].gap))) return false;
    }
    return false;
  }
}
