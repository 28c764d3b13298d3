import { nameKey } from './names.ts';

export const TAG_FAMILIES = ['genre', 'mood', 'instrument', 'era', 'place', 'voice', 'use'] as const;

/** What kind of thing a tag says: `use` is what music is put on for (work, sleep, parties). */
export type TagFamily = (typeof TAG_FAMILIES)[number];

/** A label that people put on music. */
export interface VocabularyTag {
  /** As it is shown, in lower case. */
  readonly tag: string;
  readonly family: TagFamily;
  /** Other spellings and other words for the same. */
  readonly synonyms: readonly string[];
  /** Tags of which this is a kind. */
  readonly broader: readonly string[];
  /**
   * Those of its words that are also ordinary words or names (“house”, “boston”, “heavy”): given as a label or in a
   * request they mean the tag, in running text alone they need not.
   */
  readonly ambiguous?: readonly string[] | undefined;
  /** What it says of the music, each −1 to 1; left out where it says nothing. */
  readonly energy?: number | undefined;
  readonly valence?: number | undefined;
  readonly tempo?: number | undefined;
}

/** A tag found in running words, from word `from` up to `to`, exclusively. */
export interface TagMatch {
  readonly tag: VocabularyTag;
  readonly from: number;
  readonly to: number;
  /** The words may mean something else, see {@link VocabularyTag.ambiguous}. */
  readonly ambiguous: boolean;
}

/** A word that is its own key. */
const PLAIN = /^[a-z0-9]+$/;

/** All tags that are known, by every word for them. */
export class TagVocabulary {
  readonly tags: readonly VocabularyTag[];
  readonly #byKey = new Map<string, VocabularyTag>();
  readonly #ambiguous: ReadonlySet<string>;
  /** By the first word of its names: of how many words the longest is. */
  readonly #longest = new Map<string, number>();

  /** @throws Error when one word stands for two tags */
  constructor(tags: readonly VocabularyTag[]) {
    this.tags = tags;
    for (const tag of tags) {
      for (const text of [tag.tag, ...tag.synonyms]) {
        const key = nameKey(text);
        const other = this.#byKey.get(key);
        if (other && other !== tag) throw new Error(`“${text}” stands for “${other.tag}” and for “${tag.tag}”.`);
        this.#byKey.set(key, tag);
      }
    }
    this.#ambiguous = new Set(tags.flatMap(({ ambiguous = [] }) => ambiguous.map(nameKey)));
    for (const key of this.#byKey.keys()) {
      const words = key.split(' ');
      this.#longest.set(words[0], Math.max(words.length, this.#longest.get(words[0]) ?? 0));
    }
  }

  /** The tag that this text is a word for, however it is spelt. */
  get(text: string): VocabularyTag | null {
    return this.#byKey.get(nameKey(text)) ?? null;
  }

  /** The tags in running words, the longest first where several begin at one word; none overlap. */
  matches(words: readonly string[]): readonly TagMatch[] {
    const keys = words.map((word) => (PLAIN.test(word) ? word : nameKey(word)));
    const found: TagMatch[] = [];
    for (let from = 0; from < keys.length; ) {
      const match = this.#longestAt(keys, from);
      if (match) found.push(match);
      from = match?.to ?? from + 1;
    }
    return found;
  }

  #longestAt(keys: readonly string[], from: number): TagMatch | null {
    for (let to = Math.min(keys.length, from + (this.#longest.get(keys[from]) ?? 0)); to > from; to--) {
      const key = keys.slice(from, to).join(' ');
      const tag = this.#byKey.get(key);
      if (tag) return { tag, from, to, ambiguous: this.#ambiguous.has(key) };
    }
    return null;
  }
}
