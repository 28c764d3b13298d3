import type { FoundName, KnownName, KnownNames, Spelling } from './known-names.ts';
import { isKnown, type NamePart, type Part } from './parts.ts';
import type { RequestLexicon } from './request-lexicon.ts';
import { isParted, keyOf, Phrases, phraseKey, type RequestWord, type Stretch } from './request-words.ts';

/** What speaks for words being a name, in points. */
const TAG = 2;
const SHOWN = 3;
const ORDINARY = -1.5;
const ORDINARY_WORDS = 0.5;
/** “Who”, “the” and “band” alone are not The Who, The The and The Band. */
const ORDINARY_BARE = -9;
/** “Train music” is no music by Train. */
const DESCRIBING = -2;
const EACH_FURTHER_WORD = 2;
const SPELT: Readonly<Record<Spelling, number>> = { exact: 0, bare: -0.5, joined: -0.5, shortened: -1, slip: -1.5 };
const OWNED = -0.5;
const NAMED = 4;
const ASKED = 2;
const ALONE = 3.5;
const COMMAND = -9;
const QUOTED = 5;
const CAPITAL = 2;
const NEIGHBOUR = 2;
/** Of two kinds for the same words. */
const OTHER_KIND = -1.5;

/** What is not further behind may be meant as well. */
const AS_GOOD = 1;

const MOST_FUZZY_WORDS = 5;

/** Finds the names and tags in a request, and how much speaks for each. */
export class NameFinder {
  readonly #names: KnownNames;
  readonly #ordinary: Phrases<true>;
  readonly #commands: Phrases<true>;
  readonly #by: Phrases<true>;
  readonly #resembling: Phrases<true>;
  readonly #resemblingAfter: Phrases<true>;
  readonly #beforeArtist: Phrases<true>;
  readonly #afterArtist: Phrases<true>;
  readonly #beforeTitle: Phrases<true>;
  readonly #asking: Phrases<true>;
  readonly #negators: Phrases<true>;
  readonly #countable: Phrases<true>;
  readonly #joiners: Phrases<true>;

  /** @param plain more words that say little about whether somebody is named */
  constructor(names: KnownNames, lexicon: RequestLexicon, plain: Iterable<string> = []) {
    this.#names = names;
    this.#ordinary = Phrases.of([...lexicon.ordinary, ...plain]);
    this.#commands = Phrases.of(lexicon.commands);
    this.#by = Phrases.of(lexicon.by);
    this.#resembling = Phrases.of(lexicon.resembling);
    this.#resemblingAfter = Phrases.of(lexicon.resemblingAfter);
    this.#beforeArtist = Phrases.of(lexicon.beforeArtist);
    this.#afterArtist = Phrases.of(lexicon.afterArtist);
    this.#beforeTitle = Phrases.of(lexicon.beforeTitle);
    this.#asking = Phrases.of(lexicon.asking);
    this.#negators = Phrases.of(lexicon.negators);
    this.#countable = Phrases.of(lexicon.countable);
    this.#joiners = Phrases.of(lexicon.joiners);
  }

