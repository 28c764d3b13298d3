import type { VocabularyTag } from '../vocabulary.ts';
import { type RequestLexicon, wishesOf } from './request-lexicon.ts';
import { isParted, keyOf, Phrases, type RequestWord, type Stretch } from './request-words.ts';

/** What is to become more or less, each −1 to 1. */
export interface Change {
  readonly energy: number;
  readonly tempo: number;
  readonly mood: number;
}

export type ChangePart = Stretch & { readonly change: Change };

const PLAIN = 0.5;
const SLIGHT = 0.25;
const STRONG = 1;
/** A tag that says less than that of the music says nothing about what is to change. */
const LEAST = 0.5;
/** A tag is about that which it says most of, and about what comes close to it. */
const CLOSE = 0.8;

/** Finds what is to change: “a bit happier”, “less gloomy”, “not as fast”, “too slow”, “pick up the pace”. */
export class ChangeFinder {
  readonly #tagOf: (key: string) => VocabularyTag | null;
  readonly #degrees: Phrases<number>;
  readonly #directions: Phrases<number>;
  readonly #comparatives: Phrases<string>;
  readonly #phrases: Phrases<string>;
  readonly #notTags: Phrases<true>;
  readonly #wishes: Phrases<string>;

  /** @param tagOf the tag that a text is a word for */
  constructor(lexicon: RequestLexicon, tagOf: (key: string) => VocabularyTag | null) {
    this.#tagOf = tagOf;
    this.#degrees = new Phrases([...scaled(lexicon.degrees.slight, SLIGHT), ...scaled(lexicon.degrees.strong, STRONG)]);
    this.#directions = new Phrases([
      ...scaled(lexicon.more, PLAIN),
      ...scaled(lexicon.less, -PLAIN),
      ...scaled(lexicon.notAs, -PLAIN),
      ...scaled(lexicon.tooMuch, -PLAIN),
      ...scaled(lexicon.notToo, -SLIGHT),
    ]);
    this.#comparatives = new Phrases(Object.entries(lexicon.comparatives));
    this.#phrases = new Phrases(Object.entries(lexicon.phrases));
    this.#notTags = Phrases.of(lexicon.notTags);
    this.#wishes = new Phrases(wishesOf(lexicon));
  }

  changesIn(words: readonly RequestWord[]): readonly ChangePart[] {
    const found: ChangePart[] = [];
    for (let from = 0; from < words.length; ) {
      const part = this.#at(words, from);
      if (part) found.push(part);
      from = part?.to ?? from + 1;
    }
    return found;
  }

  #at(words: readonly RequestWord[], from: number): ChangePart | null {
    const degree = this.#degrees.at(words, from);
    const begin = degree?.to ?? from;
    if (!degree && this.#describes(words, from)) return null;
    const core = this.#phraseAt(words, begin) ?? this.#directedAt(words, begin) ?? this.#comparativeAt(words, begin);
    if (!core) return null;
    const after = degree ? null : this.#degreeAfter(words, core.to);
    const size = degree?.value ?? after?.value;
    const by = size === undefined ? core.by : Math.sign(core.by) * size;
    return { from, to: after?.to ?? core.to, change: changeBy(core.tag, by) };
  }

  #phraseAt(words: readonly RequestWord[], from: number): Core | null {
    const phrase = this.#phrases.at(words, from);
    return phrase && this.#core(phrase.to, this.#tagOf(phrase.value), PLAIN);
  }

  /** “More upbeat”, “much less sad”, “not too heavy”, “too slow”. */
  #directedAt(words: readonly RequestWord[], from: number): Core | null {
    const direction = this.#directions.at(words, from);
    if (!direction) return null;
    const begin = words[direction.to]?.key === 'of' || words[direction.to]?.key === 'a' ? direction.to + 1 : direction.to;
    for (let to = Math.min(words.length, begin + 2); to > begin; to--) {
      const core = this.#core(to, this.#moodAt(words, begin, to), direction.value);
      if (core) return core;
    }
    return null;
  }

  #comparativeAt(words: readonly RequestWord[], from: number): Core | null {
    const known = this.#comparatives.at(words, from);
    if (known) return this.#core(known.to, this.#tagOf(known.value), PLAIN);
    if (from >= words.length) return null;
    for (const base of basesOf(words[from].key)) {
      if (this.#notTags.has(base)) continue;
      const core = this.#core(from + 1, this.#tagOf(base), PLAIN);
      if (core) return core;
    }
    return null;
  }

  /** “Trauriger deutscher Rap” is sad, not sadder: an adjective that ends like a comparative, before what it describes. */
  #describes(words: readonly RequestWord[], at: number): boolean {
    const next = at + 1;
    if (next >= words.length || isParted(words[next]) || !this.#wishes.has(words[at].key)) return false;
    return this.#wishes.at(words, next) !== null || [1, 2].some((length) => next + length <= words.length && this.#tagOf(keyOf(words, { from: next, to: next + length })) !== null);
  }

  #moodAt(words: readonly RequestWord[], from: number, to: number): VocabularyTag | null {
    const key = keyOf(words, { from, to });
    return this.#notTags.has(key) ? null : this.#tagOf(key);
  }

  /** “Slower, a lot”, “slow it down a bit”. */
  #degreeAfter(words: readonly RequestWord[], at: number): (Stretch & { readonly value: number }) | null {
    const degree = this.#degrees.at(words, at);
    if (!degree) return null;
    const ofTheNext = this.#directedAt(words, degree.to) ?? this.#comparativeAt(words, degree.to);
    return ofTheNext ? null : degree;
  }

  #core(to: number, tag: VocabularyTag | null, by: number): Core | null {
    return tag !== null && tag.family === 'mood' && strongest(tag) >= LEAST ? { to, tag, by } : null;
  }
}

interface Core {
  readonly to: number;
  readonly tag: VocabularyTag;
  readonly by: number;
}

function strongest({ energy = 0, tempo = 0, valence = 0 }: VocabularyTag): number {
  return Math.max(Math.abs(energy), Math.abs(tempo), Math.abs(valence));
}

/** More or less of a tag, along what it says most of. */
function changeBy(tag: VocabularyTag, by: number): Change {
  const least = CLOSE * strongest(tag);
  const along = (value = 0) => (Math.abs(value) > least ? Math.sign(value) * by : 0);
  return { energy: along(tag.energy), tempo: along(tag.tempo), mood: along(tag.valence) };
}

/** What an English comparative may be of: “happier”, “sadder”, “looser”, “calmer”. */
function basesOf(word: string): readonly string[] {
  if (!word.endsWith('er') || word.length < 5) return [];
  const stem = word.slice(0, -2);
  if (stem.endsWith('i')) return [`${stem.slice(0, -1)}y`];
  const single = stem.at(-1) === stem.at(-2) ? [stem.slice(0, -1)] : [];
  return [stem, `${stem}e`, ...single];
}

function scaled(phrases: readonly string[], value: number): (readonly [string, number])[] {
  return phrases.map((phrase) => [phrase, value] as const);
}
