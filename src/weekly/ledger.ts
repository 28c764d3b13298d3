import { randomBytes } from 'node:crypto';
import type { Clock } from '../clock.ts';
import type { ListenerId, ListId, PlaceId } from '../domain.ts';
import type { WeeklyListRow } from '../storage/schema.ts';
import type { Storage } from '../storage/storage.ts';
import type { Due } from './calendar.ts';
import type { DiscoveryList, ListContent } from './list.ts';
import { storedContent } from './stored-content.ts';

/** A list on its way. Each state holds what is known in it. */
export type Entry = EntryHead &
  (
    | { readonly state: 'build' }
    | { readonly state: 'ready'; readonly content: ListContent }
    /** Somebody has begun to post it there, and whether it arrived is not known. */
    | { readonly state: 'posting'; readonly content: ListContent; readonly address: string; readonly triedAt: number }
  );

interface EntryHead {
  readonly id: ListId;
  readonly placeId: PlaceId;
  /** null for the list of everybody in the place. */
  readonly listenerId: ListenerId | null;
  readonly week: string;
  readonly dueAt: number;
}

/** For whom a list is. */
export interface Recipient {
  readonly placeId: PlaceId;
  readonly listenerId: ListenerId | null;
}

/** How long a process may work on a list before another may take it over. */
export const LEASE_MS = 5 * 60_000;

/** Nobody: the list of everybody in a place. */
const EVERYBODY = '';
const UNFINISHED = ['build', 'ready', 'posting'] as const;

/**
 * The lists of all weeks, and how far each is: build → ready → posting → posted. Its steps are durable before they
 * return, so that a process that dies leaves behind what the next one must know; a step is taken only by the process
 * that holds the claim on the list.
 */
export class Ledger {
  readonly #storage: Storage;
  readonly #clock: Clock;
  readonly #process = randomBytes(9).toString('base64url');

  constructor({ storage, clock }: { storage: Storage; clock: Clock }) {
    this.#storage = storage;
    this.#clock = clock;
  }

