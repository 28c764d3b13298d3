import type { Lexica } from '../mentions/lexica.ts';
import { tokensOf } from '../mentions/tokens.ts';
import type { TagVocabulary } from '../vocabulary.ts';
import { ChangeFinder } from './changes.ts';
import { clausesIn } from './clauses.ts';
import { countsIn } from './counts.ts';
import { erasIn } from './eras.ts';
import { slotWord } from './intent-reader.ts';
import { type KnownName, KnownNames } from './known-names.ts';
import { NameCues } from './name-cues.ts';
import { NameFinder } from './name-finder.ts';
import { NegationFinder } from './negation.ts';
import { bestParts, isKnown, type NamePart, type Part } from './parts.ts';
import { type RequestLexicon, wishesOf } from './request-lexicon.ts';
import { Phrases, phraseKey, quotedStretches, type RequestWord, type Stretch } from './request-words.ts';

/** What can be asked for by name. */
export interface RequestNames {
  readonly artists: readonly { readonly id: string; readonly name: string; readonly aliases?: readonly string[] }[];
  readonly titles: readonly string[];
}

/** What the words of requests are told by. */
export interface WordsOfRequests {
  readonly vocabulary: TagVocabulary;
  /** Of everyday language. */
  readonly lexica: Lexica;
  /** Of requests. */
  readonly lexicon: RequestLexicon;
  /** Every word of English, in lower case: none of them is another word with a slip. */
  readonly english: ReadonlySet<string>;
}

/** What is understood of these is beyond the doubt that a name would be chance. */
const IDIOM = 5;
const ERA = 4;
const COUNT = 3;
const CHANGE = 4;
const EACH_FURTHER_WORD = 1;
/** Said as years, not as tags. */
const DECADE = /^\d{4}s$/;

const SLOTS = { artist: 'artist', title: 'title', tag: 'tag', era: 'era', count: 'number', change: 'degree' } as const;

/** Finds the words of a request that have a meaning of their own. */
export class PartFinder {
  readonly names: NameFinder;
  readonly cues: NameCues;
  readonly #idioms: Phrases<true>;
  readonly #decades: Phrases<number>;
  readonly #numbers: Phrases<number>;
  readonly #countable: Phrases<true>;
  readonly #loudness: Phrases<true>;
  readonly #joins: Phrases<true>;
  readonly #changes: ChangeFinder;
  readonly #negation: NegationFinder;

  /** @param plain words that say little about whether somebody is named */
  constructor(names: RequestNames, { vocabulary, lexica, lexicon, english }: WordsOfRequests, plain: Iterable<string>) {
    this.cues = new NameCues(lexicon);
    this.names = new NameFinder(new KnownNames(knownNames(names, vocabulary, lexicon)), this.cues, lexica, lexicon, plain, english);
    this.#idioms = Phrases.of(lexicon.idioms);
    this.#decades = new Phrases(Object.entries(lexicon.decades));
    this.#numbers = new Phrases(Object.entries(lexicon.numbers));
    this.#countable = Phrases.of(lexicon.countable);
    this.#loudness = Phrases.of(lexicon.loudness);
    this.#joins = Phrases.of(lexicon.clauses);
    this.#changes = new ChangeFinder(lexicon, (key) => vocabulary.get(key));
    this.#negation = new NegationFinder(lexicon);
  }

  /** In the order of the words, and what each name may mean as well. */
  partsIn(text: string, words: readonly RequestWord[], year: number): { readonly parts: readonly Part[]; readonly alternatives: ReadonlyMap<Part, readonly NamePart[]> } {
    const names = this.names.namesIn(words, quotedStretches(text, words));
    const others = this.#othersIn(words, year);
    const first = bestParts([...names, ...others], words.length);
    const again = this.names.besideNames(words, names, first);
    const parts = bestParts([...again, ...others], words.length);
    return { parts, alternatives: new Map(parts.map((part) => [part, this.names.alternatives(part, again)])) };
  }

  #othersIn(words: readonly RequestWord[], year: number): readonly Part[] {
    return [
      ...words.flatMap((_, i) => this.#idioms.at(words, i) ?? []).map((idiom) => ({ ...idiom, kind: 'idiom' as const, score: scored(idiom, IDIOM) })),
      ...erasIn(words, this.#decades, year).map((part) => ({ ...part, kind: 'era' as const, score: scored(part, ERA) })),
      ...countsIn(words, this.#numbers, this.#countable).map((part) => ({ ...part, kind: 'count' as const, score: scored(part, COUNT) })),
      ...this.#changes
        .changesIn(words)
        .filter(({ from }) => !this.#negation.isWithinNegator(words, from))
        .map((part) => ({ ...part, kind: 'change' as const, score: scored(part, CHANGE) })),
    ];
  }

  /** For each word whether it is turned down. */
  negatedIn(words: readonly RequestWord[], parts: readonly Part[]): readonly boolean[] {
    return this.#negation.negated(words, parts);
  }

  /** What is said one after the other. */
  clausesIn(words: readonly RequestWord[], parts: readonly Part[]): readonly Stretch[] {
    return clausesIn(words, parts, this.#joins);
  }

  /** The words with one word for each part, so that intents are learnt from what stands around them. */
  masked(words: readonly RequestWord[], parts: readonly Part[], { from, to: end }: Stretch = { from: 0, to: words.length }): readonly string[] {
    const starts = new Map(parts.map((part) => [part.from, part]));
    const masked: string[] = [];
    for (let i = from; i < end; ) {
      const part = starts.get(i);
      const to = part?.to ?? i + 1;
      if (part && part.kind !== 'idiom' && !this.#isAboutLoudness(words, part)) masked.push(slotWord(SLOTS[part.kind === 'name' ? part.found.known.kind : part.kind]));
      else for (let j = i; j < to; j++) masked.push(/^\d+$/.test(words[j].key) ? slotWord('number') : words[j].key);
      i = to;
    }
    return masked;
  }

  #isAboutLoudness(words: readonly RequestWord[], part: Part): boolean {
    if (part.kind !== 'change' && !isKnown(part, 'tag')) return false;
    for (let i = part.from; i < part.to; i++) if (this.#loudness.has(words[i].key)) return true;
    return false;
  }
}

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
  for (const [name, word] of wishesOf(lexicon)) {
    const tag = vocabulary.get(word);
    if (tag) yield { kind: 'tag', id: tag.tag, name };
  }
}

/** The words of examples, without what stands for names. */
export function plainWords(examples: Iterable<string>): ReadonlySet<string> {
  return new Set(Iterator.from(examples).flatMap((example) => tokensOf(example.replace(/\{\w+\}/g, ' ')).map(({ key }) => key)));
}
