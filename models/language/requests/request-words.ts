import { tokensOf } from '../mentions/tokens.ts';

/** A word of a request. */
export interface RequestWord {
  /** As names are compared; “&” is “and”. */
  readonly key: string;
  /** In UTF-16 units of the request; `end` is exclusive. */
  readonly start: number;
  readonly end: number;
  /** What stands between it and the word before. */
  readonly gap: string;
  readonly capital: boolean;
  /** Whose something is, without the “s”: “radiohead” for “radiohead’s”; null where it cannot be that. */
  readonly owner: string | null;
}

/** Shorter words are not split: “yes”, “bass”. */
const SHORTEST_OWNED = 5;
const QUOTED = /"([^"]+)"|“([^”“]+)[”“]|„([^“”]+)[“”]|«([^»]+)»/gu;

/** Enough for any request; what comes after is not read. */
const MOST_WORDS = 60;

export function requestWords(text: string): readonly RequestWord[] {
  let before = 0;
  return tokensOf(text)
    .slice(0, MOST_WORDS)
    .map(({ key, start, end, owner }) => {
      const gap = text.slice(before, start);
      before = end;
      return { key, start, end, gap, capital: /^\p{Lu}/u.test(text.slice(start, end)), owner: owner?.key ?? unmarkedOwner(key) };
    });
}

/** “radioheads” for “radiohead’s”: people leave the apostrophe out. */
function unmarkedOwner(key: string): string | null {
  return key.length >= SHORTEST_OWNED && key.endsWith('s') && !key.endsWith('ss') ? key.slice(0, -1) : null;
}

/** Words from `from` up to `to`, exclusively. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** The words that stand between quotation marks; single ones are apostrophes as often, and left alone. */
export function quotedStretches(text: string, words: readonly RequestWord[]): readonly Stretch[] {
  return Array.from(text.matchAll(QUOTED), (match) => {
    const from = words.findIndex(({ start }) => start >= match.index);
    const after = words.findIndex(({ start }) => start >= match.index + match[0].length);
    return { from, to: after < 0 ? words.length : after };
  }).filter(({ from, to }) => from >= 0 && to > from);
}

/** A phrase as {@link keyOf} would have it in a request. */
export function phraseKey(phrase: string): string {
  return tokensOf(phrase)
    .map(({ key }) => key)
    .join(' ');
}

export function keyOf(words: readonly RequestWord[], { from, to }: Stretch): string {
  let key = words[from].key;
  for (let i = from + 1; i < to; i++) key += ` ${words[i].key}`;
  return key;
}

/** Whether a comma, full stop or another sign parts this word from the one before. */
export function isParted({ gap }: RequestWord): boolean {
  return /[,;.:!?|\n()/]|\s[-–—]\s/.test(gap);
}

/** Whether a capital says that a word is of a name: not where any would stand. */
export function isShown(words: readonly RequestWord[], at: number): boolean {
  const { capital, key, gap } = words[at];
  return at > 0 && capital && key !== 'i' && !/[.!?]/.test(gap);
}

/** Words and phrases of a list. */
export class Phrases<T> {
  readonly #values = new Map<string, T>();
  /** By their first word, and by their last: of how many words the longest is. */
  readonly #longestFrom = new Map<string, number>();
  readonly #longestTo = new Map<string, number>();

  constructor(entries: Iterable<readonly [string, T]>) {
    for (const [phrase, value] of entries) {
      const words = tokensOf(phrase).map(({ key }) => key);
      this.#values.set(words.join(' '), value);
      raise(this.#longestFrom, words[0], words.length);
      raise(this.#longestTo, words[words.length - 1], words.length);
    }
  }

  static of(list: readonly string[]): Phrases<true> {
    return new Phrases(list.map((phrase) => [phrase, true] as const));
  }

  has(key: string): boolean {
    return this.#values.has(key);
  }

  /** The longest phrase that begins at a word. */
  at(words: readonly RequestWord[], from: number): (Stretch & { readonly value: T }) | null {
    if (from >= words.length) return null;
    for (let to = Math.min(words.length, from + (this.#longestFrom.get(words[from].key) ?? 0)); to > from; to--) {
      const value = this.#values.get(keyOf(words, { from, to }));
      if (value !== undefined) return { from, to, value };
    }
    return null;
  }

  /** The longest phrase that ends before a word. */
  before(words: readonly RequestWord[], to: number): (Stretch & { readonly value: T }) | null {
    if (to === 0) return null;
    for (let from = Math.max(0, to - (this.#longestTo.get(words[to - 1].key) ?? 0)); from < to; from++) {
      const value = this.#values.get(keyOf(words, { from, to }));
      if (value !== undefined) return { from, to, value };
    }
    return null;
  }
}

/** Remembers the largest number of a key. */
export function raise(most: Map<string, number>, key: string, value: number): void {
  if (value > (most.get(key) ?? 0)) most.set(key, value);
}
