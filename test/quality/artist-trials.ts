import { nameKey } from '../../models/language/names.ts';
import { largest, merged, rowProducts, type SparseRows, transposed } from '../../models/language/sparse-rows.ts';
import { type TermWeighting, weightedRows } from '../../models/language/term-vectors.ts';
import type { Counted, ReadArtists } from '../../src/lab/artists/read-artists.ts';
import { Ids } from '../../src/lab/files/ids.ts';
import { tagVocabulary } from '../../src/vocabulary.ts';
import type { Biography } from './biographies.ts';
import type { LastFm } from './lastfm.ts';

/** Artists of whom something is known, and of each the ten who are truly most similar. */
export interface SimilarTrial {
  readonly name: string;
  readonly artists: ReadArtists;
  /** By the artists' numbers; empty where nobody knows. */
  readonly truth: readonly ReadonlySet<number>[];
}

/** Artists of whom something is known, and for each label those to whom listeners gave it. */
export interface LabelTrial {
  readonly artists: ReadArtists;
  readonly truth: ReadonlyMap<string, ReadonlySet<string>>;
}

const TRULY_SIMILAR = 10;
const PLAIN: TermWeighting = { damped: () => 1, least: 1, mostShare: 1 };
/** A label that fewer have is no test of ten answers; one that most have is no test of anything. */
const LEAST_LABELLED = 10;
const MOST_LABELLED = 0.5;
const LEAST_LISTENERS = 3;
const WELL_HEARD = 10;
const WELL_TAGGED = 3;

/** Biographies alone; truly similar is who has the same tags, the rare ones above all. */
export function biographiesByTags(biographies: readonly Biography[]): SimilarTrial {
  const tags = countedOf(biographies.flatMap(({ tags: own }, artist) => [...new Set(own.map(nameKey))].map((tag) => [artist, tag, 1] as const)));
  return { name: 'biographies; truth: listeners’ tags', artists: artistsOf(biographies), truth: mostAlike(tags, biographies.length) };
}

/** Artists with a biography whom at least three of the listeners play; truly similar is who is played by the same. */
export function biographiesByListeners(biographies: readonly Biography[], data: LastFm): readonly SimilarTrial[] {
  const itemOf = new Map(Array.from(data.names, ([item, name]) => [withoutArticle(name), item]));
  const listeners = Map.groupBy(data.plays, ({ item }) => item);
  const known = biographies.filter(({ name }) => (listeners.get(itemOf.get(withoutArticle(name)) ?? NaN)?.length ?? 0) >= LEAST_LISTENERS);
  const items = known.map(({ name }) => itemOf.get(withoutArticle(name)) ?? NaN);
  const truth = mostAlike(countedOf(items.flatMap((item, artist) => (listeners.get(item) ?? []).map(({ listener }) => [artist, String(listener), 1] as const))), known.length);
  const tags = tagsOf(items, data);
  const texts = artistsOf(known);
  const named = (what: string) => `${what}; truth: who is played by the same listeners`;
  return [
    { name: named('biographies'), artists: texts, truth },
    { name: named('tags'), artists: { ...texts, texts: [], tags }, truth },
    { name: named('biographies and tags'), artists: { ...texts, tags }, truth },
  ];
}

/** Tags alone, of all artists who are played and tagged enough; truly similar is who is played by the same. */
export function tagsByListeners(data: LastFm): SimilarTrial {
  const listeners = Map.groupBy(data.plays, ({ item }) => item);
  const taggings = Map.groupBy(data.taggings, ({ item }) => item);
  const items = [...listeners].flatMap(([item, plays]) => {
    const kinds = new Set(taggings.get(item)?.map(({ tag }) => tag));
    return plays.length >= WELL_HEARD && kinds.size >= WELL_TAGGED ? [item] : [];
  });
  const ids = new Ids();
  for (const item of items) ids.numberOf(String(item));
  const truth = mostAlike(countedOf(items.flatMap((item, artist) => (listeners.get(item) ?? []).map(({ listener }) => [artist, String(listener), 1] as const))), items.length);
  return { name: 'tags; truth: who is played by the same listeners', artists: { ids, texts: [], tags: tagsOf(items, data), listens: null }, truth };
}

/** Biographies alone; a label truly fits those to whom listeners gave it. */
export function labelsOfBiographies(biographies: readonly Biography[]): LabelTrial {
  const truth = new Map<string, Set<string>>();
  biographies.forEach(({ tags }, artist) => {
    for (const tag of tags) {
      const label = tagVocabulary().get(tag)?.tag ?? nameKey(tag);
      truth.set(label, (truth.get(label) ?? new Set()).add(String(artist)));
    }
  });
  const fair = [...truth].filter(([, artists]) => artists.size >= LEAST_LABELLED && artists.size < MOST_LABELLED * biographies.length);
  return { artists: artistsOf(biographies), truth: new Map(fair) };
}

function artistsOf(biographies: readonly Biography[]): ReadArtists {
  const ids = new Ids();
  const texts = biographies.map(({ name, text }, artist) => ({ id: String(artist), name, text }));
  for (const { id } of texts) ids.numberOf(id);
  return { ids, texts, tags: null, listens: null };
}

function tagsOf(items: readonly number[], { taggings, tagNames }: LastFm): Counted {
  const numbers = new Map(items.map((item, artist) => [item, artist]));
  return countedOf(taggings.flatMap(({ item, tag }) => {
    const artist = numbers.get(item);
    return artist === undefined ? [] : [[artist, tagNames.get(tag) ?? String(tag), 1] as const];
  }));
}

function countedOf(entries: readonly (readonly [artist: number, what: string, count: number])[]): Counted {
  const names = new Ids();
  return {
    artists: Int32Array.from(entries, ([artist]) => artist),
    columns: Int32Array.from(entries, ([, what]) => names.numberOf(what)),
    counts: Float32Array.from(entries, ([, , count]) => count),
    names,
  };
}

/** Of each artist the ten whose rows have the greatest cosine, rare columns counting more. */
function mostAlike({ artists, columns, counts, names }: Counted, count: number): readonly ReadonlySet<number>[] {
  const single: SparseRows = { columns: names.size, pointers: Int32Array.from({ length: artists.length + 1 }, (_, k) => k), indices: columns, values: counts };
  const rows = weightedRows(merged(single, artists, count), PLAIN);
  const index = transposed(rows);
  const products = new Float32Array(count);
  return Array.from({ length: count }, (_, artist) => {
    rowProducts(rows, artist, index, products);
    products[artist] = 0;
    return new Set(largest(products, TRULY_SIMILAR));
  });
}

function withoutArticle(name: string): string {
  return nameKey(name).replace(/^the (?=.)/, '');
}
