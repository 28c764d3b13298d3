import type { ArtistModel } from './artist-model.ts';
import { documentTerms, tagOfTerm } from './document-terms.ts';
import { nameKey } from './names.ts';
import { addRow, type SparseRows, transposed } from './sparse-rows.ts';
import { TermTable } from './term-table.ts';
import type { TagVocabulary, VocabularyTag } from './vocabulary.ts';

/** What kinds of a tag and what it is a kind of count beside the tag itself. */
const NARROWER = 0.4;
const BROADER = 0.1;
/** What an artist's neighbours are counts more than what is said of the artist: a text leaves out most of what is true. */
const NEIGHBOURS = 2;
const NEAR = 10;
/** What liked artists are like, beside what is asked for; what disliked ones are, beside that (the usual weights of Rocchio 1971). */
const LEANING = 0.75;
const DISLIKED = 0.2;
/** What fits at all stays in the list, however much is against it. */
const LEAST = 1e-9;

/** Scores artists by how well a label fits. */
export class LabelSearch {
  readonly #model: ArtistModel;
  readonly #vocabulary: TagVocabulary;
  /** Of each word and tag, the artists of whom it is said. */
  readonly #index: SparseRows;
  readonly #words: TermTable;
  readonly #tags: ReadonlyMap<string, number>;
  readonly #narrower: ReadonlyMap<VocabularyTag, readonly VocabularyTag[]>;

  constructor(model: ArtistModel, vocabulary: TagVocabulary) {
    this.#model = model;
    this.#vocabulary = vocabulary;
    this.#index = transposed(model.vectors);
    this.#words = TermTable.from(model.wordHashes);
    this.#tags = new Map(model.tags.map((tag, number) => [tag, number]));
    const kinds = vocabulary.tags.flatMap((tag) => tag.broader.flatMap((broader) => ({ tag, of: vocabulary.get(broader) ?? tag })));
    const narrower = Map.groupBy(kinds, ({ of }) => of);
    this.#narrower = new Map(Array.from(narrower, ([of, group]) => [of, group.map(({ tag }) => tag)]));
  }

  /** One score an artist, 0 for those whom it does not fit at all. */
  scores(label: string, { liked, disliked }: { readonly liked: readonly number[]; readonly disliked: readonly number[] }): Float32Array {
    const said = this.#said(label);
    const scores = this.#withNeighbours(said);
    if (liked.length + disliked.length === 0) return scores;
    const leaning = new Float32Array(scores.length);
    this.#lean(liked, 1, leaning);
    this.#lean(disliked, -DISLIKED, leaning);
    const fit = largestOf(scores);
    const lean = largestOf(leaning.map((x, artist) => (scores[artist] > 0 ? Math.abs(x) : 0)));
    return scores.map((score, artist) => (score > 0 ? Math.max(score / fit + (lean > 0 ? (LEANING * leaning[artist]) / lean : 0), LEAST) : 0));
  }

  /** By what is said of the artists themselves: as words and as tags, each 1 for the artist whom it fits best. */
  #said(label: string): Float32Array {
    const artists = this.#model.artists.length;
    const words = new Float32Array(artists);
    const terms = [...documentTerms(label, this.#vocabulary).keys()];
    for (const term of terms) {
      const word = tagOfTerm(term) === null ? this.#words.find(term) : -1;
      if (word >= 0) addRow(this.#index, word, this.#model.rarity[word], words);
    }
    const exact = this.#vocabulary.get(label);
    const tags = exact ? [exact] : terms.flatMap((term) => this.#vocabulary.get(tagOfTerm(term) ?? '') ?? []);
    const names = tags.length > 0 ? tags.map(({ tag }) => tag) : [nameKey(label)];
    const own = this.#tagged(names);
    const narrower = this.#tagged(tags.flatMap((tag) => (this.#narrower.get(tag) ?? []).map((kind) => kind.tag)));
    const broader = this.#tagged(tags.flatMap((tag) => tag.broader));
    const largestOwn = largestOf(own);
    const scale = largestOwn > 0 ? largestOwn : largestOf(narrower);
    const parts = [[words, largestOf(words), 1], [own, largestOwn, 1], [narrower, scale, NARROWER], [broader, largestOf(broader), BROADER]] as const;
    const sums = new Float32Array(artists);
    for (const [part, unit, weight] of parts) {
      if (unit > 0) for (let artist = 0; artist < artists; artist++) sums[artist] += (weight / unit) * part[artist];
    }
    return sums;
  }

  #tagged(tags: readonly string[]): Float32Array {
    const sums = new Float32Array(this.#model.artists.length);
    for (const tag of new Set(tags)) {
      const number = this.#tags.get(this.#vocabulary.get(tag)?.tag ?? nameKey(tag));
      if (number !== undefined) addRow(this.#index, this.#model.rarity.length + number, 1, sums);
    }
    return sums;
  }

  #withNeighbours(said: Float32Array): Float32Array {
    const { pointers, indices, values } = this.#model.neighbours;
    const scores = said.slice();
    for (let artist = 0; artist < scores.length; artist++) {
      const end = Math.min(pointers[artist] + NEAR, pointers[artist + 1]);
      let sum = 0;
      let weights = 0;
      for (let k = pointers[artist]; k < end; k++) {
        sum += values[k] * said[indices[k]];
        weights += values[k];
      }
      if (sum > 0) scores[artist] += (NEIGHBOURS * sum) / weights;
    }
    return scores;
  }

  /** Adds the mean product with some artists. */
  #lean(artists: readonly number[], weight: number, scores: Float32Array): void {
    const { vectors } = this.#model;
    for (const artist of artists) {
      for (let k = vectors.pointers[artist]; k < vectors.pointers[artist + 1]; k++) {
        addRow(this.#index, vectors.indices[k], (weight / artists.length) * vectors.values[k], scores);
      }
    }
  }
}

function largestOf(numbers: Float32Array): number {
  let most = 0;
  for (const number of numbers) if (number > most) most = number;
  return most;
}
