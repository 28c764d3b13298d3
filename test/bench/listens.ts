import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { type Interactions, interactionsOf } from '../../models/collaborative/interactions.ts';
import type { Interaction } from '../../models/scorer.ts';
import { seeded } from '../../models/random.ts';

export interface Shape {
  readonly listeners: number;
  readonly tracks: number;
  readonly listens: number;
}

/** Listens spread evenly over listeners, and over tracks as favourites have it: the first tenth hears two thirds. */
export function syntheticListens({ listeners, tracks, listens }: Shape): Interactions {
  const random = seeded(1);
  const histories = Array.from({ length: listeners }, (_, listener) => {
    const count = Math.floor((listens * (listener + 1)) / listeners) - Math.floor((listens * listener) / listeners);
    const heard = new Map<number, Interaction>();
    while (heard.size < count) {
      const column = Math.floor(random() ** 6 * tracks);
      heard.set(column, { column, positive: 1 + random(), negative: 0 });
    }
    return [...heard.values()];
  });
  return interactionsOf(tracks, histories);
}

/** Listens of a file of `listener item count` lines under a heading, plain or gzipped; null when there is none. */
export function listensOfFile(file: string | undefined): Interactions | null {
  if (file === undefined || !existsSync(file)) return null;
  const bytes = readFileSync(file);
  const text = (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString();
  const columns = new Map<string, number>();
  const histories = new Map<string, Interaction[]>();
  for (const line of text.trimEnd().split('\n').slice(1)) {
    const [listener, item] = line.split('\t');
    const column = columns.get(item) ?? columns.size;
    columns.set(item, column);
    const history = histories.get(listener) ?? [];
    history.push({ column, positive: 1, negative: 0 });
    histories.set(listener, history);
  }
  return interactionsOf(columns.size, [...histories.values()]);
}
