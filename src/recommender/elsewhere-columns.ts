import type { ListenerId } from '../domain.ts';
import type { Breather } from './breather.ts';
import type { ArtistOutcomes } from './elsewhere-artists.ts';

const COUNTS = ['plays', 'completions', 'skips', 'earlySkips'] as const;

/** Whom listeners heard elsewhere, as columns: artists are named once. */
export interface ElsewhereColumns {
  readonly listeners: readonly ListenerId[];
  /** Where the rows of each listener begin; listeners + 1. */
  readonly pointers: Int32Array;
  readonly artists: readonly string[];
  readonly artist: Int32Array;
  /** Four a row: plays, completions, skips, early skips. */
  readonly counts: Int32Array;
  readonly lastAt: Float64Array;
}

/** Packs in slices, so that the process goes on answering. */
export async function packElsewhere(elsewhere: ReadonlyMap<ListenerId, readonly ArtistOutcomes[]>, breather: Breather): Promise<ElsewhereColumns> {
  const listeners = [...elsewhere.keys()];
  const heard = [...elsewhere.values()];
  const numbers = new Map<string, number>();
  const pointers = new Int32Array(heard.length + 1);
  for (const [listener, artists] of heard.entries()) pointers[listener + 1] = pointers[listener] + artists.length;
  const rows = pointers[heard.length];
  const columns = { pointers, artist: new Int32Array(rows), counts: new Int32Array(COUNTS.length * rows), lastAt: new Float64Array(rows) };
  let row = 0;
  for (const artists of heard) {
    for (const outcomes of artists) {
      const artist = numbers.get(outcomes.artist) ?? numbers.size;
      numbers.set(outcomes.artist, artist);
      columns.artist[row] = artist;
      columns.counts.set(COUNTS.map((name) => outcomes[name]), COUNTS.length * row);
      columns.lastAt[row++] = outcomes.lastAt;
    }
    await breather.breathe();
  }
  return { listeners, artists: [...numbers.keys()], ...columns };
}

export function unpackElsewhere({ listeners, pointers, artists, artist, counts, lastAt }: ElsewhereColumns): ReadonlyMap<ListenerId, readonly ArtistOutcomes[]> {
  const at = (row: number): ArtistOutcomes => {
    const [plays, completions, skips, earlySkips] = counts.subarray(COUNTS.length * row, COUNTS.length * (row + 1));
    return { artist: artists[artist[row]], plays, completions, skips, earlySkips, leaves: 0, requests: 0, reaction: null, lastAt: lastAt[row] };
  };
  return new Map(listeners.map((id, listener) => [id, Array.from({ length: pointers[listener + 1] - pointers[listener] }, (_, i) => at(pointers[listener] + i))]));
}
