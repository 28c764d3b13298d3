import { compressed, type CountMatrix } from '../../src/lab/recommend/count-matrix.ts';
import type { Dataset } from '../../src/lab/recommend/dataset.ts';
import type { Play, Tagging } from './lastfm.ts';

/** Listens to learn from, listeners to recommend for, and what they should be recommended. */
export interface Trial {
  readonly dataset: Dataset;
  /** For each listener asked for. */
  readonly held: readonly ReadonlySet<number>[];
}

export interface TrialParts {
  /** All items there are; nothing else counts. */
  readonly items: readonly number[];
  readonly listens: readonly Play[];
  /** Of listeners unseen in training; null: recommend to those of the listens. */
  readonly histories: readonly Play[] | null;
  readonly taggings: readonly Tagging[] | null;
  readonly held: readonly Play[];
}

/** Numbers everything as the lab does; listeners in the order of their first play. */
export function trialOf({ items, listens, histories, taggings, held }: TrialParts): Trial {
  const itemOf = numbering(items);
  const asked = numbering((histories ?? listens).map(({ listener }) => listener));
  const wanted = Array.from({ length: asked.size }, () => new Set<number>());
  for (const { listener, item } of held) wanted[asked.get(listener) ?? NaN]?.add(itemOf.get(item) ?? NaN);
  return {
    dataset: {
      items: itemOf.size,
      listens: matrixOf(listens, itemOf),
      histories: histories && matrixOf(histories, itemOf),
      tags: taggings && tagsOf(taggings, itemOf),
      texts: null,
      vectors: null,
    },
    held: wanted,
  };
}

function matrixOf(plays: readonly Play[], itemOf: ReadonlyMap<number, number>): CountMatrix {
  const listeners = numbering(plays.map(({ listener }) => listener));
  const entries = {
    rows: Int32Array.from(plays, ({ listener }) => listeners.get(listener) ?? NaN),
    columns: Int32Array.from(plays, ({ item }) => itemOf.get(item) ?? NaN),
    counts: Float64Array.from(plays, ({ count }) => count),
    times: null,
  };
  return compressed(entries, listeners.size, itemOf.size);
}

/** Each item's tags, counted by those who gave them. */
function tagsOf(taggings: readonly Tagging[], itemOf: ReadonlyMap<number, number>): CountMatrix {
  const known = taggings.filter(({ item }) => itemOf.has(item));
  const tags = numbering(known.map(({ tag }) => tag));
  const entries = {
    rows: Int32Array.from(known, ({ item }) => itemOf.get(item) ?? NaN),
    columns: Int32Array.from(known, ({ tag }) => tags.get(tag) ?? NaN),
    counts: new Float64Array(known.length).fill(1),
    times: null,
  };
  return compressed(entries, itemOf.size, tags.size);
}

function numbering(values: readonly number[]): ReadonlyMap<number, number> {
  return new Map([...new Set(values)].map((value, i) => [value, i]));
}
