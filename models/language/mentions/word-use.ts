import type { Passage } from './passage.ts';

/** How often a word was written small, and with a capital that no beginning of a sentence explains. */
export interface Uses {
  readonly small: number;
  readonly capital: number;
}

const NONE: Uses = { small: 0, capital: 0 };

/** How words are written in one or more texts: what is mostly written small is no name. */
export class WordUse {
  readonly #uses = new Map<string, { small: number; capital: number }>();

  add(passage: Passage): void {
    for (let i = 0; i < passage.length; i++) {
      if (passage.headline(i) || (passage.capital(i) && passage.startsSentence(i))) continue;
      const { key, owner } = passage.tokens[i];
      const word = owner?.key ?? key;
      let uses = this.#uses.get(word);
      if (!uses) this.#uses.set(word, (uses = { small: 0, capital: 0 }));
      if (passage.capital(i)) uses.capital++;
      else uses.small++;
    }
  }

  of(word: string): Uses {
    return this.#uses.get(word) ?? NONE;
  }
}
