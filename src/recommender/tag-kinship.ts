import type { TagVocabulary, VocabularyTag } from '../../models/language/vocabulary.ts';

/** A kind of what is wanted fits nearly as well as the thing itself. */
const NARROWER = 0.9;
/** What is wanted may be of this kind, or of any other. */
const BROADER = 0.3;
/** Of these two a level each says that a tag is a mood, not an aside. */
const ENOUGH_LEVELS = 2;

/** How tags bear on each other: which are kinds of which, and how lively, happy and fast they are. */
export class TagKinship {
  readonly #vocabulary: TagVocabulary;
  /** By tag: how many steps up each broader one is. */
  readonly #above = new Map<string, ReadonlyMap<string, number>>();

  constructor(vocabulary: TagVocabulary) {
    this.#vocabulary = vocabulary;
  }

  /** How well something with the tag `has` fits somebody who wants `wanted`, 0 to 1. */
  fits(has: string, wanted: string): number {
    if (has === wanted) return 1;
    const up = this.#aboveOf(has).get(wanted);
    if (up !== undefined) return NARROWER ** up;
    const down = this.#aboveOf(wanted).get(has);
    return down === undefined ? 0 : BROADER ** down;
  }

  isKindOf(tag: string, broader: string): boolean {
    return tag === broader || this.#aboveOf(tag).has(broader);
  }

  /** A tag and those it is a kind of. */
  withBroader(tag: string): readonly string[] {
    return [tag, ...this.#aboveOf(tag).keys()];
  }

  /** Energy, mood and tempo of a tag, NaN for what it says nothing of; null when it says too little. */
  levels(tag: string): readonly number[] | null {
    const known = this.#vocabulary.get(tag);
    const levels = known ? levelsOf(known) : [];
    return levels.filter((level) => !Number.isNaN(level)).length >= ENOUGH_LEVELS ? levels : null;
  }

  /** The weighted means of the levels of tags, each of those that say something of it. */
  meanLevels(tags: readonly { readonly tag: string; readonly weight: number }[]): readonly number[] {
    const sums = [0, 0, 0];
    const weights = [0, 0, 0];
    for (const { tag, weight } of tags) {
      const known = this.#vocabulary.get(tag);
      if (!known) continue;
      levelsOf(known).forEach((level, i) => {
        if (Number.isNaN(level)) return;
        sums[i] += weight * level;
        weights[i] += weight;
      });
    }
    return sums.map((sum, i) => (weights[i] > 0 ? sum / weights[i] : NaN));
  }

  #aboveOf(tag: string): ReadonlyMap<string, number> {
    const known = this.#above.get(tag);
    if (known) return known;
    const above = new Map<string, number>();
    let next = this.#vocabulary.get(tag)?.broader ?? [];
    for (let steps = 1; next.length > 0; steps++) {
      const found = next.map((name) => this.#vocabulary.get(name)?.tag ?? name).filter((name) => name !== tag && !above.has(name));
      for (const name of found) above.set(name, steps);
      next = found.flatMap((name) => this.#vocabulary.get(name)?.broader ?? []);
    }
    this.#above.set(tag, above);
    return above;
  }
}

/** In the order of `LEANINGS`. */
function levelsOf({ energy = NaN, valence = NaN, tempo = NaN }: VocabularyTag): readonly number[] {
  return [energy, valence, tempo];
}
