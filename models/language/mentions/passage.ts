import { isFunctionWord } from './cues.ts';
import { titleSpans } from './title-spans.ts';
import { type Token, tokensOf } from './tokens.ts';

const CAPITAL = /^[\p{Lu}\p{Lt}]/u;
const CASELESS = /^[\p{Lo}\p{N}]/u;
const ALL_CAPITALS = /^[\p{Lu}\p{N}\p{M}'’]+$/u;
const SENTENCE_END = /[.!?\n\r•]/;
/** After these a full stop ends no sentence. */
const ABBREVIATIONS = new Set('feat ft vs st mr mrs ms dr jr sr vol no inc ltd co eg ie ca approx'.split(' '));
/** Between words of one name: a space, a hyphen. */
const WITHIN_NAME = /^[ \u00A0\-‐–]$/;
/** So many words in capitals in a row are a headline, in which capitals say nothing. */
const HEADLINE = 4;

/** A text as names are looked for in it: its words, and how they are written. Words are counted from 0. */
export class Passage {
  readonly text: string;
  readonly tokens: readonly Token[];
  readonly #capital: Uint8Array;
  readonly #starts: Uint8Array;
  readonly #headline: Uint8Array;
  readonly #title: Uint8Array;

  constructor(text: string) {
    this.text = text;
    this.tokens = tokensOf(text);
    const { length } = this.tokens;
    this.#capital = new Uint8Array(length);
    this.#starts = new Uint8Array(length);
    this.#headline = new Uint8Array(length);
    this.#title = new Uint8Array(length);
    this.#readCase();
    this.#readTitles();
  }

  get length(): number {
    return this.tokens.length;
  }

  /** The key of a word; empty before the first and after the last. */
  key(i: number): string {
    return this.tokens[i]?.key ?? '';
  }

  word(i: number): string {
    return this.text.slice(this.tokens[i].start, this.tokens[i].end);
  }

  /** What stands between word i − 1 and word i. */
  gap(i: number): string {
    return this.text.slice(this.tokens[i - 1]?.end ?? 0, this.tokens[i]?.start ?? this.text.length);
  }

  /** Written with a capital. */
  capital(i: number): boolean {
    return this.#capital[i] === 1;
  }

  /** Written with a capital or in figures or a script that has none. */
  nameLike(i: number): boolean {
    return this.#capital[i] > 0;
  }

  /** The first word of a sentence, whose capital says nothing. */
  startsSentence(i: number): boolean {
    return this.#starts[i] === 1;
  }

  /** Among words that are all in capitals. */
  headline(i: number): boolean {
    return this.#headline[i] === 1;
  }

  /** Within a quoted title. */
  inTitle(i: number): boolean {
    return this.#title[i] === 1;
  }

  /** Word i goes on with the name that word i − 1 belongs to, as far as writing shows: “Ann Wilson”, “Rock-Am”. */
  adjacent(i: number): boolean {
    return i > 0 && i < this.length && WITHIN_NAME.test(this.gap(i)) && this.tokens[i - 1].owner === null && !this.startsSentence(i);
  }

  /** Word i is a part of a name by its writing: with a capital that no beginning of a sentence explains. */
  properWord(i: number): boolean {
    return this.capital(i) && !isFunctionWord(this.key(i));
  }

  #readCase(): void {
    let run = 0;
    for (let i = 0; i < this.length; i++) {
      const word = this.word(i);
      this.#capital[i] = CAPITAL.test(word) ? 1 : CASELESS.test(word) ? 2 : 0;
      this.#starts[i] = this.#sentenceStart(i) ? 1 : 0;
      run = word.length > 1 && this.capital(i) && ALL_CAPITALS.test(word) ? run + 1 : 0;
      if (run >= HEADLINE) this.#headline.fill(1, i - run + 1, i + 1);
    }
  }

  #sentenceStart(i: number): boolean {
    if (i === 0) return true;
    const gap = this.gap(i);
    if (!SENTENCE_END.test(gap)) return false;
    const before = this.tokens[i - 1].key;
    const abbreviated = before.length === 1 || ABBREVIATIONS.has(before);
    return !(abbreviated && gap.startsWith('.') && !/[\n\r]/.test(gap));
  }

  #readTitles(): void {
    let i = 0;
    for (const { start, end } of titleSpans(this.text)) {
      while (i < this.length && this.tokens[i].start < start) i++;
      for (; i < this.length && this.tokens[i].end <= end; i++) this.#title[i] = 1;
    }
  }
}
