import Keyv from 'keyv';
import type { Kysely } from 'kysely';
import { KeyLock } from './key-lock.ts';
import { KeyValueTableAdapter } from './key-value-adapter.ts';
import type { Schema } from './schema.ts';

/** A namespace of the key–value store. Values must be JSON-able. Faults of the database are thrown. */
export interface KeyValue<T> {
  get(key: string): Promise<T | undefined>;
  /** Without `ttlMs` the entry stays until it is deleted. */
  set(key: string, value: T, ttlMs?: number): Promise<void>;
  /** Whether there was such an entry. */
  delete(key: string): Promise<boolean>;
  /**
   * Reads, changes and writes one entry while no other write to it can come between, from another process
   * neither; undefined deletes it. Returns what was written. `change` must not use the database itself.
   */
  update(key: string, change: (current: T | undefined) => T | undefined | Promise<T | undefined>): Promise<T | undefined>;
  entries(): Promise<readonly (readonly [key: string, value: T])[]>;
}

export function createKeyValue<T>(db: Kysely<Schema>, namespace: string): KeyValue<T> {
  const keyv = keyvOver<T>(db, namespace);
  const lock = new KeyLock();
  return {
    get: (key) => keyv.get<T>(key),
    set: (key, value, ttlMs) =>
      lock.run(key, async () => {
        await keyv.set(key, value, ttlMs);
      }),
    delete: (key) => lock.run(key, () => keyv.delete(key)),
    update: (key, change) =>
      lock.run(key, () =>
        db.transaction().execute(async (trx) => {
          const own = keyvOver<T>(trx, namespace);
          // Holds the row until the commit, on Postgres.
          await trx.updateTable('kv').set((row) => ({ v: row.ref('v') })).where('ns', '=', namespace).where('k', '=', key).execute();
          const next = await change(await own.get<T>(key));
          if (next === undefined) await own.delete(key);
          else await own.set(key, next);
          return next;
        }),
      ),
    async entries() {
      const found: (readonly [string, T])[] = [];
      for await (const [key, value] of keyv.iterator()) found.push([key, value as T]);
      return found;
    },
  };
}

function keyvOver<T>(db: Kysely<Schema>, namespace: string): Keyv<T> {
  const keyv = new Keyv<T>({ store: new KeyValueTableAdapter(db, namespace), namespace });
  // Without this keyv answers "no such entry" when the database fails.
  keyv.throwOnEmitError = true;
  return keyv;
}
