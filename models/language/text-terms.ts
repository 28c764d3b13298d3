import type { TermCounts, TermWeighting } from './term-vectors.ts';
import { wordsOf } from './words.ts';

/** Terms of texts: a word said again counts ever less; a word in most texts, or in one alone, tells nothing. */
export const TEXT_WEIGHTING: TermWeighting = { damped: (count) => 1 + Math.log(count), least: 2, mostShare: 0.5 };

/** Counts the words of texts, given one after another for growing documents. */
export class TextTerms {
  readonly #ids = new Map<string, number>();
  readonly #indices: number[] = [];
  readonly #counts: number[] = [];
  readonly #ends = new Map<number, { readonly from: number; readonly to: number }>();

  /** @param document counted from 0, each at most once */
  add(document: number, text: string): void {
    const counts = new Map<number, number>();
    for (const word of wordsOf(text)) {
      const id = this.#ids.get(word) ?? this.#ids.size;
      // A part of a text keeps the whole text in memory: the map gets a word of its own.
      if (id === this.#ids.size) this.#ids.set(structuredClone(word), id);
      counts.set(id, (counts.get(id) ?? 0) + 1);
    }
    const from = this.#indices.length;
    for (const [id, count] of counts) {
      this.#indices.push(id);
      this.#counts.push(count);
    }
    this.#ends.set(document, { from, to: this.#indices.length });
  }

  /** @param documents how many there are, with and without a text */
  build(documents: number): TermCounts {
    const pointers = new Int32Array(documents + 1);
    const indices = new Int32Array(this.#indices.length);
    const counts = new Float32Array(this.#indices.length);
    for (let document = 0, at = 0; document < documents; document++) {
      const { from, to } = this.#ends.get(document) ?? { from: 0, to: 0 };
      for (let k = from; k < to; k++, at++) {
        indices[at] = this.#indices[k];
        counts[at] = this.#counts[k];
      }
      pointers[document + 1] = at;
    }
    return { terms: this.#ids.size, pointers, indices, counts };
  }
}
