import type { Insertable, Kysely } from 'kysely';
import type { Clock } from '../clock.ts';
import type { ConsentState, ListenerId, Member } from '../domain.ts';
import type { EventTable, Schema } from '../storage/schema.ts';
import type { Storage } from '../storage/storage.ts';
import { UserError } from '../user-error.ts';
import { toRow, type LogEventOf } from './log-event.ts';
import { markRevision } from './revision.ts';

interface Standing {
  readonly state: Exclude<ConsentState, 'unasked'>;
  readonly since: number;
  /** When `state` or the agreement about elsewhere last changed. */
  readonly changedAt: number;
  /** When they agreed that what they play elsewhere is kept; null when they did not. */
  readonly elsewhereSince: number | null;
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
    return new Consents(storage, clock, await readStandings(storage));
  }

  /** Members of whom another process has written something since it was read here. */
  async changedElsewhere(): Promise<readonly ListenerId[]> {
    const written = await readStandings(this.#storage);
    return [...new Set([...this.#standing.keys(), ...written.keys()])].filter((id) => written.get(id)?.changedAt !== this.#standing.get(id)?.changedAt);
  }

  /**
   * Takes over what another process wrote; nothing in this one may change the member's consent meanwhile.
   * @returns false when another process has removed the member: what is known of them here is left to {@link forget}
   */
  async takeOver(id: ListenerId): Promise<boolean> {
    const written = (await readStandings(this.#storage, id)).get(id);
    const known = this.#standing.get(id);
    if (!written) return known === undefined;
    // What only this process has changed is not written yet.
    if (written.changedAt !== known?.changedAt) this.#standing.set(id, written);
    return true;
  }

  of(id: ListenerId): ConsentState {
    return this.#standing.get(id)?.state ?? 'unasked';
  }

  /** Everybody who is counted in. */
  given(): readonly ListenerId[] {
    return [...this.#standing].flatMap(([id, { state }]) => (state === 'given' ? [id] : []));
  }

  since(id: ListenerId): number | null {
    return this.#standing.get(id)?.since ?? null;
  }

  /** When they agreed to the keeping of what they play elsewhere, also while they pause; null when they did not. */
  elsewhereSince(id: ListenerId): number | null {
    return this.#standing.get(id)?.elsewhereSince ?? null;
  }

  /** From when on what they play elsewhere may be kept; null when it may not. */
  elsewhereCountsFrom(id: ListenerId): number | null {
    const standing = this.#standing.get(id);
    return standing?.state === 'given' && standing.elsewhereSince !== null ? standing.changedAt : null;
  }

  /** Holds once it is durable. Given again, it ends a pause and takes the member's current name. */
  async give({ id, name }: Member): Promise<void> {
    const now = this.#clock.now();
    const before = this.#standing.get(id);
    const again = before?.state === 'given';
    const since = before?.since ?? now;
    const changedAt = again ? before.changedAt : now;
    await this.#storage.durably(async (trx) => {
      await trx
        .insertInto('listener')
        .values({ id, name, consent: 'given', consented_at: since, changed_at: changedAt })
        .onConflict((conflict) => conflict.column('id').doUpdateSet({ name, consent: 'given', changed_at: changedAt }))
        .execute();
      if (!again) await note(trx, consentRow(id, before ? 'resumed' : 'given', now));
    });
    this.#standing.set(id, { state: 'given', since, changedAt, elsewhereSince: before?.elsewhereSince ?? null });
  }

  /** Ends the counting at once, ahead of {@link pause}. */
  suspend(id: ListenerId): void {
    this.#note(id, { state: 'paused' });
  }

  pause(id: ListenerId): Promise<void> {
    return this.#change(id, 'paused');
  }

  /** Ends a pause once that is durable. */
  resume(id: ListenerId): Promise<void> {
    return this.#change(id, 'given');
  }

  /** Ends the keeping of what they play elsewhere at once, ahead of {@link agreeToElsewhere}. */
  suspendElsewhere(id: ListenerId): void {
    this.#note(id, { elsewhereSince: null });
  }

  /**
   * Holds once it is durable.
   * @throws UserError when the member is not counted in. Who pauses can withdraw all the same.
   */
  async agreeToElsewhere(id: ListenerId, agreed: boolean): Promise<void> {
    const state = this.of(id);
    if (state === 'unasked') throw new UserError('no-consent', 'You are not counted in, so nothing is kept about you: /privacy join would change that.');
    if (agreed && state === 'paused') throw new UserError('no-consent', 'Nothing new is kept about you while you pause: /privacy resume ends that.');
    const now = this.#clock.now();
    const elsewhereSince = agreed ? now : null;
    const changed = await this.#storage.durably(async (trx) => {
      const rows = await trx
        .updateTable('listener')
        .set({ elsewhere_since: elsewhereSince, changed_at: now })
        .where('id', '=', id)
        .where('elsewhere_since', agreed ? 'is' : 'is not', null)
        .returning('id')
        .execute();
      if (rows.length > 0) await note(trx, consentRow(id, agreed ? 'elsewhere-agreed' : 'elsewhere-withdrawn', now));
      return rows.length > 0;
    });
    if (changed) this.#note(id, { elsewhereSince, changedAt: now });
  }

  /** From now on the member counts as never asked. */
  forget(id: ListenerId): void {
    this.#standing.delete(id);
  }

  async #change(id: ListenerId, state: Standing['state']): Promise<void> {
    const now = this.#clock.now();
    const changed = await this.#storage.durably(async (trx) => {
      const rows = await trx
        .updateTable('listener')
        .set({ consent: state, changed_at: now })
        .where('id', '=', id)
        .where('consent', '!=', state)
        .returning('id')
        .execute();
      if (rows.length > 0) await note(trx, consentRow(id, state === 'given' ? 'resumed' : 'paused', now));
      return rows.length > 0;
    });
    this.#note(id, changed ? { state, changedAt: now } : { state });
  }

  #note(id: ListenerId, change: Partial<Standing>): void {
    const standing = this.#standing.get(id);
    if (standing) this.#standing.set(id, { ...standing, ...change });
  }
}

async function readStandings({ db }: Storage, id?: ListenerId): Promise<Map<ListenerId, Standing>> {
  const all = db.selectFrom('listener').selectAll();
  const rows = await (id === undefined ? all : all.where('id', '=', id)).execute();
  return new Map(
    rows.map((row) => [row.id, { state: row.consent, since: row.consented_at, changedAt: row.changed_at, elsewhereSince: row.elsewhere_since }]),
  );
}

async function note(trx: Kysely<Schema>, row: Insertable<EventTable>): Promise<void> {
  await trx.insertInto('event').values(row).execute();
  await markRevision(trx);
}

function consentRow(id: ListenerId, state: LogEventOf<'consent'>['data']['state'], at: number) {
  return toRow({ at, kind: 'consent', placeId: null, sessionId: null, listenerId: id, trackId: null, playId: null, data: { state } });
}
