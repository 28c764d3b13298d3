import type { ListenerId, PlaceId } from '../domain.ts';
import type { KeyValue } from '../storage/key-value.ts';

const WEEK_MS = 7 * 24 * 3_600_000;
/** Who was served well last week has as much of a claim as anybody by now. */
const LEFT_AFTER_A_WEEK = 0.1;
/** What is less is not worth remembering. */
const NOTHING = 0.01;

/** By how much each member of a place was served better than the others on what they heard together, or worse (below 0), and as of when. */
type Kept = readonly (readonly [ListenerId, surplus: number, at: number])[];

/**
 * By how much better than those with them members were served in the sessions of a place, from one session to the next: whoever
 * was short-changed is served next, and who comes often is not held to have had more than who comes seldom.
 */
export class Served {
  readonly #store: KeyValue<Kept>;

  constructor(store: KeyValue<Kept>) {
    this.#store = store;
  }

  /** As it counts at `now`; who was never there has none. */
  async of(placeId: PlaceId, now: number): Promise<readonly (readonly [ListenerId, number])[]> {
    return faded((await this.#store.get(placeId)) ?? [], now).map(([id, surplus]) => [id, surplus]);
  }

  /** A session has ended that began with what {@link of} said, and ended with this. */
  async keep(placeId: PlaceId, surpluses: readonly (readonly [ListenerId, number])[], now: number): Promise<void> {
    const here = new Set(surpluses.map(([id]) => id));
    await this.#store.update(placeId, (stored = []) => {
      const others = faded(stored, now).filter(([id]) => !here.has(id));
      const kept = [...others, ...surpluses.map(([id, surplus]) => [id, surplus, now] as const)].filter(([id, surplus]) => id !== '' && Math.abs(surplus) > NOTHING);
      return kept.length > 0 ? kept : undefined;
    });
  }

  async forget(placeId: PlaceId): Promise<void> {
    await this.#store.delete(placeId);
  }
}

function faded(kept: Kept, now: number): Kept {
  return kept.map(([id, surplus, at]) => [id, surplus * LEFT_AFTER_A_WEEK ** (Math.max(0, now - at) / WEEK_MS), now]);
}
