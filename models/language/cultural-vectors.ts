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
  /** Columns from 0 that are words; tags come next. */
  readonly words: number;
  /** Hashes of the words by their columns. */
  readonly wordHashes: Float64Array;
  /** What rarity makes of each word. */
  readonly rarity: Float32Array;
}

/** @param others more evidence on the same artists, such as who listens to them */
export function culturalVectors(corpus: ArtistCorpus, others: readonly EvidenceBlock[] = []): CulturalVectors {
  const counted = corpus.words();
  const artists = counted.pointers.length - 1;
  const { kept, rows: words } = withoutEmptyColumns(weightedRows(counted, TEXT_WEIGHTING));
  const given = corpus.givenTags();
  const tags = tagRows(weightedRows(corpus.writtenTags(), WRITTEN), weightedRows(given, GIVEN));
  const share = (artist: number) => {
    const count = given.pointers[artist + 1] - given.pointers[artist];
    return TAG_SHARE + (GIVEN_SHARE * count) / (count + SOME_TAGS);
  };
  const blocks = [{ rows: words, weightOf: (artist: number) => 1 - share(artist) }, { rows: tags, weightOf: share }, ...others];
  const hashes = corpus.terms.hashes;
  return {
    vectors: blended(blocks, artists),
    words: words.columns,
    wordHashes: Float64Array.from(kept, (column) => hashes[column]),
    rarity: rarityOf(words),
  };
}

/** Given tags with what prose adds to them. */
function tagRows(written: SparseRows, given: SparseRows): SparseRows {
  const artists = given.pointers.length - 1;
  const beside = { ...written, values: written.values.map((value) => WRITTEN_BESIDE_GIVEN * value) };
  const both = Int32Array.from({ length: 2 * artists }, (_, row) => row % artists);
  return normalised(merged(stacked(given, beside), both, artists));
}

/** Most pairs of words are said once and were left out: their columns go. */
function withoutEmptyColumns({ columns, ...rows }: SparseRows): { readonly kept: Int32Array; readonly rows: SparseRows } {
  const number = new Int32Array(columns).fill(-1);
  for (const column of rows.indices) number[column] = 0;
  let size = 0;
  for (let column = 0; column < columns; column++) if (number[column] === 0) number[column] = size++;
  const kept = new Int32Array(size);
  number.forEach((now, column) => {
    if (now >= 0) kept[now] = column;
  });
  return { kept, rows: { ...rows, columns: size, indices: rows.indices.map((column) => number[column]) } };
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
  return normalised(result);
}

function normalised(rows: SparseRows): SparseRows {
  const values = rows.values.slice();
  for (let row = 0; row + 1 < rows.pointers.length; row++) {
    const own = values.subarray(rows.pointers[row], rows.pointers[row + 1]);
    const length = Math.sqrt(own.reduce((sum, x) => sum + x * x, 0));
    if (length > 0) own.forEach((x, k) => (own[k] = x / length));
  }
  return { ...rows, values };
}
