import type { Random } from '../../random.ts';
import { tokensOf } from '../mentions/tokens.ts';
import type { TagVocabulary } from '../vocabulary.ts';
import { ChangeFinder } from './changes.ts';
import { countsIn } from './counts.ts';
import { erasIn } from './eras.ts';
import { INTENTS, type RequestFrame } from './frame.ts';
import { frameOf, type Understood } from './frame-builder.ts';
import { type IntentExamples, IntentReader, slotWord } from './intent-reader.ts';
import { type KnownName, KnownNames } from './known-names.ts';
import { NameFinder } from './name-finder.ts';
import { NegationFinder } from './negation.ts';
import { bestParts, isKnown, type Part } from './parts.ts';
import type { RequestLexicon } from './request-lexicon.ts';
import { Phrases, phraseKey, quotedStretches, type RequestWord, requestWords } from './request-words.ts';
import { questionAbout } from './question.ts';
import { UnknownNameFinder } from './unknown-names.ts';
import { VolumeReader } from './volumes.ts';

/** What can be asked for by name. */
export interface RequestNames {
  readonly artists: readonly { readonly id: string; readonly name: string; readonly aliases?: readonly string[] }[];
  readonly titles: readonly string[];
}

/** Longer requests are read as far as this, in UTF-16 units. */
const MOST_CHARACTERS = 1000;
/** What is understood of these is beyond the doubt that a name would be chance. */
const ERA = 4;
const COUNT = 3;
const CHANGE = 4;
const IDIOM = 5;
const EACH_FURTHER_WORD = 1;

/**
 * Reads requests by rules over names, tags, years, numbers and comparatives, and a classifier for what is wanted.
 * Immutable: when other names are known, make another.
 */
export class RequestParser {
  readonly #decades: Phrases<number>;
  readonly #numbers: Phrases<number>;
  readonly #countable: Phrases<true>;
  readonly #idioms: Phrases<true>;
  readonly #loudness: Phrases<true>;
  readonly #unknown: UnknownNameFinder;
  readonly #lexicon: RequestLexicon;
  readonly #vocabulary: TagVocabulary;
  readonly #changes: ChangeFinder;
  readonly #negation: NegationFinder;
  readonly #volumes: VolumeReader;
  readonly #names: NameFinder;
  readonly #intents: IntentReader;

