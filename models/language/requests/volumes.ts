import type { Volume } from './frame.ts';
import type { RequestLexicon } from './request-lexicon.ts';
import { Phrases, type RequestWord } from './request-words.ts';

const MOST_PERCENT = 100;
/** “Volume 7” is seven of ten. */
const TENTHS = 10;
const PLAIN = 0.5;
const SLIGHT = 0.25;
const STRONG = 1;

/** Reads how loud it is to be. */
export class VolumeReader {
  readonly #louder: Phrases<true>;
  readonly #softer: Phrases<true>;
  readonly #silent: Phrases<true>;
  readonly #full: Phrases<true>;
  readonly #half: Phrases<true>;
  readonly #degrees: Phrases<number>;

  constructor(lexicon: RequestLexicon) {
    this.#louder = Phrases.of(lexicon.louder);
    this.#softer = Phrases.of(lexicon.softer);
    this.#silent = Phrases.of(lexicon.silent);
    this.#full = Phrases.of(lexicon.fullVolume);
    this.#half = Phrases.of(lexicon.halfVolume);
    this.#degrees = new Phrases([
      ...lexicon.degrees.slight.map((phrase) => [phrase, SLIGHT] as const),
      ...lexicon.degrees.strong.map((phrase) => [phrase, STRONG] as const),
    ]);
  }

  /** null when the words do not say which way. */
  volumeIn(text: string, words: readonly RequestWord[]): Volume | null {
    const percent = this.#percentIn(text, words);
    if (percent !== null) return { percent };
    const found = (phrases: Phrases<unknown>) => words.findIndex((_, i) => phrases.at(words, i) !== null);
    if (found(this.#silent) >= 0 && found(this.#louder) < 0) return { percent: 0 };
    const softer = found(this.#softer);
    const louder = found(this.#louder);
    if (softer < 0 && louder < 0) {
      if (found(this.#full) >= 0) return { percent: MOST_PERCENT };
      return found(this.#half) >= 0 ? { percent: MOST_PERCENT / 2 } : null;
    }
    // “Not so loud” and “too quiet” hold words of the other direction: what begins first is the longer phrase.
    const isSofter = softer >= 0 && (louder < 0 || softer <= louder);
    const size = words.map((_, i) => this.#degrees.at(words, i)).find((degree) => degree !== null)?.value ?? PLAIN;
    return { change: isSofter ? -size : size };
  }

  #percentIn(text: string, words: readonly RequestWord[]): number | null {
    const number = words.find(({ key }, i) => /^\d{1,3}$/.test(key) && words[i - 1]?.key !== 'by');
    if (!number) return null;
    const value = Number(number.key);
    if (value > MOST_PERCENT) return null;
    const outright = /^\s*(%|percent|per cent|prozent)/iu.test(text.slice(number.end));
    return !outright && value <= TENTHS ? value * TENTHS : value;
  }
}
