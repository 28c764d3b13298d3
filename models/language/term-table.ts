const FIRST_SLOTS = 1 << 12;
const MOST_FULL = 0.75;
/** A slot holds both halves of a hash and the number, beside each other in the cache. */
const SLOT = 3;

/**
 * Numbers terms in the order they come, from 0, by 64-bit hashes instead of strings (open addressing): of ten million
 * terms two share a number with a probability of 1 in 300,000, and then count as one.
 */
export class TermTable {
  #slots = new Int32Array(SLOT * FIRST_SLOTS);
  #size = 0;
  #low = 0;
  #high = 0;

  /** A table of terms by their numbers, as {@link hashesOf} gave them. */
  static from(hashes: Int32Array): TermTable {
    const table = new TermTable();
    for (let number = 0; 2 * number < hashes.length; number++) {
      table.#low = hashes[2 * number];
      table.#high = hashes[2 * number + 1];
      table.#number();
    }
    return table;
  }

  get size(): number {
    return this.#size;
  }

  /**
   * The hashes of terms that get other numbers, two halves each.
   *
   * @param renumbered the new number of each term, or -1 for those that are left out
   */
  hashesOf(renumbered: Int32Array, count: number): Int32Array {
    const hashes = new Int32Array(2 * count);
    for (let at = 0; at < this.#slots.length; at += SLOT) {
      const number = this.#slots[at + 2] > 0 ? renumbered[this.#slots[at + 2] - 1] : -1;
      if (number < 0) continue;
      hashes[2 * number] = this.#slots[at];
      hashes[2 * number + 1] = this.#slots[at + 1];
    }
    return hashes;
  }

  /** The term's number; a new term gets the next. */
  numberOf(term: string): number {
    this.#hash(term);
    return this.#number();
  }

  /** The term's number, or -1. */
  find(term: string): number {
    this.#hash(term);
    return this.#slots[this.#place() + 2] - 1;
  }

  /** FNV-1a (Fowler, Noll, Vo 1991) and a second round like it, each mixed with the other at the end (Appleby 2008). */
  #hash(term: string): void {
    let low = 0x811c9dc5;
    let high = 0x9e3779b9;
    for (let i = 0; i < term.length; i++) {
      const code = term.charCodeAt(i);
      low = Math.imul(low ^ code, 0x01000193);
      high = Math.imul(high ^ code, 0x85ebca6b);
    }
    this.#low = Math.imul(low ^ (low >>> 16), 0xc2b2ae35) ^ (high >>> 13);
    this.#high = Math.imul(high ^ (high >>> 15), 0x27d4eb2f) ^ (low >>> 16);
  }

  #number(): number {
    const place = this.#place();
    const known = this.#slots[place + 2];
    if (known > 0) return known - 1;
    this.#slots[place] = this.#low;
    this.#slots[place + 1] = this.#high;
    this.#slots[place + 2] = ++this.#size;
    if (this.#size * SLOT > MOST_FULL * this.#slots.length) this.#spread();
    return this.#size - 1;
  }

  /** Where the hash stands, or would. */
  #place(): number {
    const slots = this.#slots;
    const mask = slots.length / SLOT - 1;
    let slot = this.#low & mask;
    while (slots[SLOT * slot + 2] > 0 && (slots[SLOT * slot] !== this.#low || slots[SLOT * slot + 1] !== this.#high)) slot = (slot + 1) & mask;
    return SLOT * slot;
  }

  #spread(): void {
    const before = this.#slots;
    this.#slots = new Int32Array(2 * before.length);
    for (let at = 0; at < before.length; at += SLOT) {
      if (before[at + 2] === 0) continue;
      this.#low = before[at];
      this.#high = before[at + 1];
      const place = this.#place();
      this.#slots[place] = this.#low;
      this.#slots[place + 1] = this.#high;
      this.#slots[place + 2] = before[at + 2];
    }
  }
}
