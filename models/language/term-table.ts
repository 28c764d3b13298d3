const FIRST_SLOTS = 1 << 12;
const MOST_FULL = 0.6;

/** 53 bits of a term (two rounds of FNV-1a, differently seeded, and a final mix), so that millions of terms need no strings. */
export function hashOf(term: string): number {
  let low = 0x811c9dc5;
  let high = 0x9e3779b9;
  for (let i = 0; i < term.length; i++) {
    const code = term.charCodeAt(i);
    low = Math.imul(low ^ code, 0x01000193);
    high = Math.imul(high ^ code, 0x85ebca6b);
  }
  low = Math.imul(low ^ (low >>> 16), 0xc2b2ae35) ^ (high >>> 13);
  high = Math.imul(high ^ (high >>> 15), 0x27d4eb2f) ^ (low >>> 16);
  return (high >>> 11) * 2 ** 32 + (low >>> 0);
}

/**
 * Numbers terms in the order they come, from 0, by their hashes alone (open addressing). Of three million terms two
 * share a number with a probability of 1 in 2,000, and then count as one.
 */
export class TermTable {
  #slots = new Int32Array(FIRST_SLOTS).fill(-1);
  #hashes = new Float64Array(FIRST_SLOTS / 2);
  #size = 0;

  /** A table as {@link hashes} gave it. */
  static from(hashes: Float64Array): TermTable {
    const table = new TermTable();
    for (const hash of hashes) table.#numberOf(hash);
    return table;
  }

  get size(): number {
    return this.#size;
  }

  /** The hashes of all terms, by their numbers. */
  get hashes(): Float64Array<ArrayBuffer> {
    return this.#hashes.slice(0, this.#size);
  }

  /** The term's number; a new term gets the next. */
  numberOf(term: string): number {
    return this.#numberOf(hashOf(term));
  }

  /** The term's number, or -1. */
  find(term: string): number {
    return this.#slots[this.#slotOf(hashOf(term))];
  }

  #numberOf(hash: number): number {
    const slot = this.#slotOf(hash);
    if (this.#slots[slot] >= 0) return this.#slots[slot];
    if (this.#size === this.#hashes.length) this.#hashes = grown(this.#hashes);
    this.#hashes[this.#size] = hash;
    this.#slots[slot] = this.#size++;
    if (this.#size > MOST_FULL * this.#slots.length) this.#spread();
    return this.#size - 1;
  }

  /** Where the hash stands, or would. */
  #slotOf(hash: number): number {
    const mask = this.#slots.length - 1;
    let slot = (hash % 0x7fffffff) & mask;
    while (this.#slots[slot] >= 0 && this.#hashes[this.#slots[slot]] !== hash) slot = (slot + 1) & mask;
    return slot;
  }

  #spread(): void {
    this.#slots = new Int32Array(2 * this.#slots.length).fill(-1);
    for (let number = 0; number < this.#size; number++) this.#slots[this.#slotOf(this.#hashes[number])] = number;
  }
}

function grown(numbers: Float64Array<ArrayBuffer>): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(2 * numbers.length);
  larger.set(numbers);
  return larger;
}
