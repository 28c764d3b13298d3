import type { Interactions } from './interactions.ts';
import type { ConfidenceExponent } from './relative-confidence.ts';

/** What all ways to learn from the matrix have in common. */
interface Common {
  readonly confidence: ConfidenceExponent;
  /** What an attribute of a view weighs beside a listen; 0 leaves the views out. */
  readonly viewWeight: number;
}

export interface FactorRecipe extends Common {
  readonly family: 'factors';
  readonly dimensions: number;
  /** α₀ */
  readonly unobservedWeight: number;
  /** λ · α₀ · √(rows · columns): the part of the regularisation that everybody has. */
  readonly commonRegularisation: number;
}

export interface EaseRecipe extends Common {
  readonly family: 'ease';
  /** λ */
  readonly ridge: number;
}

export interface Rp3BetaRecipe extends Common {
  readonly family: 'rp3beta';
  readonly walkExponent: number;
  readonly popularityExponent: number;
}

/** Nothing is to be chosen about counting. */
export interface PopularityRecipe extends Common {
  readonly family: 'popularity';
}

/** A way to learn from the matrix, with everything that is to be chosen about it. */
export type Recipe = FactorRecipe | EaseRecipe | Rp3BetaRecipe | PopularityRecipe;
export type Family = Recipe['family'];

/**
 * Where the choice begins, and stays when there is too little data to choose by. The regularisation of the factors
 * is kept in relation to the size of the matrix: a constant λ that is right for a thousand listeners overfits ten,
 * and the other way round.
 */
export function firstRecipe(family: Family, listens: Interactions): Recipe {
  switch (family) {
    case 'factors':
      return {
        family,
        dimensions: dimensionsFor(listens.indices.length),
        unobservedWeight: 0.1,
        commonRegularisation: 2.5,
        confidence: 1,
        viewWeight: 1,
      };
    case 'ease':
      return { family, ridge: 100, confidence: 0, viewWeight: 1 };
    case 'rp3beta':
      return { family, walkExponent: 1, popularityExponent: 0.2, confidence: 0, viewWeight: 0.3 };
    case 'popularity':
      return { family, confidence: 0, viewWeight: 0 };
  }
}

/** d: 16 for a young server to 128, growing with the root of the listens. */
export function dimensionsFor(listens: number): number {
  return 8 * Math.min(16, Math.max(2, Math.round(Math.sqrt(listens) / 17)));
}

/** Settings that may be tried for each family, the most rewarding first; those of a line are tried against each other. */
const ALTERNATIVES: { readonly [F in Family]: readonly (readonly Partial<Extract<Recipe, { family: F }>>[])[] } = {
  factors: [
    [{ viewWeight: 0.3 }, { viewWeight: 2 }],
    [{ confidence: 0 }, { confidence: 2 }],
    [{ unobservedWeight: 0.05 }, { unobservedWeight: 0.2 }],
    [{ commonRegularisation: 1.25 }, { commonRegularisation: 5 }],
    [{ viewWeight: 0 }, { viewWeight: 4 }],
    [{ unobservedWeight: 0.025 }, { unobservedWeight: 0.4 }],
  ],
  ease: [
    [{ viewWeight: 0 }, { viewWeight: 0.3 }],
    [{ ridge: 50 }, { ridge: 200 }],
    [{ ridge: 25 }, { ridge: 400 }],
    [{ confidence: 1 }],
  ],
  rp3beta: [
    [{ viewWeight: 0 }, { viewWeight: 0.1 }, { viewWeight: 1 }],
    [{ popularityExponent: 0 }, { popularityExponent: 0.1 }, { popularityExponent: 0.4 }],
    [{ walkExponent: 0.8 }, { walkExponent: 1.25 }],
    [{ confidence: 1 }],
  ],
  popularity: [],
};

/** Rounds of recipes to try beside the first: each round varies the best so far. */
export function alternativesTo(recipe: Recipe, round: number, known: { readonly views: boolean }): readonly Recipe[] {
  const rounds: readonly (readonly Partial<Recipe>[])[] = ALTERNATIVES[recipe.family];
  return (rounds[round] ?? [])
    .map((change) => ({ ...recipe, ...change }) as Recipe)
    .filter((other) => known.views || other.viewWeight === recipe.viewWeight);
}

export function roundsFor(family: Family): number {
  return ALTERNATIVES[family].length;
}
