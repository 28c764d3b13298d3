import { createHmac, randomBytes } from 'node:crypto';
import type { ListenerId } from '../domain.ts';
import type { KeyValue, Storage } from '../storage/storage.ts';

/**
 * Who was asked for consent, so that nobody is asked twice. Who did not agree must not be known by
 * anything stored: kept is only an HMAC-SHA-256 (RFC 2104) of the member's id under a key of this
 * installation. Known in memory.
 */
export class AskedMembers {
  readonly #stored: KeyValue<true>;
  readonly #key: string;
  readonly #marks: Set<string>;
  /** Whoever has everything removed is not asked again as long as this process runs. */
  readonly #forgotten = new Set<string>();

  private constructor(stored: KeyValue<true>, key: string, marks: Set<string>) {
    this.#stored = stored;
    this.#key = key;
    this.#marks = marks;
  }

  static async load(storage: Storage): Promise<AskedMembers> {
    const secrets = storage.keyValue<string>('secret');
    const known = await secrets.get('asked');
    const key = known ?? randomBytes(32).toString('base64url');
    if (known === undefined) await secrets.set('asked', key);
    const stored = storage.keyValue<true>('asked');
    return new AskedMembers(stored, key, new Set((await stored.entries()).map(([mark]) => mark)));
  }

  has(id: ListenerId): boolean {
    const mark = this.#markOf(id);
    return this.#marks.has(mark) || this.#forgotten.has(mark);
  }

  /** Known at once; resolves when it is stored. */
  async add(ids: readonly ListenerId[]): Promise<void> {
    const fresh = ids.map((id) => this.#markOf(id)).filter((mark) => !this.#marks.has(mark));
    for (const mark of fresh) this.#marks.add(mark);
    await Promise.all(fresh.map((mark) => this.#stored.set(mark, true)));
  }

  /** @returns whether there was a mark */
  async forget(id: ListenerId): Promise<boolean> {
    const mark = this.#markOf(id);
    this.#marks.delete(mark);
    this.#forgotten.add(mark);
    return this.#stored.delete(mark);
  }

  #markOf(id: ListenerId): string {
    return createHmac('sha256', this.#key).update(id).digest('base64url');
  }
}
