import type { ArtistCorpus } from './artist-corpus.ts';
import { artistGraph } from './artist-graph.ts';
import { countInformation, namings, togetherCounts } from './co-mentions.ts';
import { culturalVectors, type EvidenceBlock } from './cultural-vectors.ts';
import type { SparseRows } from './sparse-rows.ts';

/** All that documents say about artists, learnt: plain data, fit for other threads and for the snapshot. */
export interface ArtistModel {
  /** Keys (`nameKey`) of artists by their numbers: those with documents and those whom documents name. */
  readonly artists: readonly string[];
  /** Tags by their numbers, as they are shown. */
  readonly tags: readonly string[];
  /** What is said of each artist: artists × (words, then tags, then other evidence), of length 1 or empty. */
  readonly vectors: SparseRows;
  /** Words and pairs of words by their columns, as `TermTable` hashes them. */
  readonly wordHashes: Int32Array;
  /** How rare each of them is: ln(artists / artists of whom it is said). */
  readonly rarity: Float32Array;
  /** In how many documents two artists are named together. */
  readonly together: SparseRows;
  /** The artists most similar to each, the most similar first, 0 to 1. */
  readonly neighbours: SparseRows;
}

export interface ArtistModelOptions {
  /** Most similar artists that are kept for each. */
  readonly neighbours: number;
  /** More evidence about the corpus's artists, such as who listens to them. */
  readonly others: readonly EvidenceBlock[];
}

const USUAL: ArtistModelOptions = { neighbours: 50, others: [] };

/** Learns from everything that was read. About 2 ms an artist where there are thousands. */
export function trainArtistModel(corpus: ArtistCorpus, options: Partial<ArtistModelOptions> = {}): ArtistModel {
  const { neighbours, others } = { ...USUAL, ...options };
  const { vectors, wordHashes, rarity } = culturalVectors(corpus, others);
  const mentions = { subjects: corpus.subjects, named: corpus.mentions() };
  const together = togetherCounts(mentions);
  const { rows: company, pairs: companions } = countInformation(together);
  const evidence = { vectors, namings: namings(mentions), company, companions, calledSimilar: corpus.similar() };
  return { artists: corpus.artists, tags: corpus.tags, vectors, wordHashes, rarity, together, neighbours: artistGraph(evidence, neighbours) };
}
