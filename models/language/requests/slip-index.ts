/** Below that a slip makes another word of too many. */
const SHORTEST = 5;
const LONG = 9;
/** A hash and the number of a key together are a whole number that a double holds exactly. */
const MOST_KEYS = 2 ** 21;
const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;
/** Bits that tell at once what is in no key, for each deletion. */
const SIEVE = 8;

/**
 * Finds keys that differ by a slip of the finger, by what is left of both spellings when one letter is taken out of
 * each (symmetric deletion, Garbe 2012): that covers a letter too many, too few, another, or two in the wrong order.
 */
export class SlipIndex {
  readonly #keys: readonly string[];
  /** hash × MOST_KEYS + number of the key, ascending. */
  readonly #deletions: Float64Array;
  readonly #sieve: Uint8Array;

  /** @throws RangeError for more than two million keys */
  constructor(keys: Iterable<string>) {
    this.#keys = Array.from(keys).filter((key) => key.length >= SHORTEST);
    if (this.#keys.length > MOST_KEYS) throw new RangeError(`too many names: ${this.#keys.length}`);
    const deletions = new Float64Array(this.#keys.reduce((sum, key) => sum + key.length + 1, 0));
    const bits = 2 ** Math.ceil(Math.log2((deletions.length + 1) * SIEVE));
    this.#sieve = new Uint8Array(bits / 8);
    let at = 0;
    this.#keys.forEach((key, number) => {
      for (const hash of deletionHashes(key)) {
        deletions[at++] = hash * MOST_KEYS + number;
        this.#sieve[(hash % bits) >>> 3] |= 1 << (hash & 7);
      }
    });
    this.#deletions = deletions.sort();
  }

  /** The keys that are a slip away, the nearest first; two slips away where they are long. */
  near(key: string): readonly string[] {
    if (key.length < SHORTEST) return [];
    const near = new Map<number, number>();
    for (const hash of deletionHashes(key)) {
      if ((this.#sieve[(hash % (this.#sieve.length * 8)) >>> 3] & (1 << (hash & 7))) === 0) continue;
      for (let at = this.#firstOf(hash); at < this.#deletions.length; at++) {
        const number = this.#deletions[at] - hash * MOST_KEYS;
        if (number >= MOST_KEYS) break;
        if (near.has(number)) continue;
        const distance = editDistance(key, this.#keys[number]);
        if (distance > 0 && distance <= (key.length >= LONG ? 2 : 1)) near.set(number, distance);
      }
    }
    return Array.from(near)
      .sort((a, b) => a[1] - b[1] || a[0] - b[0])
      .map(([number]) => this.#keys[number]);
  }

  #firstOf(hash: number): number {
    const sought = hash * MOST_KEYS;
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

/** FNV-1a (Fowler, Noll, Vo 1991) of the key, and of the key without each of its letters. */
function deletionHashes(key: string): Float64Array {
  const hashes = new Float64Array(key.length + 1);
  let before = FNV_OFFSET;
  for (let left = 0; left < key.length; left++) {
    hashes[left] = hashOn(before, key, left + 1);
    before = Math.imul(before ^ key.charCodeAt(left), FNV_PRIME);
  }
  hashes[key.length] = before >>> 0;
  return hashes;
}

function hashOn(hash: number, key: string, from: number): number {
  for (let i = from; i < key.length; i++) hash = Math.imul(hash ^ key.charCodeAt(i), FNV_PRIME);
  return hash >>> 0;
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
