import type { Random } from '../../random.ts';
import type { ExampleGrammar } from './example-grammar.ts';
import { INTENTS, type RequestFrame } from './frame.ts';
import { frameOf } from './frame-builder.ts';
import { type IntentExamples, IntentReader } from './intent-reader.ts';
import type { KnownName } from './known-names.ts';
import { PartFinder, plainWords, type RequestNames, type WordsOfRequests } from './part-finder.ts';
import { questionAbout } from './question.ts';
import { quotedStretches, requestWords } from './request-words.ts';
import type { Understood } from './understood.ts';
import { UnknownNameFinder } from './unknown-names.ts';
import { VolumeReader } from './volumes.ts';

/** Longer requests are read as far as this, in UTF-16 units. */
const MOST_CHARACTERS = 1000;
/** Any: examples name no years. */
const TRAINING_YEAR = 2000;
const NOBODY: RequestNames = { artists: [], titles: [] };

/** What requests are understood with, besides names. */
export interface RequestLanguage extends WordsOfRequests {
  readonly examples: IntentExamples;
  readonly grammar: ExampleGrammar;
}

/**
 * Reads requests by rules over names, tags, years, numbers and comparatives, and a classifier of what is wanted.
 * Immutable; for other names, see {@link knowing}.
 */
export class RequestParser {
  readonly #language: RequestLanguage;
  readonly #finder: PartFinder;
  readonly #unknown: UnknownNameFinder;
  readonly #volumes: VolumeReader;
  readonly #intents: IntentReader;

  private constructor(language: RequestLanguage, finder: PartFinder, intents: IntentReader) {
    this.#language = language;
    this.#finder = finder;
    this.#intents = intents;
    this.#unknown = new UnknownNameFinder(finder.names, finder.cues, language.lexicon, language.lexica);
    this.#volumes = new VolumeReader(language.lexicon);
  }

  /** A parser that knows no names yet; learns what is wanted from the examples. */
  static train(language: RequestLanguage, random: Random): RequestParser {
    const finder = finderOf(language, NOBODY);
    const mask = (example: string) => {
      const words = requestWords(example);
      return finder.masked(words, finder.partsIn(example, words, TRAINING_YEAR).parts);
    };
    const everyday = [...language.lexica.words].filter((word) => language.vocabulary.get(word) === null);
    return new RequestParser(language, finder, new IntentReader(language.examples, language.grammar, everyday, mask, random));
  }

  /** The same parser with these names in place of those it knows. */
  knowing(names: RequestNames): RequestParser {
    return new RequestParser(this.#language, finderOf(this.#language, names), this.#intents);
  }

  /**
   * Understands a request, whatever it is.
   *
   * @param year the present one, for “last year” and “the 20s”
   */
  parse(request: string, year: number): RequestFrame {
    const understood = this.understand(request, year);
    const frame = frameOf(understood, this.#finder.cues, this.#language.vocabulary, this.#language.lexicon);
    return { ...frame, question: questionAbout(understood, frame) };
  }

  /** The id of what somebody calls so, also with a slip of the finger; null when there is none. */
  idOf(kind: KnownName['kind'], name: string): string | null {
    return this.#finder.names.idOf(kind, name);
  }

  /** What the words of a request mean, one by one. */
  understand(request: string, year: number): Understood {
    const text = request.slice(0, MOST_CHARACTERS);
    const words = requestWords(text);
    const { parts, alternatives } = this.#finder.partsIn(text, words, year);
    const intent = this.#intents.read(this.#finder.masked(words, parts));
    const clauses = this.#finder.clausesIn(words, parts);
    return {
      ...{ text, words, parts, alternatives, intent },
      clauses: clauses.length < 2 ? [] : clauses.map((clause) => ({ ...clause, intent: this.#intents.read(this.#finder.masked(words, parts, clause)) })),
      negated: this.#finder.negatedIn(words, parts),
      unknown: this.#unknown.unknownIn(words, parts).filter(({ ordinary }) => !ordinary || intent.intent === 'play'),
      quoted: quotedStretches(text, words),
      volume: this.#volumes.volumeIn(text, words),
    };
  }
}

function finderOf(language: RequestLanguage, names: RequestNames): PartFinder {
  return new PartFinder(names, language, plainWords(INTENTS.flatMap((intent) => language.examples[intent])));
}
