import type { ArtistModel } from './artist-model.ts';
import { LabelSearch } from './label-search.ts';
import { largest } from './sparse-rows.ts';
import type { TagVocabulary } from './vocabulary.ts';

/** Why two artists are called similar. */
export interface SimilarityEvidence {
  /** What both are described as, the most telling first. */
  readonly tags: readonly string[];
  /** In how many documents they are named together. */
  readonly together: number;
}

export interface SimilarArtist {
  readonly artist: string;
  /** 0 to 1 */
  readonly score: number;
  readonly evidence: SimilarityEvidence;
}

export interface LabelledArtist {
  readonly artist: string;
  /** Relative to the best: 0 to 1. */
  readonly score: number;
}

/** Artists by whose likes a search is turned (Rocchio 1971). */
export interface Leaning {
  readonly liked: readonly string[];
  readonly disliked: readonly string[];
}

const NOBODY: Leaning = { liked: [], disliked: [] };
const MOST_EVIDENCE = 4;

/** What can be asked of an {@link ArtistModel}; artists are named by their keys. */
export class ArtistLanguage {
  readonly model: ArtistModel;
  readonly #numbers: ReadonlyMap<string, number>;
  readonly #search: LabelSearch;

  constructor(model: ArtistModel, vocabulary: TagVocabulary) {
    this.model = model;
    this.#numbers = new Map(model.artists.map((artist, number) => [artist, number]));
    this.#search = new LabelSearch(model, vocabulary);
  }

  has(artist: string): boolean {
    return this.#numbers.has(artist);
  }

  /** The most similar artists with the reasons, best first; none for an artist of whom nothing is known. */
  similar(artist: string, count: number): readonly SimilarArtist[] {
    const number = this.#numbers.get(artist);
    if (number === undefined) return [];
    const { pointers, indices, values } = this.model.neighbours;
    const from = pointers[number];
    return Array.from(indices.subarray(from, Math.min(from + count, pointers[number + 1])), (other, i) => ({
      artist: this.model.artists[other],
      score: values[from + i],
      evidence: { tags: this.#sharedTags(number, other), together: this.#together(number, other) },
    }));
  }

  /** The artists whom a label fits best, whatever words it is said in. */
  labelled(label: string, count: number, { liked, disliked }: Leaning = NOBODY): readonly LabelledArtist[] {
    const scores = this.#search.scores(label, { liked: this.#numbersOf(liked), disliked: this.#numbersOf(disliked) });
    const best = largest(scores, count);
    return best.map((number) => ({ artist: this.model.artists[number], score: scores[number] / scores[best[0]] }));
  }

  /** What an artist is described as, the most telling first; weights relative to the first. */
  tagsOf(artist: string, count = Infinity): readonly { readonly tag: string; readonly weight: number }[] {
    const number = this.#numbers.get(artist);
    if (number === undefined) return [];
    const tags = this.#tagEntries(number).toSorted(([, a], [, b]) => b - a);
    return tags.slice(0, count).map(([tag, weight]) => ({ tag: this.model.tags[tag], weight: weight / tags[0][1] }));
  }

  #sharedTags(a: number, b: number): readonly string[] {
    const of = new Map(this.#tagEntries(b));
    const shared = this.#tagEntries(a).flatMap(([tag, weight]) => (of.has(tag) ? [[tag, weight * (of.get(tag) ?? 0)] as const] : []));
    return shared
      .sort(([, x], [, y]) => y - x)
      .slice(0, MOST_EVIDENCE)
      .map(([tag]) => this.model.tags[tag]);
  }

  #tagEntries(artist: number): readonly (readonly [tag: number, weight: number])[] {
    const { rarity, tags, vectors } = this.model;
    const entries: [number, number][] = [];
    for (let k = vectors.pointers[artist]; k < vectors.pointers[artist + 1]; k++) {
      const tag = vectors.indices[k] - rarity.length;
      if (tag >= 0 && tag < tags.length) entries.push([tag, vectors.values[k]]);
    }
    return entries;
  }

  #together(a: number, b: number): number {
    const { pointers, indices, values } = this.model.together;
    const at = indices.subarray(pointers[a], pointers[a + 1]).indexOf(b);
    return at < 0 ? 0 : values[pointers[a] + at];
  }

  #numbersOf(artists: readonly string[]): readonly number[] {
    return artists.flatMap((artist) => this.#numbers.get(artist) ?? []);
  }
}
