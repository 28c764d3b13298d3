import type { KeyValue } from '../../src/storage/key-value.ts';

/** A namespace of the key–value store in memory, for houses without a database. Entries never expire. */
export class MapStore<T> implements KeyValue<T> {
  readonly #entries = new Map<string, T>();

  async get(key: string): Promise<T | undefined> {
    return this.#entries.get(key);
  }

  async set(key: string, value: T): Promise<void> {
    this.#entries.set(key, value);
  }

  async delete(key: string): Promise<boolean> {
    return this.#entries.delete(key);
  }

  async update(key: string, change: (current: T | undefined) => T | undefined | Promise<T | undefined>): Promise<T | undefined> {
    const next = await change(this.#entries.get(key));
    if (next === undefined) this.#entries.delete(key);
    else this.#entries.set(key, next);
    return next;
  }

  async entries(): Promise<readonly (readonly [key: string, value: T])[]> {
    return [...this.#entries];
  }
}
