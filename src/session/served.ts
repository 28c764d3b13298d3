import type { ListenerId, PlaceId } from '../domain.ts';
import type { KeyValue } from '../storage/key-value.ts';

const WEEK_MS = 7 * 24 * 3_600_000;
/** Who was served well last week has as much of a claim as anybody by now. */
const LEFT_AFTER_A_WEEK = 0.1;
/** What is less is not worth remembering. */
const NOTHING = 0.01;

/** How well each member of a place was served, and when that was so. */
type Kept = readonly (readonly [ListenerId, satisfaction: number, at: number])[];

/**
 * How much better than the one who was served worst each member was, from one session of a place to the next: whoever was
 * short-changed is served next, and who comes often is not held to have had more than who comes seldom.
 */
export class Served {
  readonly #store: KeyValue<Kept>;

  constructor(store: KeyValue<Kept>) {
    this.#store = store;
  }

  /** As it counts at `now`; who was never there has none. */
  async of(placeId: PlaceId, now: number): Promise<readonly (readonly [ListenerId, number])[]> {
    return faded((await this.#store.get(placeId)) ?? [], now).map(([id, satisfaction]) => [id, satisfaction]);
  }

  /** A session has ended with this, that began with what {@link of} said. */
  async keep(placeId: PlaceId, satisfactions: readonly (readonly [ListenerId, number])[], now: number): Promise<void> {
    await this.#store.update(placeId, (stored = []) => {
      const before = new Map(faded(stored, now).map(([id, satisfaction]) => [id, satisfaction]));
      const after = new Map(before);
      const gains = satisfactions.map(([id, satisfaction]) => satisfaction - (before.get(id) ?? 0));
      // Whoever was not there has gained nothing, and lost nothing by it.
      const least = Math.min(...gains.filter((gain) => gain > NOTHING));
      satisfactions.forEach(([id, satisfaction], i) => gains[i] > NOTHING && after.set(id, satisfaction - least));
      const kept = Array.from(after, ([id, satisfaction]) => [id, satisfaction, now] as const).filter(([id, satisfaction]) => id !== '' && satisfaction > NOTHING);
      return kept.length > 0 ? kept : undefined;
    });
  }

  async forget(placeId: PlaceId): Promise<void> {
    await this.#store.delete(placeId);
  }
}

function faded(kept: Kept, now: number): Kept {
  return kept.map(([id, satisfaction, at]) => [id, satisfaction * LEFT_AFTER_A_WEEK ** (Math.max(0, now - at) / WEEK_MS), now]);
}
