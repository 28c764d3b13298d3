import { ArtistCorpus } from '../../../models/language/artist-corpus.ts';
import { type ArtistModel, trainArtistModel } from '../../../models/language/artist-model.ts';
import type { EvidenceBlock } from '../../../models/language/cultural-vectors.ts';
import { documentTerms } from '../../../models/language/document-terms.ts';
import { Gazetteer } from '../../../models/language/mentions/gazetteer.ts';
import { Passage } from '../../../models/language/mentions/passage.ts';
import { WordUse } from '../../../models/language/mentions/word-use.ts';
import { merged } from '../../../models/language/sparse-rows.ts';
import { type TermWeighting, weightedRows } from '../../../models/language/term-vectors.ts';
import { lexica } from '../../lexica.ts';
import { tagVocabulary } from '../../vocabulary.ts';
import type { TextObject } from '../files/texts.ts';
import type { Counted, ReadArtists } from './read-artists.ts';

/** Who hears much hears more of it: a listener counts by the order of magnitude. */
const LISTENERS: TermWeighting = { damped: Math.log1p, least: 2, mostShare: 1 };
/** Listeners, once there are many, count three times as much as everything else. */
const LISTENERS_SHARE = 3;
const SOME_LISTENERS = 10;

/** Learns what files say of artists, who keep their numbers. @param neighbours that each is to have */
export function learnArtists(read: ReadArtists, neighbours: number): ArtistModel {
  const { ids, texts, tags, listens } = read;
  const vocabulary = tagVocabulary();
  const artists = Array.from({ length: ids.size }, (_, artist) => ids.nameOf(artist));
  const corpus = new ArtistCorpus(vocabulary, artists);
  const given = tagsOf(tags, ids.size);
  const named = namedIn(texts);
  for (const [number, artist] of artists.entries()) {
    const text = texts.at(number)?.text ?? '';
    corpus.add({ artist, terms: documentTerms(text, vocabulary), tags: given[number], mentions: named(text, artist), similar: [] });
  }
  return trainArtistModel(corpus, { neighbours, others: listens ? [listenerBlock(listens, ids.size)] : [] });
}

/** Finds how often a text names artists who have texts themselves. */
function namedIn(texts: readonly TextObject[]): (text: string, subject: string) => ReadonlyMap<string, number> {
  const gazetteer = new Gazetteer(texts.filter(({ name }) => name.trim() !== ''), lexica());
  const use = new WordUse();
  for (const { text } of texts) use.add(new Passage(text));
  return (text, subject) => {
    const counts = new Map<string, number>();
    for (const { id } of gazetteer.mentions(text, { subject, use })) counts.set(id, (counts.get(id) ?? 0) + 1);
    return counts;
  };
}

function tagsOf(tags: Counted | null, artists: number): readonly (readonly { readonly tag: string; readonly weight: number }[])[] {
  const of = Array.from({ length: artists }, (): { tag: string; weight: number }[] => []);
  tags?.artists.forEach((artist, k) => of[artist].push({ tag: tags.names.nameOf(tags.columns[k]), weight: tags.counts[k] }));
  return of;
}

function listenerBlock({ artists, columns, counts, names }: Counted, count: number): EvidenceBlock {
  const pointers = Int32Array.from({ length: artists.length + 1 }, (_, k) => k);
  const rows = weightedRows(merged({ columns: names.size, pointers, indices: columns, values: counts }, artists, count), LISTENERS);
  const weightOf = (artist: number) => {
    const listeners = rows.pointers[artist + 1] - rows.pointers[artist];
    return (LISTENERS_SHARE * listeners) / (listeners + SOME_LISTENERS);
  };
  return { rows, weightOf };
}
