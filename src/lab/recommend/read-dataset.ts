import { Ids } from '../files/ids.ts';
import type { Dataset } from './dataset.ts';
import { readTags, readTexts, readVectors } from './read-items.ts';
import { readListens } from './read-listens.ts';

export interface DatasetFiles {
  readonly listens: string;
  readonly histories?: string | undefined;
  readonly tags?: string | undefined;
  readonly texts?: string | undefined;
  readonly vectors?: string | undefined;
}

/** A dataset and the names of what it numbers. */
export interface NamedDataset {
  readonly dataset: Dataset;
  readonly items: Ids;
  /** Of those to recommend for. */
  readonly listeners: Ids;
}

/** Reads everything, one file after another; items are numbered as they first appear. @throws FileFault */
export async function readDataset(files: DatasetFiles, say: (doing: string) => void): Promise<NamedDataset> {
  const items = new Ids();
  say(`reading ${files.listens}`);
  const listens = await readListens(files.listens, items);
  const known = { file: files.listens, listeners: listens.listeners };
  const also = <T>(file: string | undefined, read: (file: string, items: Ids) => Promise<T>): Promise<T> | null => {
    if (file === undefined) return null;
    say(`reading ${file}`);
    return read(file, items);
  };
  const histories = await also(files.histories, (file) => readListens(file, items, known));
  const tags = await also(files.tags, readTags);
  const texts = await also(files.texts, readTexts);
  const vectors = await also(files.vectors, readVectors);
  return {
    dataset: {
      items: items.size,
      listens: listens.matrix(items.size),
      histories: histories?.matrix(items.size) ?? null,
      tags: tags?.(items.size) ?? null,
      texts: texts?.(items.size) ?? null,
      vectors: vectors?.(items.size) ?? null,
    },
    items,
    listeners: (histories ?? listens).listeners,
  };
}
