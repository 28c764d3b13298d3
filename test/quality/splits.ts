import type { Play } from './lastfm.ts';

/** What is left when listeners with fewer than `least` items, and items with fewer listeners, are taken out until none are. */
export function core(plays: readonly Play[], least: number): readonly Play[] {
  for (let left = plays; ; ) {
    const ofListener = frequencies(left.map(({ listener }) => listener));
    const ofItem = frequencies(left.map(({ item }) => item));
    const kept = left.filter(({ listener, item }) => (ofListener.get(listener) ?? 0) >= least && (ofItem.get(item) ?? 0) >= least);
    if (kept.length === left.length) return kept;
    left = kept;
  }
}

/** Part `fold` of `folds` as equal as can be. */
export function foldOf<T>(values: readonly T[], fold: number, folds: number): readonly T[] {
  return values.slice(Math.round((fold * values.length) / folds), Math.round(((fold + 1) * values.length) / folds));
}

export function byListener(plays: readonly Play[]): ReadonlyMap<number, readonly Play[]> {
  return Map.groupBy(plays, ({ listener }) => listener);
}

function frequencies(values: readonly number[]): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}
