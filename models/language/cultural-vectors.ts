import type { ArtistCorpus } from './artist-corpus.ts';
import { merged, type SparseRows, stacked } from './sparse-rows.ts';
import { type TermWeighting, weightedRows } from './term-vectors.ts';
import { TEXT_WEIGHTING } from './text-terms.ts';

/** Common tags tell nearly as well as rare ones, and what hardly anybody is called may be a whim. */
const tagRarity = (having: number, all: number) => (Math.sqrt(Math.log((1 + all) / having)) * having) / (having + 2);

const WRITTEN: TermWeighting = { damped: (count) => 1 + Math.log(count), least: 1, mostShare: 1, rarity: tagRarity };
const GIVEN: TermWeighting = { ...WRITTEN, damped: Math.sqrt };

/** What prose mentions in passing, against what people chose as a label. */
const WRITTEN_BESIDE_GIVEN = 0.5;

/** Share of the tags in a vector when they are from prose alone. */
const TAG_SHARE = 0.25;
/** How much greater it is with many given tags, and with how many it is half of that. */
const GIVEN_SHARE = 0.5;
const SOME_TAGS = 6;

/** One kind of evidence about artists: a vector of length 1 for each who has any, and how much it counts for each. */
export interface EvidenceBlock {
  readonly rows: SparseRows;
  readonly weightOf: (artist: number) => number;
}

/** What is said of each artist as one sparse vector (Whitman & Lawrence 2002). */
export interface CulturalVectors {
  /** Artists × (words, tags, whatever else was handed in), each of length 1 or empty. */
  readonly vectors: SparseRows;
  /** Hashes of the words by their columns, two halves each. */
  readonly wordHashes: Int32Array;
  /** What rarity makes of each word. */
  readonly rarity: Float32Array;
}

/** @param others more evidence on the same artists, such as who listens to them */
export function culturalVectors(corpus: ArtistCorpus, others: readonly EvidenceBlock[] = []): CulturalVectors {
  const { renumbered, rows: words } = withoutEmptyColumns(weightedRows(corpus.words(), TEXT_WEIGHTING));
  const given = corpus.givenTags();
  const artists = given.pointers.length - 1;
  const tags = tagRows(weightedRows(corpus.writtenTags(), WRITTEN), weightedRows(given, GIVEN));
  const share = (artist: number) => {
    const count = given.pointers[artist + 1] - given.pointers[artist];
    return TAG_SHARE + (GIVEN_SHARE * count) / (count + SOME_TAGS);
  };
  const blocks = [{ rows: words, weightOf: (artist: number) => 1 - share(artist) }, { rows: tags, weightOf: share }, ...others];
  return {
    vectors: blended(blocks, artists),
    wordHashes: corpus.terms.hashesOf(renumbered, words.columns),
    rarity: rarityOf(words),
  };
}

/** Given tags with what prose adds to them. */
function tagRows(written: SparseRows, given: SparseRows): SparseRows {
  const artists = given.pointers.length - 1;
  const beside = { ...written, values: written.values.map((value) => WRITTEN_BESIDE_GIVEN * value) };
  const both = Int32Array.from({ length: 2 * artists }, (_, row) => row % artists);
  const rows = merged(stacked(given, beside), both, artists);
  normalise(rows);
  return rows;
}

/** Most pairs of words are said once and were left out: their columns go. */
function withoutEmptyColumns({ columns, ...rows }: SparseRows): { readonly renumbered: Int32Array; readonly rows: SparseRows } {
  const renumbered = new Int32Array(columns).fill(-1);
  for (const column of rows.indices) renumbered[column] = 0;
  let size = 0;
  for (let column = 0; column < columns; column++) if (renumbered[column] === 0) renumbered[column] = size++;
  return { renumbered, rows: { ...rows, columns: size, indices: rows.indices.map((column) => renumbered[column]) } };
}

function rarityOf({ columns, pointers, indices }: SparseRows): Float32Array {
  const frequency = new Float32Array(columns);
  for (const column of indices) frequency[column]++;
  return frequency.map((n) => Math.log(pointers.length / n));
}

/** Blocks side by side, each √weight long, together of length 1: products are weighted means of the blocks' own. */
function blended(blocks: readonly EvidenceBlock[], artists: number): SparseRows {
  const size = blocks.reduce((sum, { rows }) => sum + rows.indices.length, 0);
  const columns = blocks.reduce((sum, { rows }) => sum + rows.columns, 0);
  const result = { columns, pointers: new Int32Array(artists + 1), indices: new Int32Array(size), values: new Float32Array(size) };
  let at = 0;
  for (let artist = 0; artist < artists; artist++) {
    let offset = 0;
    for (const { rows, weightOf } of blocks) {
      const length = Math.sqrt(weightOf(artist));
      for (let k = rows.pointers[artist]; k < rows.pointers[artist + 1]; k++, at++) {
        result.indices[at] = offset + rows.indices[k];
        result.values[at] = length * rows.values[k];
      }
      offset += rows.columns;
    }
    result.pointers[artist + 1] = at;
  }
  normalise(result);
  return result;
}

/** Makes each row 1 long, in place. */
function normalise({ pointers, values }: SparseRows): void {
  for (let row = 0; row + 1 < pointers.length; row++) {
    let squares = 0;
    for (let k = pointers[row]; k < pointers[row + 1]; k++) squares += values[k] * values[k];
    const length = Math.sqrt(squares);
    for (let k = pointers[row]; k < pointers[row + 1]; k++) values[k] /= length;
  }
}
