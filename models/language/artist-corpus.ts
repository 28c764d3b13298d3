import { growingFloats, growingIntegers } from '../growing.ts';
import { tagOfTerm } from './document-terms.ts';
import { nameKey } from './names.ts';
import { merged, type SparseRows } from './sparse-rows.ts';
import { TermTable } from './term-table.ts';
import type { TagVocabulary } from './vocabulary.ts';

/** What one document says of the artist that it is about: an article, a page, what a source answers. */
export interface ArtistDocument {
  /** `nameKey` of the artist. */
  readonly artist: string;
  /** As `documentTerms` counts them. */
  readonly terms: Iterable<readonly [term: string, count: number]>;
  /** Tags that the source gives; their weights compare within the document alone. */
  readonly tags: readonly { readonly tag: string; readonly weight: number }[];
  /** How often other artists are named in it, by their keys. */
  readonly mentions: Iterable<readonly [artist: string, count: number]>;
  /** Artists whom the source calls similar, by their keys; the scores compare within the document alone. */
  readonly similar: readonly { readonly artist: string; readonly score: number }[];
}

/** Everything that was read about artists, as counts; documents are added one after another. */
export class ArtistCorpus {
  readonly #vocabulary: TagVocabulary;
  readonly #artists = new Map<string, number>();
  readonly #tags = new Map<string, number>();
  readonly #subjects = growingIntegers();
  readonly #terms = new TermTable();
  readonly #words = new GrowingRows();
  readonly #written = new GrowingRows();
  readonly #given = new GrowingRows();
  readonly #mentions = new GrowingRows();
  readonly #similar = new GrowingRows();

  /** @param artists who get the first numbers, in this order; others are numbered as documents name them */
  constructor(vocabulary: TagVocabulary, artists: readonly string[] = []) {
    this.#vocabulary = vocabulary;
    for (const artist of artists) numberIn(this.#artists, artist);
  }

  add({ artist, terms, tags, mentions, similar }: ArtistDocument): void {
    this.#subjects.push(numberIn(this.#artists, artist));
    for (const [term, count] of terms) {
      const tag = tagOfTerm(term);
      if (tag === null) this.#words.push(this.#terms.numberOf(term), count);
      else this.#written.push(numberIn(this.#tags, tag), count);
    }
    const most = tags.reduce((highest, { weight }) => Math.max(highest, weight), 0);
    for (const { tag, weight } of tags) if (weight > 0) this.#given.push(numberIn(this.#tags, this.#shown(tag)), weight / most);
    for (const [named, count] of mentions) if (named !== artist) this.#mentions.push(numberIn(this.#artists, named), count);
    const best = similar.reduce((highest, { score }) => Math.max(highest, score), 0);
    for (const { artist: other, score } of similar) if (score > 0 && other !== artist) this.#similar.push(numberIn(this.#artists, other), score / best);
    for (const rows of [this.#words, this.#written, this.#given, this.#mentions, this.#similar]) rows.endRow();
  }

  get artists(): readonly string[] {
    return [...this.#artists.keys()];
  }

  /** Tags by their numbers. */
  get tags(): readonly string[] {
    return [...this.#tags.keys()];
  }

  /** Words and pairs of words by their numbers. */
  get terms(): TermTable {
    return this.#terms;
  }

  /** Artists × words: how often they are said of each. */
  words(): SparseRows {
    return this.#ofArtists(this.#words, this.#terms.size);
  }

  /** Artists × tags: how often each stands in what is written. */
  writtenTags(): SparseRows {
    return this.#ofArtists(this.#written, this.#tags.size);
  }

  /** Artists × tags, as sources give them: for each source 1 for its first tag. */
  givenTags(): SparseRows {
    return this.#ofArtists(this.#given, this.#tags.size);
  }

  /** Artists × artists, as sources call them similar: for each source 1 for the most similar. */
  similar(): SparseRows {
    return this.#ofArtists(this.#similar, this.#artists.size);
  }

  /** Documents × artists: how often each is named. */
  mentions(): SparseRows {
    return this.#mentions.rows(this.#artists.size);
  }

  /** The artist whom each document is about. */
  get subjects(): Int32Array {
    return this.#subjects.numbers;
  }

  #ofArtists(rows: GrowingRows, columns: number): SparseRows {
    return merged(rows.rows(columns), this.subjects, this.#artists.size);
  }

  /** One spelling of each tag: the vocabulary's, else its key. */
  #shown(tag: string): string {
    return this.#vocabulary.get(tag)?.tag ?? nameKey(tag);
  }
}

/** Rows that are written one after another. */
class GrowingRows {
  readonly #pointers = growingIntegers();
  readonly #indices = growingIntegers();
  readonly #values = growingFloats();

  constructor() {
    this.endRow();
  }

  push(column: number, value: number): void {
    this.#indices.push(column);
    this.#values.push(value);
  }

  endRow(): void {
    this.#pointers.push(this.#indices.length);
  }

  rows(columns: number): SparseRows {
    return { columns, pointers: this.#pointers.numbers, indices: this.#indices.numbers, values: this.#values.numbers };
  }
}

function numberIn(numbers: Map<string, number>, text: string): number {
  const known = numbers.get(text);
  if (known !== undefined) return known;
  numbers.set(text, numbers.size);
  return numbers.size - 1;
}
