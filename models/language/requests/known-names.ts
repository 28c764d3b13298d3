import { seedOf } from '../../random.ts';
import { type NameForm, nameForms } from '../mentions/name-forms.ts';
import { tokensOf } from '../mentions/tokens.ts';
import { nameKey } from '../names.ts';

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

/** Below that a slip makes another word of too many. */
const SHORTEST_SLIP = 5;
const SHORTEST_JOINED = 3;
const LONG = 9;
const SHORTEST_CUT = 3;
/** Of names that begin with the same words, to be told apart by the next. */
const MOST_CUT = 2;
/** A hash and the number of a name together are a whole number that a double holds exactly. */
const MOST_NAMES = 2 ** 21;

/**
 * All names that a request may hold. Slips are found by what is left of both spellings when one letter is taken out of
 * each (symmetric deletion, Garbe 2012), which covers one letter too many, too few, another or two in the wrong order.
 */
export class KnownNames {
  readonly #byKey = new Map<string, KnownName[]>();
  readonly #bare = new Map<string, KnownName[]>();
  readonly #joined = new Map<string, KnownName[]>();
  readonly #cut = new Map<string, KnownName[]>();
  readonly #keys: string[];
  /** hash × MOST_NAMES + number of the key, ascending. */
  readonly #deletions: Float64Array;
  /** Of words, in any name. */
  readonly longest: number;

  /** @throws RangeError for more than two million names */
  constructor(names: Iterable<KnownName>) {
    let longest = 0;
    for (const known of names) {
      for (const { words, bare } of formsOf(known)) {
        longest = Math.max(longest, words.length);
        if (bare) {
          add(this.#bare, words.join(' '), known);
          continue;
        }
        add(this.#byKey, words.join(' '), known);
        if (words.length > 1) add(this.#cut, cutOf(words), known);
        if (words.length > 1 || known.kind !== 'tag') add(this.#joined, words.join(''), known);
      }
    }
    this.longest = longest;
    this.#keys = Array.from(this.#byKey.keys()).filter((key) => key.length >= SHORTEST_SLIP);
    if (this.#keys.length > MOST_NAMES) throw new RangeError(`too many names: ${this.#keys.length}`);
    this.#deletions = deletionsOf(this.#keys);
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
    const joined = key.replaceAll(' ', '');
    return joined.length < SHORTEST_JOINED ? [] : foundAs('joined', this.#joined.get(joined));
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
    if (key.length < SHORTEST_SLIP) return [];
    const near = new Map<number, number>();
    for (const rest of restsOf(key)) {
      const hash = seedOf(rest);
      for (let at = this.#firstOf(hash); at < this.#deletions.length; at++) {
        const number = this.#deletions[at] - hash * MOST_NAMES;
        if (number >= MOST_NAMES) break;
        if (near.has(number)) continue;
        const distance = editDistance(key, this.#keys[number]);
        if (distance > 0 && distance <= (key.length >= LONG ? 2 : 1)) near.set(number, distance);
      }
    }
    return Array.from(near)
      .sort((a, b) => a[1] - b[1] || a[0] - b[0])
      .flatMap(([number]) => foundAs('slip', this.#byKey.get(this.#keys[number])));
  }

  #firstOf(hash: number): number {
    const sought = hash * MOST_NAMES;
    let low = 0;
    let high = this.#deletions.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#deletions[middle] < sought) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** Tags have their synonyms, and need no forms. */
function formsOf({ kind, name }: KnownName): readonly Pick<NameForm, 'words' | 'bare'>[] {
  return kind === 'tag' ? [{ words: tokensOf(name).map(({ key }) => key), bare: false }] : nameForms(name);
}

function cutOf(words: readonly string[]): string {
  return `${words.slice(0, -1).join(' ')} ${words[words.length - 1].slice(0, SHORTEST_CUT)}`;
}

function add(map: Map<string, KnownName[]>, key: string, known: KnownName): void {
  const there = map.get(key);
  if (!there) map.set(key, [known]);
  else if (!there.some(({ kind, id }) => kind === known.kind && id === known.id)) there.push(known);
}

function foundAs(spelling: Spelling, names: readonly KnownName[] | undefined): readonly FoundName[] {
  return names === undefined ? [] : names.map((known) => ({ known, spelling }));
}

function* restsOf(key: string): Iterable<string> {
  yield key;
  for (let i = 0; i < key.length; i++) {
    if (key[i] !== key[i - 1]) yield key.slice(0, i) + key.slice(i + 1);
  }
}

function deletionsOf(keys: readonly string[]): Float64Array {
  let count = 0;
  for (const key of keys) count += key.length + 1;
  const deletions = new Float64Array(count);
  let at = 0;
  keys.forEach((key, number) => {
    for (const rest of restsOf(key)) deletions[at++] = seedOf(rest) * MOST_NAMES + number;
  });
  return deletions.subarray(0, at).sort();
}

/** Letters added, left out, changed or swapped with their neighbour (optimal string alignment, after Damerau 1964). */
export function editDistance(a: string, b: string): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let least = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) least = Math.min(least, before[j - 2] + 1);
      row.push(least);
    }
    [before, last] = [last, row];
  }
  return last[b.length];
}
