import { keyvStorageCapability, type KeyvStorageEntry } from 'keyv';
import type { Kysely } from 'kysely';
import type { Schema } from './schema.ts';

/** A keyv 6 storage adapter over the table `kv`. Expiry times are absolute; keyv filters what has expired. */
export class KeyValueTableAdapter {
  readonly #db: Kysely<Schema>;
  namespace: string | undefined;

  constructor(db: Kysely<Schema>, namespace: string) {
    this.#db = db;
    this.namespace = namespace;
  }

  get capabilities() {
    return { ...keyvStorageCapability(this), expires: true };
  }

  async get(key: string): Promise<string | undefined> {
    return (await this.getMany([key]))[0];
  }

  async getMany(keys: string[]): Promise<(string | undefined)[]> {
    const rows = await this.#rows().select(['k', 'v']).where('k', 'in', keys).execute();
    const values = new Map(rows.map(({ k, v }) => [k, v]));
    return keys.map((key) => values.get(key));
  }

  async has(key: string): Promise<boolean> {
    return (await this.get(key)) !== undefined;
  }

  async hasMany(keys: string[]): Promise<boolean[]> {
    return (await this.getMany(keys)).map((value) => value !== undefined);
  }

  async set(key: string, value: unknown, expires?: number): Promise<boolean> {
    await this.setMany([{ key, value, ...(expires === undefined ? {} : { expires }) }]);
    return true;
  }

  async setMany(entries: KeyvStorageEntry<unknown>[]): Promise<boolean[]> {
    const rows = entries.map(({ key, value, expires }) => ({ ns: this.#namespace, k: key, v: String(value), exp: expires ?? null }));
    await this.#db
      .insertInto('kv')
      .values(rows)
      .onConflict((conflict) => conflict.columns(['ns', 'k']).doUpdateSet((row) => ({ v: row.ref('excluded.v'), exp: row.ref('excluded.exp') })))
      .execute();
    return entries.map(() => true);
  }

  async delete(key: string): Promise<boolean> {
    return (await this.deleteMany([key]))[0] ?? false;
  }

  async deleteMany(keys: string[]): Promise<boolean[]> {
    const gone = await this.#db.deleteFrom('kv').where('ns', '=', this.#namespace).where('k', 'in', keys).returning('k').execute();
    const names = new Set(gone.map(({ k }) => k));
    return keys.map((key) => names.has(key));
  }

  async clear(): Promise<void> {
    await this.#db.deleteFrom('kv').where('ns', '=', this.#namespace).execute();
  }

  async *iterator(): AsyncGenerator<[string, string], void> {
    for (const { k, v } of await this.#rows().select(['k', 'v']).execute()) yield [k, v];
  }

  get #namespace(): string {
    return this.namespace ?? '';
  }

  #rows() {
    return this.#db.selectFrom('kv').where('ns', '=', this.#namespace);
  }
}
