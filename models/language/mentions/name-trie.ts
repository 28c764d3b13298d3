import type { Token } from './tokens.ts';

/** A name found at a token: it ends before token `to`, in the text at `end` (without the ’s of a possessive). */
export interface NameMatch<V> {
  readonly value: V;
  readonly to: number;
  readonly end: number;
}

/** Larger than any number of different words. */
const WORDS = 2 ** 26;

/** Names by their words, found in running text in one step a word (a trie; Fredkin 1960). */
export class NameTrie<V> {
  readonly #words = new Map<string, number>();
  /** node · WORDS + word → node; node 0 is the root. */
  readonly #next = new Map<number, number>();
  readonly #values: (V | undefined)[] = [undefined];

  /** @returns false when there is a name of the same words already, which stays; also for a name without words */
  add(words: readonly string[], value: V): boolean {
    if (words.length === 0) return false;
    let node = 0;
    for (const word of words) node = this.#grow(node, word);
    if (this.#values[node] !== undefined) return false;
    this.#values[node] = value;
    return true;
  }

  /** The value of the name of exactly these words. */
  get(words: readonly string[]): V | null {
    let node: number | undefined = 0;
    for (const word of words) node = node === undefined ? undefined : this.#step(node, word);
    return (node === undefined ? undefined : this.#values[node]) ?? null;
  }

  /**
   * The names that begin at a token, the shortest first. A name may end in a possessive: “Rolling Stone’s” is first
   * the name of several, then that of one.
   *
   * @param joined tells whether a name may go on from token `i − 1` to token `i`; everywhere when left out
   */
  matchesAt(tokens: readonly Token[], from: number, joined: (i: number) => boolean = () => true): readonly NameMatch<V>[] {
    const found: NameMatch<V>[] = [];
    let node = 0;
    for (let i = from; i < tokens.length && (i === from || joined(i)); i++) {
      const { key, owner, end } = tokens[i];
      const owned = owner === null ? undefined : this.#valueAfter(node, owner.key);
      const next = this.#step(node, key);
      const value = next === undefined ? undefined : this.#values[next];
      if (value !== undefined) found.push({ value, to: i + 1, end });
      if (owner !== null && owned !== undefined) found.push({ value: owned, to: i + 1, end: owner.end });
      if (next === undefined) break;
      node = next;
    }
    return found;
  }

  #valueAfter(node: number, word: string): V | undefined {
    const next = this.#step(node, word);
    return next === undefined ? undefined : this.#values[next];
  }

  #step(node: number, word: string): number | undefined {
    const number = this.#words.get(word);
    return number === undefined ? undefined : this.#next.get(node * WORDS + number);
  }

  #grow(node: number, word: string): number {
    let number = this.#words.get(word);
    if (number === undefined) this.#words.set(word, (number = this.#words.size));
    const step = node * WORDS + number;
    let next = this.#next.get(step);
    if (next === undefined) {
      next = this.#values.push(undefined) - 1;
      this.#next.set(step, next);
    }
    return next;
  }
}
