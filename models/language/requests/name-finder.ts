import { isWord, type Lexica } from '../mentions/lexica.ts';
import type { FoundName, KnownName, KnownNames, Spelling } from './known-names.ts';
import type { NameCues } from './name-cues.ts';
import { isKnown, type NamePart, type Part } from './parts.ts';
import type { RequestLexicon } from './request-lexicon.ts';
import { isParted, isShown, keyOf, Phrases, phraseKey, type RequestWord, type Stretch } from './request-words.ts';

/** What speaks for words being a name, in points; found by the development requests. */
const TAG = 2;
const SHOWN = 3;
const ORDINARY = -1.5;
/** “A”, “I”, “the”: names of somebody, too. */
const FUNCTION = -3;
const NOT_WHOLE = -6;
/** “The Who” is not “who”, and “the wanted” rarely The Wanted. */
const BARE_WORD = -2;
const ORDINARY_BARE = -9;
/** “Train music” is no music by Train. */
const DESCRIBING = -2;
/** “Helena Michaelsen” is neither Helena nor Selena. */
const CUT_OFF = -2;
const EACH_FURTHER_WORD = 2;
const EACH_ORDINARY_WORD = 2;
const SPELT: Readonly<Record<Spelling, number>> = { exact: 0, bare: -0.5, joined: -0.5, shortened: -1, slip: -1.5 };
/** A single word that is another word with a slip. */
const SLIPPED_WORD = -1;
const OWNED = -1;
const NAMED = 4;
const ASKED = 2;
const ALONE = 3.5;
const COMMAND = -9;
const QUOTED = 5;
const CAPITAL = 2;
const NEIGHBOUR = 2;
const TITLE = -1.5;
/** A label first, a name only where a name is called for. */
const TAG_TOO = -2.5;

/** What is not further behind may be meant as well. */
const AS_GOOD = 1;
const MOST_FUZZY_WORDS = 5;
const MOST_SLIPS = 3;
const SHORTEST_SLIPPED_WORD = 5;

/** Finds the names and tags in a request, and how much speaks for each. */
export class NameFinder {
  readonly #names: KnownNames;
  readonly #cues: NameCues;
  readonly #lexica: Lexica;
  readonly #ordinary: ReadonlySet<string>;
  readonly #function: Phrases<true>;
  readonly #commands: Phrases<true>;
  readonly #countable: Phrases<true>;
  readonly #english: ReadonlySet<string>;

  /**
   * @param plain words of requests that name nobody, as keys
   * @param english every word of English
   */
  constructor(names: KnownNames, cues: NameCues, lexica: Lexica, lexicon: RequestLexicon, plain: Iterable<string>, english: ReadonlySet<string>) {
    this.#names = names;
    this.#cues = cues;
    this.#lexica = lexica;
    this.#ordinary = new Set([...plain, ...lexicon.ordinary.map(phraseKey), ...lexicon.functionWords.map(phraseKey)]);
    this.#function = Phrases.of(lexicon.functionWords);
    this.#commands = Phrases.of(lexicon.commands);
    this.#countable = Phrases.of(lexicon.countable);
    this.#english = english;
  }

