import { tagVectors } from '../../models/language/tags.ts';
import type { DocumentContent } from '../../models/ranking/document-scorer.ts';
import { artistKey } from '../../models/language/without-guests.ts';
import type { Breather } from './breather.ts';
import type { TrackRecord } from './catalogue.ts';
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
export async function contentsOf(records: readonly TrackRecord[], read: ReadArtists | null, columns: number, breather: Breather): Promise<readonly DocumentContent[]> {
  const { terms, pointers, indices, values } = tagVectors(records);
  const tags = { name: TAGS, prior: TAGS_PRIOR, mustHelp: false, vectors: { columns: terms, pointers, indices, values }, documents: Int32Array.from({ length: columns }, (_, column) => (column < records.length ? column : -1)) };
  const contents: DocumentContent[] = [tags];
  const keys: string[] = [];
  for (const { artist } of records) {
    keys.push(artist === '' ? '' : artistKey(artist));
    await breather.breathe();
  }
  const used = read?.used ?? [];
  for (const { source, artists, vectors } of read?.sources ?? []) {
    const rows = new Map(artists.map((artist, row) => [artist, row]));
    const documents = Int32Array.from({ length: columns }, (_, column) => rows.get(keys[column] ?? '') ?? -1);
    const own = { columns: vectors.columns, pointers: vectors.pointers.slice(), indices: vectors.indices.slice(), values: vectors.values.slice() };
    contents.push({ name: contentName(source), prior: priorOf(source, used), mustHelp: true, vectors: own, documents });
    await breather.breathe();
  }
  return contents;
}
