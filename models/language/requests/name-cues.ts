import type { RequestLexicon } from './request-lexicon.ts';
import { isParted, keyOf, Phrases, type RequestWord, type Stretch } from './request-words.ts';

/** What the words before a name say about it: that it is what is asked for, whose it is, or that music is to be like it. */
export type Cue = 'by' | 'artist' | 'resembling' | 'title' | 'asking';

/** Before “like” they make it a verb. */
const SUBJECTS = new Set(['i', 'id', 'would', 'we', 'wed', 'you', 'they', 'dont', 'really', 'to', 'also', 'look', 'looks', 'looked', 'looking']);

/** Reads what the words around a stretch say about its being a name. */
export class NameCues {
  readonly #by: Phrases<true>;
  readonly #resembling: Phrases<true>;
  readonly #resemblingAfter: Phrases<true>;
  readonly #beforeArtist: Phrases<true>;
  readonly #afterArtist: Phrases<true>;
  readonly #beforeTitle: Phrases<true>;
  readonly #asking: Phrases<true>;
  readonly #ordering: Phrases<true>;
  readonly #joiners: Phrases<true>;
  readonly #ends: Phrases<true>;

  constructor(lexicon: RequestLexicon) {
    this.#by = Phrases.of(lexicon.by);
    this.#resembling = Phrases.of(lexicon.resembling);
    this.#resemblingAfter = Phrases.of(lexicon.resemblingAfter);
    this.#beforeArtist = Phrases.of(lexicon.beforeArtist);
    this.#afterArtist = Phrases.of(lexicon.afterArtist);
    this.#beforeTitle = Phrases.of(lexicon.beforeTitle);
    this.#asking = Phrases.of([...lexicon.ordering, ...lexicon.asking, ...lexicon.negators]);
    this.#ordering = Phrases.of(lexicon.ordering);
    this.#joiners = Phrases.of(lexicon.joiners);
    this.#ends = Phrases.of(lexicon.ends);
  }

  /** What the words before one say; null when they say nothing. */
  before(words: readonly RequestWord[], at: number): Cue | null {
    if (at === 0 || isParted(words[at])) return null;
    if (at > 1 && words[at - 1].key === 'the') {
      const cue = this.before(words, at - 1);
      if (cue !== null && cue !== 'asking') return cue;
    }
    if (this.#by.before(words, at)) return 'by';
    if (this.isResembling(words, at)) return 'resembling';
    if (this.#beforeArtist.before(words, at)) return 'artist';
    if (this.#beforeTitle.before(words, at)) return 'title';
    return this.#asking.before(words, at) ? 'asking' : null;
  }

  /** “Kiss, the band”, “Bowie-esque”, “a Japan album”. */
  isArtistBefore(words: readonly RequestWord[], at: number): boolean {
    const cue = this.#afterArtist.at(words, at);
    if (cue && (words[at].key === 'the' || cue.to === words.length)) return true;
    return this.isResembled(words, at);
  }

  /** “Teardrop by …”. */
  isTitleBefore(words: readonly RequestWord[], at: number): boolean {
    return this.#by.at(words, at) !== null;
  }

  /** Whether the words are all that is to be played: “play Fast Car”. */
  isOrdered(words: readonly RequestWord[], { from, to }: Stretch): boolean {
    return !isParted(words[from]) && this.#ordering.before(words, from) !== null && this.endsBefore(words, to);
  }

  /** Whether the words before this one say that music is to be like what follows. */
  isResembling(words: readonly RequestWord[], at: number): boolean {
    const cue = this.#resembling.before(words, at);
    if (!cue || /^\s*[-–—]/.test(words[cue.from].gap)) return false;
    return words[cue.from].key !== 'like' || !SUBJECTS.has(words[cue.from - 1]?.key ?? '');
  }

  /** Whether the words from this one on say that music is to be like what they follow: “-ish”, “and similar”. */
  isResembled(words: readonly RequestWord[], at: number): boolean {
    const cue = this.#resemblingAfter.at(words, at);
    return cue !== null && (cue.to - cue.from > 1 || (words[cue.from].gap === '-' && keyOf(words, cue) !== ''));
  }

  /** “Radiohead and …”. */
  joins(word: RequestWord): boolean {
    return this.#joiners.has(word.key);
  }

  /** Whether a name that ends before this word may well be whole. */
  endsBefore(words: readonly RequestWord[], at: number): boolean {
    return at >= words.length || isParted(words[at]) || this.#ends.has(words[at].key) || this.#joiners.has(words[at].key) || this.#by.has(words[at].key);
  }
}