  constructor(names: RequestNames, vocabulary: TagVocabulary, lexicon: RequestLexicon, examples: IntentExamples, random: Random) {
    this.#lexicon = lexicon;
    this.#vocabulary = vocabulary;
    this.#decades = new Phrases(Object.entries(lexicon.decades));
    this.#numbers = new Phrases(Object.entries(lexicon.numbers));
    this.#countable = Phrases.of(lexicon.countable);
    this.#idioms = Phrases.of(lexicon.idioms);
    this.#loudness = Phrases.of(lexicon.loudness);
    this.#changes = new ChangeFinder(lexicon, (key) => vocabulary.get(key));
    this.#negation = new NegationFinder(lexicon);
    this.#volumes = new VolumeReader(lexicon);
    const said = INTENTS.flatMap((intent) => examples[intent].flatMap((example) => tokensOf(example.replace(/\{\w+\}/g, ' ')).map(({ key }) => key)));
    this.#names = new NameFinder(new KnownNames(knownNames(names, vocabulary, lexicon)), lexicon, said);
    this.#unknown = new UnknownNameFinder(this.#names, lexicon);
    this.#intents = new IntentReader(examples, (text) => {
      const words = requestWords(text);
      return this.#masked(words, this.#parts(text, words, TRAINING_YEAR).parts);
    }, random);
  }

  /**
   * Understands a request, whatever it is.
   *
   * @param year the present one, for “last year” and “the 20s”
   */
  parse(request: string, year: number): RequestFrame {
    const text = request.slice(0, MOST_CHARACTERS);
    const words = requestWords(text);
    const { parts, alternatives } = this.#parts(text, words, year);
    const understood: Understood = {
      ...{ text, words, parts, alternatives },
      negated: this.#negation.negated(words, parts),
      unknown: this.#unknown.unknownIn(words, parts),
      quoted: quotedStretches(text, words),
      intent: this.#intents.read(this.#masked(words, parts)),
      volume: this.#volumes.volumeIn(text, words),
    };
    const frame = frameOf(understood, this.#names, this.#vocabulary, this.#lexicon);
    return { ...frame, question: questionAbout(understood, frame) };
  }

  #parts(text: string, words: readonly RequestWord[], year: number): Pick<Understood, 'parts' | 'alternatives'> {
    const names = this.#names.namesIn(words, quotedStretches(text, words));
    const others: readonly Part[] = [
      ...words.flatMap((_, i) => this.#idioms.at(words, i) ?? []).map(({ from, to }) => ({ from, to, kind: 'idiom' as const, score: scored({ from, to }, IDIOM) })),
      ...erasIn(words, this.#decades, year).map((part) => ({ ...part, kind: 'era' as const, score: scored(part, ERA) })),
      ...countsIn(words, this.#numbers, this.#countable).map((part) => ({ ...part, kind: 'count' as const, score: scored(part, COUNT) })),
      ...this.#changes
        .changesIn(words)
        .filter(({ from }) => !this.#negation.isWithinNegator(words, from))
        .map((part) => ({ ...part, kind: 'change' as const, score: scored(part, CHANGE) })),
    ];
    const first = bestParts([...names, ...others], words.length);
    const again = this.#names.besideNames(words, names, first);
    const parts = bestParts([...again, ...others], words.length);
    return { parts, alternatives: new Map(parts.map((part) => [part, this.#names.alternatives(part, again)])) };
  }

  /** The words with one word for each part, so that intents are learnt from what stands around them. */
  #masked(words: readonly RequestWord[], parts: readonly Part[]): readonly string[] {
    const starts = new Map(parts.map((part) => [part.from, part]));
    const masked: string[] = [];
    for (let i = 0; i < words.length; ) {
      const part = starts.get(i);
      if (part && part.kind !== 'idiom' && !this.#isAboutLoudness(words, part)) masked.push(slotWord(SLOTS[part.kind === 'name' ? part.found.known.kind : part.kind]));
      else for (let j = i; j < (part?.to ?? i + 1); j++) masked.push(/^\d+$/.test(words[j].key) ? slotWord('number') : words[j].key);
      i = part?.to ?? i + 1;
    }
    return masked;
  }

  #isAboutLoudness(words: readonly RequestWord[], part: Part): boolean {
    if (part.kind !== 'change' && !isKnown(part, 'tag')) return false;
    for (let i = part.from; i < part.to; i++) if (this.#loudness.has(words[i].key)) return true;
    return false;
  }
}

/** Said as years. */
const DECADE = /^\d{4}s$/;
/** Any: the examples name no years. */
const TRAINING_YEAR = 2000;
const SLOTS = { artist: 'artist', title: 'title', tag: 'tag', era: 'era', count: 'number', change: 'degree' } as const;

function scored({ from, to }: { readonly from: number; readonly to: number }, points: number): number {
  return points + EACH_FURTHER_WORD * (to - from - 1);
}

function* knownNames({ artists, titles }: RequestNames, vocabulary: TagVocabulary, lexicon: RequestLexicon): Iterable<KnownName> {
  for (const { id, name, aliases = [] } of artists) {
    for (const one of [name, ...aliases]) yield { kind: 'artist', id, name: one };
  }
  for (const title of titles) yield { kind: 'title', id: title, name: title };
  const notTags = new Set(lexicon.notTags.map(phraseKey));
  for (const { tag, synonyms } of vocabulary.tags) {
    if (DECADE.test(tag)) continue;
    for (const name of [tag, ...synonyms]) if (!notTags.has(phraseKey(name))) yield { kind: 'tag', id: tag, name };
  }
  for (const [name, word] of Object.entries(lexicon.wishes)) {
    const tag = vocabulary.get(word);
    if (tag) yield { kind: 'tag', id: tag.tag, name };
  }
}

