import type { Clock } from '../clock.ts';
import type { ConsentState, ListenerId, Member } from '../domain.ts';
import type { Storage } from '../storage/storage.ts';
import { toRow } from './log-event.ts';

interface Standing {
  readonly state: Exclude<ConsentState, 'unasked'>;
  readonly since: number;
}

/** Who agreed to be listened to. Known in memory, changed at full durability. */
export class Consents {
  readonly #storage: Storage;
  readonly #clock: Clock;
  readonly #standing: Map<ListenerId, Standing>;

  private constructor(storage: Storage, clock: Clock, standing: Map<ListenerId, Standing>) {
    this.#storage = storage;
    this.#clock = clock;
    this.#standing = standing;
  }

  static async load(storage: Storage, clock: Clock): Promise<Consents> {
    const rows = await storage.db.selectFrom('listener').selectAll().execute();
    return new Consents(storage, clock, new Map(rows.map((row) => [row.id, { state: row.consent, since: row.consented_at }])));
  }

  of(id: ListenerId): ConsentState {
    return this.#standing.get(id)?.state ?? 'unasked';
  }

  since(id: ListenerId): number | null {
    return this.#standing.get(id)?.since ?? null;
  }

  /** Holds once it is durable. Given again, it ends a pause and takes the member's current name. */
  async give({ id, name }: Member): Promise<void> {
    const now = this.#clock.now();
    const before = this.#standing.get(id);
    const since = before?.since ?? now;
    await this.#storage.durably(async (trx) => {
      await trx
        .insertInto('listener')
        .values({ id, name, consent: 'given', consented_at: since, changed_at: now })
        .onConflict((conflict) => conflict.column('id').doUpdateSet({ name, consent: 'given', changed_at: now }))
        .execute();
      if (before?.state !== 'given') await trx.insertInto('event').values(consentRow(id, before ? 'resumed' : 'given', now)).execute();
    });
    this.#standing.set(id, { state: 'given', since });
  }

  /** Ends the counting at once, ahead of {@link pause}. */
  suspend(id: ListenerId): void {
    const standing = this.#standing.get(id);
    if (standing) this.#standing.set(id, { ...standing, state: 'paused' });
  }

  pause(id: ListenerId): Promise<void> {
    return this.#change(id, 'paused');
  }

  /** Ends a pause once that is durable. */
  resume(id: ListenerId): Promise<void> {
    return this.#change(id, 'given');
  }

  /** From now on the member counts as never asked. */
  forget(id: ListenerId): void {
    this.#standing.delete(id);
  }

  async #change(id: ListenerId, state: Standing['state']): Promise<void> {
    const now = this.#clock.now();
    await this.#storage.durably(async (trx) => {
      const changed = await trx
        .updateTable('listener')
        .set({ consent: state, changed_at: now })
        .where('id', '=', id)
        .where('consent', '!=', state)
        .returning('id')
        .execute();
      if (changed.length > 0) await trx.insertInto('event').values(consentRow(id, state === 'given' ? 'resumed' : 'paused', now)).execute();
    });
    const standing = this.#standing.get(id);
    if (standing) this.#standing.set(id, { ...standing, state });
  }
}

function consentRow(id: ListenerId, state: 'given' | 'paused' | 'resumed', at: number) {
  return toRow({ at, kind: 'consent', placeId: null, sessionId: null, listenerId: id, trackId: null, playId: null, data: { state } });
}
