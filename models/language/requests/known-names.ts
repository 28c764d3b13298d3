import { type NameForm, nameForms } from '../mentions/name-forms.ts';
import { tokensOf } from '../mentions/tokens.ts';
import { nameKey } from '../names.ts';
import { raise } from './request-words.ts';
import { SlipIndex } from './slip-index.ts';

export interface KnownName {
  /** `tag` for words of the vocabulary. */
  readonly kind: 'artist' | 'title' | 'tag';
  /** What stands in the frame for it. */
  readonly id: string;
  readonly name: string;
}

/** How a name was written: as it is, without its article, run together or apart, shortened, or with a slip of the finger. */
export type Spelling = 'exact' | 'bare' | 'joined' | 'shortened' | 'slip';

export interface FoundName {
  readonly known: KnownName;
  readonly spelling: Spelling;
}

const NOTHING: readonly FoundName[] = [];
const SHORTEST_JOINED = 3;
/** Letters. */
const JOINED_START = 5;
const SHORTEST_CUT = 3;
/** Of names that begin with the same words, to be told apart by the next. */
const MOST_CUT = 2;

/** All names that a request may hold, however they are spelt. */
export class KnownNames {
  readonly #byKey = new Map<string, KnownName[]>();
  readonly #bare = new Map<string, KnownName[]>();
  readonly #joined = new Map<string, KnownName[]>();
  /** How the keys of those begin: tells most words at once from all of them. */
  readonly #joinedStarts = new Set<string>();
  readonly #cut = new Map<string, KnownName[]>();
  readonly #slips: SlipIndex;
  /** By the first word of names: of how many words the longest is. */
  readonly #longest = new Map<string, number>();

  constructor(names: Iterable<KnownName>) {
    for (const known of names) {
      for (const { words, bare } of formsOf(known)) {
        raise(this.#longest, words[0], words.length);
        if (bare) {
          add(this.#bare, words.join(' '), known);
          continue;
        }
        add(this.#byKey, words.join(' '), known);
        if (words.length > 1) add(this.#cut, cutOf(words), known);
        if (words.length > 1 || known.kind !== 'tag') this.#addJoined(words.join(''), known);
      }
    }
    this.#slips = new SlipIndex(this.#byKey.keys());
  }

  /** Of how many words the longest name is that begins with this one; 0 where none does. */
  longestFrom(word: string): number {
    return this.#longest.get(word) ?? 0;
  }

  /** The names that are written so, of each kind at most one. */
  exact(key: string): readonly FoundName[] {
    return foundAs('exact', this.#byKey.get(key));
  }

  /** “Doors”: names that only lack their article. */
  bare(key: string): readonly FoundName[] {
    return foundAs('bare', this.#bare.get(key));
  }

  /** “acdc”, “radio head”: names that are the same without the spaces. */
  joined(key: string): readonly FoundName[] {
    if (!this.#joinedStarts.has(startOf(key))) return [];
    const joined = key.replaceAll(' ', '');
    return joined.length < SHORTEST_JOINED ? [] : foundAs('joined', this.#joined.get(joined));
  }

  #addJoined(key: string, known: KnownName): void {
    add(this.#joined, key, known);
    this.#joinedStarts.add(startOf(key));
  }

  /** “led zep”: names whose last word is cut off. */
  shortened(key: string): readonly FoundName[] {
    const words = key.split(' ');
    if (words.length < 2 || words[words.length - 1].length < SHORTEST_CUT) return [];
    const names = (this.#cut.get(cutOf(words)) ?? []).filter(({ name }) => nameKey(name).includes(key));
    return names.length > MOST_CUT ? [] : foundAs('shortened', names);
  }

  /** Names that differ by a slip of the finger, the nearest first. */
  slips(key: string): readonly FoundName[] {
    return this.#slips.near(key).flatMap((near) => foundAs('slip', this.#byKey.get(near)));
  }
}

function add(map: Map<string, KnownName[]>, key: string, known: KnownName): void {
  const there = map.get(key);
  if (!there) map.set(key, [known]);
  else if (!there.some(({ kind, id }) => kind === known.kind && id === known.id)) there.push(known);
}

function startOf(key: string): string {
  return key.slice(0, 2 * JOINED_START).replaceAll(' ', '').slice(0, JOINED_START);
}

function foundAs(spelling: Spelling, names: readonly KnownName[] | undefined): readonly FoundName[] {
  return names === undefined ? NOTHING : names.map((known) => ({ known, spelling }));
}

/** Tags have their synonyms, and need no forms. An article that a name has not is found before it. */
function formsOf({ kind, name }: KnownName): readonly Pick<NameForm, 'words' | 'bare'>[] {
  const own = tokensOf(name).map(({ key }) => key);
  return kind === 'tag' ? [{ words: own, bare: false }] : nameForms(name).filter(({ words }) => words[0] !== 'the' || own[0] === 'the');
}

function cutOf(words: readonly string[]): string {
  return `${words.slice(0, -1).join(' ')} ${words[words.length - 1].slice(0, SHORTEST_CUT)}`;
}
