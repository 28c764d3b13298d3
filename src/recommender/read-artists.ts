import { ArtistCorpus, type ArtistDocument } from '../../models/language/artist-corpus.ts';
import { type ArtistModel, trainArtistModel } from '../../models/language/artist-model.ts';
import { culturalVectors } from '../../models/language/cultural-vectors.ts';
import { nameKey } from '../../models/language/names.ts';
import type { SparseRows } from '../../models/language/sparse-rows.ts';
import { type ArtistReading, readArtistReadings } from '../storage/artist-readings.ts';
import type { Storage } from '../storage/storage.ts';
import { tagVocabulary } from '../vocabulary.ts';

/** What the files say of an artist: how large a share of the tracks has each tag. */
export interface FileTags {
  /** `nameKey` of the name. */
  readonly artist: string;
  readonly tags: readonly { readonly tag: string; readonly weight: number }[];
}

export interface ReadingPlan {
  readonly files: readonly FileTags[];
  /** Whose readings the model is made of. */
  readonly sources: readonly string[];
  /** When it begins: what is read later is not in it. */
  readonly at: number;
}

/** What one source alone says of artists, to see what it is worth. */
export interface SourceWords {
  readonly source: string;
  /** By keys; one row of the vectors each. */
  readonly artists: readonly string[];
  readonly vectors: SparseRows;
}

/** What was read about artists at one time, as plain data. */
export interface ReadArtists {
  readonly model: ArtistModel;
  /** By artist of the model, as they are written; '' where only their key is known. */
  readonly names: readonly string[];
  /** By artist of the model: 1 where something was read about them, not only in the files. */
  readonly read: Uint8Array;
  readonly sources: readonly SourceWords[];
  /** What it is made of. */
  readonly used: readonly string[];
  readonly readAt: number;
  readonly readings: number;
  readonly artists: number;
}

/** Takes together everything that was read and what the files say. */
export async function readArtists(storage: Pick<Storage, 'db'>, { files, sources, at }: ReadingPlan): Promise<ReadArtists> {
  const vocabulary = tagVocabulary();
  const corpus = new ArtistCorpus(vocabulary);
  const bySource = new Map<string, ArtistCorpus>();
  const about = new Set<string>();
  const names = new Map<string, string>();
  let readings = 0;
  for (const { artist, tags } of files) corpus.add({ artist, tags, terms: [], mentions: [], similar: [] });
  for await (const reading of readArtistReadings(storage)) {
    const document = documentOf(reading);
    const own = bySource.get(reading.source) ?? new ArtistCorpus(vocabulary);
    bySource.set(reading.source, own);
    own.add(document);
    readings++;
    names.set(reading.artistKey, reading.artistName);
    for (const { name } of reading.similar) if (!names.has(nameKey(name))) names.set(nameKey(name), name);
    if (!sources.includes(reading.source)) continue;
    corpus.add(document);
    about.add(reading.artistKey);
  }
  const model = trainArtistModel(corpus);
  return {
    model,
    names: model.artists.map((artist) => names.get(artist) ?? ''),
    read: Uint8Array.from(model.artists, (artist) => (about.has(artist) ? 1 : 0)),
    sources: Array.from(bySource, ([source, own]) => ({ source, artists: own.artists, vectors: culturalVectors(own).vectors })),
    used: sources,
    readAt: at,
    readings,
    artists: files.length,
  };
}

function documentOf({ artistKey, terms, tags, mentions, similar }: ArtistReading): ArtistDocument {
  return {
    artist: artistKey,
    terms: Object.entries(terms),
    tags,
    mentions: Object.entries(mentions),
    similar: similar.map(({ name, score }) => ({ artist: nameKey(name), score })),
  };
}
