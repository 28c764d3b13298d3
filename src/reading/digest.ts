import { documentTerms } from '../../models/language/document-terms.ts';
import { nameKey } from '../../models/language/names.ts';
import type { TagVocabulary } from '../../models/language/vocabulary.ts';

/** Words of an article that count: the rest of a longer one says the same again. */
const MOST_CHARACTERS = 200_000;
/** Whom an article names as often without having them in its title is whom it is about. */
const ABOUT_MENTIONS = 3;

export interface KnownName {
  readonly id: string;
  readonly name: string;
  readonly aliases: readonly string[];
}

/** Finds names in running words. */
export interface NameFinder {
  /** @param context the key of the artist whom the text is about, where one is known */
  mentions(text: string, context: { readonly subject?: string }): readonly { readonly id: string }[];
}

export interface TextDigest {
  readonly terms: Readonly<Record<string, number>>;
  /** By artists' keys. */
  readonly mentions: Readonly<Record<string, number>>;
}

/** Makes counts of texts, which is all that is kept of them. */
export class Digest {
  readonly #vocabulary: TagVocabulary;
  readonly #finder: NameFinder;

  constructor(vocabulary: TagVocabulary, finder: NameFinder) {
    this.#vocabulary = vocabulary;
    this.#finder = finder;
  }

  /** @param subject the key of the artist whom the text is about, where that is known beforehand */
  of(text: string, subject?: string): TextDigest {
    const read = text.slice(0, MOST_CHARACTERS);
    return { terms: Object.fromEntries(documentTerms(read, this.#vocabulary)), mentions: this.#mentions(read, subject) };
  }

  /** Whom an article is about: those in its title, else the one it names most, if often enough; their keys. */
  subjects(title: string, { mentions }: TextDigest): readonly string[] {
    // A title is written in capitals throughout, where nobody can tell a name by them: what is named again is one.
    const words = ` ${nameKey(title)} `;
    const inTitle = new Set([...Object.keys(this.#mentions(title)), ...Object.keys(mentions).filter((key) => words.includes(` ${key} `))]);
    const named = [...inTitle].filter((key) => Object.hasOwn(mentions, key));
    if (named.length > 0) return named;
    const [most] = Object.entries(mentions).sort(([, a], [, b]) => b - a);
    return most && most[1] >= ABOUT_MENTIONS ? [most[0]] : [];
  }

  #mentions(text: string, subject?: string): Record<string, number> {
    const mentions = new Map<string, number>();
    for (const { id } of this.#finder.mentions(text, subject === undefined ? {} : { subject })) mentions.set(id, (mentions.get(id) ?? 0) + 1);
    return Object.fromEntries(mentions);
  }
}

/** What an article says about others than its subject. */
export function othersThan(key: string, mentions: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(Object.entries(mentions).filter(([other]) => other !== key));
}
