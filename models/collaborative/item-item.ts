import type { Interaction, Scorer } from '../scorer.ts';

/**
 * How much having heard one column speaks for every other: a sparse columns × columns matrix, compressed by rows.
 * Row i holds the columns that i speaks for (or, below 0, against), in increasing order.
 */
export interface ItemItem {
  readonly columns: number;
  readonly pointers: Int32Array;
  readonly indices: Int32Array;
  readonly values: Float32Array;
}

/** Takes rows one after another and keeps of each the `most` largest entries by amount. */
export class ItemItemBuilder {
  readonly #most: number;
  readonly #pointers: Int32Array;
  readonly #indices: Int32Array;
  readonly #values: Float32Array;
  #rows = 0;
  /** A heap of the largest so far, the smallest of them at its root. */
  readonly #kept: Int32Array;
  readonly #amounts: Float64Array;

  constructor(columns: number, most: number) {
    this.#most = Math.min(columns, most);
    this.#pointers = new Int32Array(columns + 1);
    this.#indices = new Int32Array(columns * this.#most);
    this.#values = new Float32Array(columns * this.#most);
    this.#kept = new Int32Array(this.#most);
    this.#amounts = new Float64Array(this.#most);
  }

  /**
   * The next row, of as many as there are columns.
   * @param columns where `row` may differ from 0; the row itself is left as it was
   */
  add(columns: Int32Array, row: Float32Array | Float64Array): void {
    const kept = this.#kept;
    const amounts = this.#amounts;
    let size = 0;
    for (const column of columns) {
      const amount = Math.abs(row[column]);
      if (amount === 0) continue;
      if (size < this.#most) {
        let at = size++;
        for (let up = (at - 1) >> 1; at > 0 && amounts[up] > amount; at = up, up = (at - 1) >> 1) {
          kept[at] = kept[up];
          amounts[at] = amounts[up];
        }
        kept[at] = column;
        amounts[at] = amount;
      } else if (amount > amounts[0]) {
        let at = 0;
        for (let down = 1; down < size; down = 2 * at + 1) {
          if (down + 1 < size && amounts[down + 1] < amounts[down]) down++;
          if (amounts[down] >= amount) break;
          kept[at] = kept[down];
          amounts[at] = amounts[down];
          at = down;
        }
        kept[at] = column;
        amounts[at] = amount;
      }
    }
    let at = this.#pointers[this.#rows++];
    for (const column of kept.subarray(0, size).sort()) {
      this.#indices[at] = column;
      this.#values[at++] = row[column];
    }
    this.#pointers[this.#rows] = at;
  }

  build(): ItemItem {
    const entries = this.#pointers[this.#rows];
    return {
      columns: this.#rows,
      pointers: this.#pointers,
      indices: this.#indices.slice(0, entries),
      values: this.#values.slice(0, entries),
    };
  }
}

/**
 * Scores by Σ over the history of what speaks for an entry · its row. What was turned down says nothing here: the rows are
 * learnt from what people hear, so that somebody skips one track says little about what is heard together with it. (Taken
 * off, skips cost simulated listeners 1 to 5 % of their likes; the factors, which are solved with them, are what learns of them.)
 */
export class ItemItemScorer implements Scorer {
  readonly name: string;
  readonly #items: ItemItem;

  constructor(name: string, items: ItemItem) {
    this.name = name;
    this.#items = items;
  }

  score(history: readonly Interaction[], out: Float32Array): void {
    const { pointers, indices, values } = this.#items;
    out.fill(0);
    for (const entry of history) {
      const weight = inFavour(entry);
      if (weight === 0) continue;
      for (let k = pointers[entry.column]; k < pointers[entry.column + 1]; k++) out[indices[k]] += weight * values[k];
    }
  }

  /** How much each entry of the history speaks for the column: what {@link score} sums. */
  contributions(history: readonly Interaction[], column: number): Float64Array {
    const { pointers, indices, values } = this.#items;
    return Float64Array.from(history, (entry) => {
      const at = indices.subarray(pointers[entry.column], pointers[entry.column + 1]).indexOf(column);
      return at < 0 ? 0 : inFavour(entry) * values[pointers[entry.column] + at];
    });
  }
}

function inFavour({ positive, negative }: Interaction): number {
  return Math.max(0, positive - negative);
}
