import type { TermCounts } from '../../../models/language/term-vectors.ts';
import type { CountMatrix } from './count-matrix.ts';

/** Everything that is known when items are recommended; items are numbered from 0, the same in all parts. */
export interface Dataset {
  readonly items: number;
  /** Listeners × items: what is learnt from. */
  readonly listens: CountMatrix;
  /** Listeners × items: those to recommend for, unseen in training; null: recommend for those of the listens. */
  readonly histories: CountMatrix | null;
  /** Items × tags. */
  readonly tags: CountMatrix | null;
  /** Items × words. */
  readonly texts: TermCounts | null;
  readonly vectors: ItemVectors | null;
}

export interface ItemVectors {
  readonly dimensions: number;
  /** items × dimensions, row-major; 0 where an item has none */
  readonly values: Float32Array;
}

/** Those to recommend for. */
export function askedFor({ histories, listens }: Dataset): CountMatrix {
  return histories ?? listens;
}
