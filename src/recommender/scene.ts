import type { Catalogue } from './catalogue.ts';
import type { Knowledge } from './knowledge.ts';

/** What is the same for every listener while one request is answered. */
export interface Scene {
  readonly knowledge: Knowledge;
  readonly catalogue: Catalogue;
  /** Epoch ms. */
  readonly now: number;
  /** How many listeners anything is known of. */
  readonly listeners: number;
  /** By track of the catalogue: its row in the factors, or −1. */
  readonly factorRows: Int32Array;
  /** By track: how often it was listened to. */
  readonly listens: Float64Array;
  /** By track: 0 … 1, logarithmic, relative to the most appealing track. */
  readonly popularity: Float64Array;
}

export function sceneOf(knowledge: Knowledge, catalogue: Catalogue, now: number): Scene {
  const tracks = catalogue.ids.length;
  const factorRows = new Int32Array(tracks);
  const listens = new Float64Array(tracks);
  const popularity = new Float64Array(tracks);
  let most = 0;
  catalogue.ids.forEach((id, track) => {
    factorRows[track] = knowledge.factorRow(id);
    listens[track] = knowledge.listensOf(id);
    popularity[track] = Math.log1p(Math.max(0, knowledge.appealOf(id)));
    most = Math.max(most, popularity[track]);
  });
  if (most > 0) for (let track = 0; track < tracks; track++) popularity[track] /= most;
  return { knowledge, catalogue, now, listeners: knowledge.listeners, factorRows, listens, popularity };
}
