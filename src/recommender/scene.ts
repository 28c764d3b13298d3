import type { TrackId } from '../domain.ts';
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
  const by = <T>(read: (id: TrackId) => T) => catalogue.ids.map(read);
  const appeal = Float64Array.from(by((id) => Math.log1p(Math.max(0, knowledge.appealOf(id)))));
  const most = appeal.reduce((a, b) => Math.max(a, b), 0);
  return {
    knowledge,
    catalogue,
    now,
    listeners: knowledge.listeners,
    factorRows: Int32Array.from(by((id) => knowledge.factorRow(id))),
    listens: Float64Array.from(by((id) => knowledge.listensOf(id))),
    popularity: most > 0 ? appeal.map((x) => x / most) : appeal,
  };
}
