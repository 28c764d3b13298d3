import type { Scorer } from '../scorer.ts';
import { tagWeight } from '../language/profile.ts';
import { addRow, type SparseRows } from '../language/sparse-rows.ts';

/** What columns are by what is said of them, as plain data: several may share a document, as tracks do their artist's. */
export interface DocumentContent {
  readonly name: string;
  /** The weight that it has in a mixture before anything was measured. */
  readonly prior: number;
  /** Whether it keeps a weight only where it is seen to help. */
  readonly mustHelp: boolean;
  /** Documents × terms, each of length 1 or empty. */
  readonly vectors: SparseRows;
  /** By column; −1 for none. */
  readonly documents: Int32Array;
}

/** The product of every column's document with what the history's documents say of the listener (Rocchio 1971). */
export function documentScorer({ name, vectors, documents }: DocumentContent): Scorer {
  return {
    name,
    score(history, out) {
      const heard = history.flatMap(({ column, positive, negative }) => (documents[column] < 0 ? [] : [{ document: documents[column], weight: tagWeight({ positive, negative }) }]));
      const products = documentProducts(vectors, heard);
      for (let column = 0; column < out.length; column++) out[column] = documents[column] < 0 ? 0 : products[documents[column]];
    },
  };
}

/** By document: its cosine with the weighted sum of some documents, −1 to 1; 0 when that is nothing. */
export function documentProducts(vectors: SparseRows, of: readonly { readonly document: number; readonly weight: number }[]): Float32Array {
  const profile = new Float32Array(vectors.columns);
  for (const { document, weight } of of) addRow(vectors, document, weight, profile);
  const length = Math.sqrt(profile.reduce((sum, x) => sum + x * x, 0));
  const products = new Float32Array(vectors.pointers.length - 1);
  if (length === 0) return products;
  for (let document = 0; document < products.length; document++) {
    let sum = 0;
    for (let k = vectors.pointers[document]; k < vectors.pointers[document + 1]; k++) sum += vectors.values[k] * profile[vectors.indices[k]];
    products[document] = sum / length;
  }
  return products;
}

/** Product of two rows whose columns increase. */
export function rowProduct({ pointers, indices, values }: SparseRows, a: number, b: number): number {
  let sum = 0;
  for (let i = pointers[a], j = pointers[b]; i < pointers[a + 1] && j < pointers[b + 1]; ) {
    if (indices[i] === indices[j]) sum += values[i++] * values[j++];
    else if (indices[i] < indices[j]) i++;
    else j++;
  }
  return sum;
}