  /** Everything that may be a name; `quoted` are the stretches between quotation marks. */
  namesIn(words: readonly RequestWord[], quoted: readonly Stretch[]): readonly NamePart[] {
    const lower = words.every(({ capital, key }, i) => i === 0 || !capital || key === 'i');
    const parts: NamePart[] = [];
    for (let from = 0; from < words.length; from++) {
      const most = Math.max(MOST_FUZZY_WORDS, this.#names.longestFrom(words[from].key), this.#names.longestFrom(words[from].owner ?? ''));
      for (let to = Math.min(words.length, from + most); to > from; to--) {
        const stretch = { from, to };
        const found = this.#lookUp(words, stretch);
        const isTag = found.some(({ known }) => known.kind === 'tag');
        const isQuoted = quoted.some((one) => one.from === from && one.to === to);
        for (const one of found) {
          const score = one.known.kind === 'tag' ? this.#tagScore(stretch, one) : this.#nameScore(words, stretch, one, { isTag, isQuoted, lower });
          parts.push({ ...stretch, kind: 'name', found: one, score });
        }
      }
    }
    return parts;
  }

  /** The id of what somebody calls so; null when there is none. */
  idOf(kind: KnownName['kind'], name: string): string | null {
    const key = phraseKey(name);
    const found = [...this.#names.exact(key), ...this.#names.bare(key), ...this.#names.joined(key), ...this.#names.slips(key)];
    return found.find(({ known }) => known.kind === kind)?.known.id ?? null;
  }

  /** The same parts again, with what speaks for them beside the names that were chosen among them. */
  besideNames(words: readonly RequestWord[], parts: readonly NamePart[], chosen: readonly Part[]): readonly NamePart[] {
    const names = chosen.filter((part) => isKnown(part, 'artist', 'title'));
    const taken = new Set(chosen.flatMap(({ from, to }) => Array.from({ length: to - from }, (_, i) => from + i)));
    return parts.map((part) => {
      if (part.found.known.kind === 'tag') return part;
      const beside = names.some((other) => this.#areBeside(words, other, part) || this.#areBeside(words, part, other));
      return { ...part, score: part.score + (beside ? NEIGHBOUR : 0) + (this.#isCutOff(words, part, taken) ? CUT_OFF : 0) };
    });
  }

  /** What the same words may mean about as well. */
  alternatives(chosen: Part, parts: readonly NamePart[]): readonly NamePart[] {
    if (chosen.kind !== 'name') return [];
    const { kind, name } = chosen.found.known;
    const isOther = ({ known }: FoundName) => known.kind !== kind || phraseKey(known.name) !== phraseKey(name);
    return parts.filter(({ from, to, found, score }) => from === chosen.from && to === chosen.to && isOther(found) && score > 0 && score >= chosen.score - AS_GOOD);
  }

  /** Whether these are words that anybody may use without naming somebody. */
  isOrdinary(words: readonly RequestWord[], { from, to }: Stretch): boolean {
    for (let i = from; i < to; i++) if (!this.#isOrdinaryWord(words[i].key)) return false;
    return true;
  }

  #isOrdinaryWord(key: string): boolean {
    const { places, firstNames, surnames, peoples, calendar } = this.#lexica;
    return this.#ordinary.has(key) || isWord(key, this.#lexica) || [places, firstNames, surnames, peoples, calendar].some((names) => names.has(key));
  }

  /** “Radiohead and Blur”, “Radiohead, Blur”, “Radiohead’s Creep”, “Windowlicker Aphex Twin”. */
  #areBeside(words: readonly RequestWord[], first: NamePart, second: NamePart): boolean {
    if (second.from === first.to) return isParted(words[second.from]) || first.found.known.kind !== second.found.known.kind;
    return second.from === first.to + 1 && this.#cues.joins(words[first.to]);
  }

  /** A single word beside one that nobody knows is rather a part of an unknown name. */
  #isCutOff(words: readonly RequestWord[], { from, to }: NamePart, taken: ReadonlySet<number>): boolean {
    if (to - from > 1) return false;
    const strange = (i: number) => i >= 0 && i < words.length && !taken.has(i) && !this.#isOrdinaryWord(words[i].key);
    return (strange(from - 1) && !isParted(words[from])) || (strange(to) && !isParted(words[to]));
  }

  #lookUp(words: readonly RequestWord[], stretch: Stretch): readonly FoundName[] {
    const { from, to } = stretch;
    const key = keyOf(words, stretch);
    const last = words[to - 1];
    const begun = this.#names.longestFrom(words[from].key) >= to - from;
    const written = !begun ? [] : [...this.#names.exact(key), ...this.#names.bare(key)].filter(({ known }) => !this.#spansSigns(words, stretch) || /[,;!?]/.test(known.name));
    if (written.length > 0) return written;
    if (this.#spansSigns(words, stretch)) return [];
    const owner = last.owner === null ? null : key.slice(0, key.length - last.key.length) + last.owner;
    const owners = owner === null ? [] : [...this.#names.exact(owner), ...this.#names.joined(owner)].filter(({ known }) => known.kind !== 'tag');
    if (owners.length > 0) return owners;
    if (to - from > MOST_FUZZY_WORDS) return [];
    const joined = this.#names.joined(key);
    if (joined.length > 0) return joined;
    if (this.isOrdinary(words, stretch) || (to - from === 1 && key.length < SHORTEST_SLIPPED_WORD)) return [];
    const slips = this.#names.slips(key).filter(({ known }) => phraseKey(known.name)[0] === key[0] && !(known.kind === 'tag' && this.#isEnglish(words, stretch)));
    return [...(begun ? this.#names.shortened(key) : []), ...slips.slice(0, MOST_SLIPS)];
  }

  /** What is written right is no slip: “dreary” is not “dreamy”. */
  #isEnglish(words: readonly RequestWord[], { from, to }: Stretch): boolean {
    return words.slice(from, to).every(({ key }) => this.#english.has(key) || this.#isOrdinaryWord(key));
  }

  /** Signs stand within few names: “Earth, Wind & Fire”. */
  #spansSigns(words: readonly RequestWord[], { from, to }: Stretch): boolean {
    for (let i = from + 1; i < to; i++) if (/[,;!?"“”|\n]/.test(words[i].gap)) return true;
    return false;
  }

  #tagScore({ from, to }: Stretch, { spelling }: FoundName): number {
    return TAG + EACH_FURTHER_WORD * (to - from - 1) + SPELT[spelling];
  }

  #nameScore(words: readonly RequestWord[], stretch: Stretch, found: FoundName, at: { readonly isTag: boolean; readonly isQuoted: boolean; readonly lower: boolean }): number {
    const { from } = stretch;
    let score = this.#wordsScore(words, stretch, found);
    if (at.isQuoted) return score + QUOTED;
    if (this.#commands.has(keyOf(words, stretch))) score += COMMAND;
    if (!at.lower) score += CAPITAL * words.slice(from, stretch.to).filter((_, i) => isShown(words, from + i)).length;
    const cue = this.#cueScore(words, stretch, found.known.kind);
    return score + cue + (at.isTag && cue < ALONE ? TAG_TOO : 0);
  }

  /** What the words themselves say. */
  #wordsScore(words: readonly RequestWord[], stretch: Stretch, { known, spelling }: FoundName): number {
    const { from, to } = stretch;
    const further = to - from - 1;
    const key = keyOf(words, stretch);
    const owned = spelling !== 'slip' && words[to - 1].owner !== null && !phraseKey(known.name).endsWith('s');
    const spelt = SPELT[spelling] + (owned ? OWNED : 0);
    if (!this.isOrdinary(words, stretch)) {
      const word = further > 0 ? 0 : spelling === 'slip' ? SLIPPED_WORD : spelling === 'bare' ? BARE_WORD : 0;
      return SHOWN + EACH_FURTHER_WORD * further + spelt + word;
    }
    const describing = this.#countable.has(words[to]?.key ?? '') ? DESCRIBING : 0;
    if (spelling === 'bare') return ORDINARY_BARE;
    const plain = this.#function.has(key) || key.split(' ').every((word) => this.#function.has(word)) ? FUNCTION + (this.#cues.endsBefore(words, to) ? 0 : NOT_WHOLE) : ORDINARY;
    return plain + EACH_ORDINARY_WORD * further + spelt + describing;
  }

  #cueScore(words: readonly RequestWord[], { from, to }: Stretch, kind: KnownName['kind']): number {
    if (from === 0 && to === words.length) return ALONE + (kind === 'title' ? TITLE : 0);
    const cue = this.#cues.before(words, from);
    const whole = to === words.length ? 1 : 0;
    if (kind === 'title') {
      if (cue === 'title' || this.#cues.isTitleBefore(words, to)) return NAMED;
      // Several labels may well be a title: “play Fast Car”.
      if (to - from > 1 && this.#cues.isOrdered(words, { from, to })) return NAMED;
      return TITLE + (cue === 'by' ? TITLE : cue === 'resembling' || cue === 'asking' ? ASKED : 0);
    }
    if (cue === 'by' || cue === 'artist' || cue === 'resembling' || this.#cues.isArtistBefore(words, to)) return NAMED;
    return cue === 'asking' ? ASKED + whole : 0;
  }
}