  /** Everything that may be a name; `quoted` are the stretches between quotation marks. */
  namesIn(words: readonly RequestWord[], quoted: readonly Stretch[]): readonly NamePart[] {
    const lower = words.every(({ capital }, i) => i === 0 || !capital);
    const parts: NamePart[] = [];
    for (let from = 0; from < words.length; from++) {
      const most = Math.max(MOST_FUZZY_WORDS, this.#names.longestFrom(words[from].key), this.#names.longestFrom(words[from].owner ?? ''));
      for (let to = Math.min(words.length, from + most); to > from; to--) {
        const stretch = { from, to };
        for (const { found, owned } of this.#lookUp(words, stretch)) {
          parts.push({ ...stretch, kind: 'name', found, score: this.#score(words, stretch, found, owned, quoted, lower) });
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

  /** The same parts again, with what speaks for them when `chosen` are names beside them. */
  besideNames(words: readonly RequestWord[], parts: readonly NamePart[], chosen: readonly Part[]): readonly NamePart[] {
    const names = chosen.filter((part) => isKnown(part, 'artist', 'title'));
    return parts.map((part) => {
      if (part.found.known.kind === 'tag') return part;
      const beside = names.some((other) => this.#areBeside(words, other, part) || this.#areBeside(words, part, other));
      return beside ? { ...part, score: part.score + NEIGHBOUR } : part;
    });
  }

  /** “Radiohead and Blur”, “Radiohead, Blur”, “Radiohead’s Creep”, “Windowlicker Aphex Twin”. */
  #areBeside(words: readonly RequestWord[], first: NamePart, second: NamePart): boolean {
    if (second.from === first.to) return isParted(words[second.from]) || first.found.known.kind !== second.found.known.kind;
    return second.from === first.to + 1 && this.#joiners.has(words[first.to].key);
  }

  /** What the same words may mean about as well. */
  alternatives(chosen: Part, parts: readonly NamePart[]): readonly NamePart[] {
    if (chosen.kind !== 'name') return [];
    return parts.filter((part) => {
      const same = part.from === chosen.from && part.to === chosen.to && part.found.known !== chosen.found.known;
      return same && part.score > 0 && part.score >= chosen.score - AS_GOOD && part.found.known.id !== chosen.found.known.id;
    });
  }

  #lookUp(words: readonly RequestWord[], stretch: Stretch): readonly { readonly found: FoundName; readonly owned: boolean }[] {
    for (let i = stretch.from + 1; i < stretch.to; i++) if (/[,;!?"“”]/.test(words[i].gap) && !this.#spansSigns(words, stretch)) return [];
    const key = keyOf(words, stretch);
    const last = words[stretch.to - 1];
    const exact = [...this.#names.exact(key), ...this.#names.bare(key)];
    if (exact.length > 0) return exact.map((found) => ({ found, owned: false }));
    const owner = last.owner === null ? null : key.slice(0, key.length - last.key.length) + last.owner;
    if (owner !== null) {
      const owners = [...this.#names.exact(owner), ...this.#names.joined(owner)].filter(({ known }) => known.kind !== 'tag');
      if (owners.length > 0) return owners.map((found) => ({ found, owned: true }));
    }
    const length = stretch.to - stretch.from;
    if (length > MOST_FUZZY_WORDS) return [];
    const joined = this.#names.joined(key);
    if (joined.length > 0) return joined.map((found) => ({ found, owned: false }));
    if (this.#isOrdinary(words, stretch)) return [];
    return [...this.#names.shortened(key), ...this.#names.slips(key).slice(0, 3)].map((found) => ({ found, owned: false }));
  }

  /** Commas stand within few names: “Earth, Wind & Fire”. */
  #spansSigns(words: readonly RequestWord[], stretch: Stretch): boolean {
    return this.#names.exact(keyOf(words, stretch)).some(({ known }) => /[,;!?]/.test(known.name));
  }

  #isOrdinary(words: readonly RequestWord[], { from, to }: Stretch): boolean {
    for (let i = from; i < to; i++) if (!this.#ordinary.has(words[i].key)) return false;
    return true;
  }

  #score(words: readonly RequestWord[], stretch: Stretch, { known, spelling }: FoundName, owned: boolean, quoted: readonly Stretch[], lower: boolean): number {
    const { from, to } = stretch;
    const further = EACH_FURTHER_WORD * (to - from - 1);
    if (known.kind === 'tag') return TAG + further + SPELT[spelling];
    const ordinary = this.#isOrdinary(words, stretch);
    let score = SPELT[spelling] + (owned ? OWNED : 0);
    if (!ordinary) score += SHOWN + further;
    else score += (spelling === 'bare' ? ORDINARY_BARE : ORDINARY) + ORDINARY_WORDS * further + (this.#countable.has(words[to]?.key ?? '') ? DESCRIBING : 0);
    if (quoted.some((one) => one.from === from && one.to === to)) return score + QUOTED;
    if (this.#commands.has(keyOf(words, stretch))) score += COMMAND;
    if (!lower && from > 0 && words[from].capital) score += CAPITAL;
    return score + this.#cue(words, stretch, known.kind);
  }

  #cue(words: readonly RequestWord[], { from, to }: Stretch, kind: 'artist' | 'title'): number {
    if (from === 0 && to === words.length) return ALONE + (kind === 'title' ? OTHER_KIND : 0);
    const bare = isParted(words[from]) ? null : this.#cueBefore(words, from);
    const after = this.#isCueAfter(words, to);
    if (kind === 'title') {
      if (bare === 'title' || this.#by.at(words, to)) return NAMED;
      return (bare === 'by' ? OTHER_KIND : bare === 'resembling' || bare === 'asking' ? ASKED : 0) + OTHER_KIND;
    }
    if (bare === 'by' || bare === 'artist' || bare === 'resembling' || after) return NAMED;
    return bare === 'asking' ? ASKED : 0;
  }

  #cueBefore(words: readonly RequestWord[], at: number): 'by' | 'artist' | 'resembling' | 'title' | 'asking' | null {
    if (at > 1 && words[at - 1].key === 'the' && this.#cueBefore(words, at - 1) !== 'asking') return this.#cueBefore(words, at - 1);
    if (this.#by.before(words, at)) return 'by';
    if (this.isResembling(words, at)) return 'resembling';
    if (this.#beforeArtist.before(words, at)) return 'artist';
    if (this.#beforeTitle.before(words, at)) return 'title';
    return this.#asking.before(words, at) || this.#negators.before(words, at) ? 'asking' : null;
  }

  #isCueAfter(words: readonly RequestWord[], at: number): boolean {
    const cue = this.#afterArtist.at(words, at);
    if (cue && /^the /.test(keyOf(words, cue))) return true;
    return (cue !== null && cue.to === words.length) || this.isResembled(words, at);
  }

  /** Whether the words before this one say that music is to be like what follows. */
  isResembling(words: readonly RequestWord[], at: number): boolean {
    const cue = this.#resembling.before(words, at);
    if (!cue || /^\s*[-–—]/.test(words[cue.from].gap)) return false;
    return words[cue.from].key !== 'like' || !VERB.has(words[cue.from - 1]?.key ?? '');
  }

  /** Whether the words from this one on say that music is to be like what they follow: “-ish”, “and similar”. */
  isResembled(words: readonly RequestWord[], at: number): boolean {
    const cue = this.#resemblingAfter.at(words, at);
    return cue !== null && (cue.to - cue.from > 1 || /^-?$/.test(words[cue.from].gap));
  }

  joins(word: RequestWord): boolean {
    return this.#joiners.has(word.key);
  }

  isOrdinary(words: readonly RequestWord[], stretch: Stretch): boolean {
    return this.#isOrdinary(words, stretch);
  }
}

/** Before “like” they make it a verb. */
const VERB = new Set(['i', 'id', 'would', 'we', 'wed', 'you', 'they', 'dont', 'really', 'to', 'also']);