  /** Notes that a list is due, unless there is one of that week; older ones that never came are dropped. */
  async open({ placeId, listenerId }: Recipient, { at, week }: Due): Promise<void> {
    const to = { place_id: placeId, listener_id: listenerId ?? EVERYBODY };
    if (await this.#storage.db.selectFrom('weekly_list').select('id').where('place_id', '=', to.place_id).where('listener_id', '=', to.listener_id).where('week', '=', week).executeTakeFirst()) return;
    await this.#storage.durably(async (trx) => {
      await trx
        .insertInto('weekly_list')
        .values({ ...NOTHING_YET, id: newListId(), kind: 'weekly', ...to, week, state: 'build', due_at: at })
        .onConflict((conflict) => conflict.columns(['place_id', 'listener_id', 'week']).doNothing())
        .execute();
      await trx
        .updateTable('weekly_list')
        .set({ state: 'dropped', fault: 'overtaken' })
        .where('place_id', '=', to.place_id)
        .where('listener_id', '=', to.listener_id)
        .where('kind', '=', 'weekly')
        .where('due_at', '<', at)
        .where('state', 'in', UNFINISHED)
        .execute();
    });
  }

  /** Lists that are not posted yet, the one due first first. */
  async unfinished(): Promise<readonly (Recipient & { readonly id: ListId; readonly made: boolean })[]> {
    const rows = await this.#storage.db.selectFrom('weekly_list').select(['id', 'place_id', 'listener_id', 'state']).where('state', 'in', UNFINISHED).orderBy('due_at').orderBy('id').execute();
    return rows.map((row) => ({ id: row.id, placeId: row.place_id, listenerId: recipientIn(row.listener_id), made: row.state !== 'build' }));
  }

  /** Takes the list for this process, for {@link LEASE_MS}. @returns it as it is then; null when another works on it, or it is done */
  async claim(id: ListId): Promise<Entry | null> {
    const now = this.#clock.now();
    const row = await this.#storage.durably((trx) =>
      trx
        .updateTable('weekly_list')
        .set({ claimed_by: this.#process, claimed_until: now + LEASE_MS })
        .where('id', '=', id)
        .where('state', 'in', UNFINISHED)
        .where((q) => q.or([q('claimed_until', '<=', now), q('claimed_by', '=', this.#process)]))
        .returningAll()
        .executeTakeFirst(),
    );
    return row ? entryOf(row) : null;
  }

  /** Lets others take it at once. */
  release(id: ListId, fault: string | null = null): Promise<boolean> {
    return this.#step(id, UNFINISHED, { claimed_by: null, claimed_until: 0, fault });
  }

  built(id: ListId, content: ListContent): Promise<boolean> {
    return this.#step(id, ['build'], { state: 'ready', made_at: this.#clock.now(), data: JSON.stringify(content) });
  }

  /** From here on it may be there, until it has been looked for. */
  posting(id: ListId, address: string): Promise<boolean> {
    return this.#step(id, ['ready'], { state: 'posting', address, tried_at: this.#clock.now() });
  }

  /** It is certain that it was not posted: it may be tried elsewhere. */
  refused(id: ListId, fault: string): Promise<boolean> {
    return this.#step(id, ['posting'], { state: 'ready', address: null, tried_at: null, fault, claimed_by: null, claimed_until: 0 });
  }

  posted(id: ListId, messageId: string): Promise<boolean> {
    return this.#step(id, UNFINISHED, { state: 'posted', message_id: messageId, fault: null, claimed_by: null, claimed_until: 0 });
  }

  /** It is not to be posted any more. */
  dropped(id: ListId, fault: string): Promise<boolean> {
    return this.#step(id, UNFINISHED, { state: 'dropped', fault, claimed_by: null, claimed_until: 0 });
  }

  /** Keeps a list that comes by no post; one of the same name is there already, and stays. */
  async put(list: DiscoveryList): Promise<DiscoveryList> {
    const row = {
      ...NOTHING_YET,
      id: list.id,
      kind: list.kind,
      place_id: list.placeId,
      listener_id: list.listenerId ?? EVERYBODY,
      week: list.week,
      state: 'posted' as const,
      due_at: list.madeAt,
      made_at: list.madeAt,
      data: JSON.stringify(list.content),
    };
    await this.#storage.durably((trx) => trx.insertInto('weekly_list').values(row).onConflict((conflict) => conflict.columns(['place_id', 'listener_id', 'week']).doNothing()).execute());
    const stored = await this.#of({ placeId: list.placeId, listenerId: list.listenerId }).where('week', '=', list.week).executeTakeFirstOrThrow();
    return listOf(stored) ?? list;
  }

  async get(id: ListId): Promise<DiscoveryList | null> {
    const row = await this.#storage.db.selectFrom('weekly_list').selectAll().where('id', '=', id).executeTakeFirst();
    return row ? listOf(row) : null;
  }

  /** Lists that are made already, brought or not, newest first. */
  async lists(to: Recipient, kinds: readonly DiscoveryList['kind'][], limit: number): Promise<readonly DiscoveryList[]> {
    const rows = await this.#of(to).where('kind', 'in', kinds).where('data', 'is not', null).orderBy('due_at', 'desc').limit(limit).execute();
    return rows.flatMap((row) => listOf(row) ?? []);
  }

  /** Why the list of a week did not come: null when it came, or is on its way. */
  async faultOf({ placeId, listenerId }: Recipient, week: string): Promise<string | null> {
    return (await this.#of({ placeId, listenerId }).where('week', '=', week).executeTakeFirst())?.fault ?? null;
  }

  async remove(ids: readonly ListId[]): Promise<void> {
    if (ids.length > 0) await this.#storage.db.deleteFrom('weekly_list').where('id', 'in', ids).execute();
  }

  /** Removes what is older: weekly lists and such as were asked for; kept ones stay. */
  async prune(before: number): Promise<void> {
    await this.#storage.db.deleteFrom('weekly_list').where('kind', 'in', ['weekly', 'discover']).where('due_at', '<', before).execute();
  }

  async forgetPlace(placeId: PlaceId): Promise<void> {
    await this.#storage.db.deleteFrom('weekly_list').where('place_id', '=', placeId).execute();
  }

  #of({ placeId, listenerId }: Recipient) {
    return this.#storage.db.selectFrom('weekly_list').selectAll().where('place_id', '=', placeId).where('listener_id', '=', listenerId ?? EVERYBODY);
  }

  /** @returns whether this process still held the list, and it was in one of these states */
  #step(id: ListId, from: readonly WeeklyListRow['state'][], change: Partial<WeeklyListRow>): Promise<boolean> {
    return this.#storage.durably(async (trx) => {
      const { numUpdatedRows } = await trx.updateTable('weekly_list').set(change).where('id', '=', id).where('state', 'in', from).where('claimed_by', '=', this.#process).executeTakeFirst();
      return numUpdatedRows > 0n;
    });
  }
}

const NOTHING_YET = { made_at: null, address: null, tried_at: null, message_id: null, fault: null, claimed_by: null, claimed_until: 0, data: null } as const;

/** Fits Discord's nonce of 25 characters, and says nothing of whom it is for. */
export function newListId(): ListId {
  return randomBytes(12).toString('hex');
}

function recipientIn(listenerId: string): ListenerId | null {
  return listenerId === EVERYBODY ? null : listenerId;
}

/** null for what is spoilt. */
function entryOf(row: WeeklyListRow): Entry | null {
  const head = { id: row.id, placeId: row.place_id, listenerId: recipientIn(row.listener_id), week: row.week, dueAt: row.due_at };
  const content = storedContent(row.data);
  if (row.state === 'build') return { ...head, state: 'build' };
  if (content === null) return null;
  if (row.state === 'posting' && row.address !== null && row.tried_at !== null) return { ...head, state: 'posting', content, address: row.address, triedAt: row.tried_at };
  return { ...head, state: 'ready', content };
}

function listOf(row: WeeklyListRow): DiscoveryList | null {
  const content = storedContent(row.data);
  if (content === null || row.made_at === null) return null;
  return { id: row.id, kind: row.kind, placeId: row.place_id, listenerId: recipientIn(row.listener_id), week: row.week, madeAt: row.made_at, content };
}

