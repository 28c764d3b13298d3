import type { SparseRows } from '../../models/language/sparse-rows.ts';
import type { DocumentContent } from '../../models/ranking/document-scorer.ts';
import { artistKey } from '../../models/language/without-guests.ts';
import type { Breather } from './breather.ts';
import type { TrackRecords } from './catalogue.ts';
import type { ReadArtists } from './read-artists.ts';
import { contentName, priorOf, TAGS } from './reading-sources.ts';

/** What the files' tags weigh in a mixture before anything was measured (`train-taste.ts`). */
const TAGS_PRIOR = 0.5;

/**
 * Everything that scores tracks by what is said of them, each to be mixed with what is learnt from listening by what it is
 * worth there: the files' tags, and each source's words. With vectors of its own, that can be moved to another thread.
 *
 * @param columns at least as many as there are records, which come first
 */
export async function contentsOf(records: TrackRecords, read: ReadArtists | null, columns: number, breather: Breather): Promise<readonly DocumentContent[]> {
  const { terms, ...vectors } = records.catalogue.tags;
  const tags = { name: TAGS, prior: TAGS_PRIOR, mustHelp: false, vectors: ownVectors({ columns: terms, ...vectors }), documents: Int32Array.from({ length: columns }, (_, column) => (column < records.size ? column : -1)) };
  const contents: DocumentContent[] = [tags];
  const keys: string[] = [];
  for (const { artist } of records.list) {
    keys.push(artist === '' ? '' : artistKey(artist));
    await breather.breathe();
  }
  const used = read?.used ?? [];
  for (const { source, artists, vectors } of read?.sources ?? []) {
    const rows = new Map(artists.map((artist, row) => [artist, row]));
    const documents = Int32Array.from({ length: columns }, (_, column) => rows.get(keys[column] ?? '') ?? -1);
    contents.push({ name: contentName(source), prior: priorOf(source, used), mustHelp: true, vectors: ownVectors(vectors), documents });
    await breather.breathe();
  }
  return contents;
}

function ownVectors({ columns, pointers, indices, values }: SparseRows): SparseRows {
  return { columns, pointers: pointers.slice(), indices: indices.slice(), values: values.slice() };
}
