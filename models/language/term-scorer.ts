import type { Scorer } from '../scorer.ts';
import { tagProduct, tagProfile } from './profile.ts';
import type { TermVectors } from './term-vectors.ts';

/** The cosine of every document (column) with what the history's documents say of the listener (Rocchio 1971). */
export function termScorer(name: string, vectors: TermVectors): Scorer {
  return {
    name,
    score(history, out) {
      const profile = tagProfile(
        vectors,
        history.map(({ column, positive, negative }) => ({ track: column, positive, negative })),
      );
      for (let column = 0; column < out.length; column++) out[column] = tagProduct(vectors, column, profile);
    },
  };
}
