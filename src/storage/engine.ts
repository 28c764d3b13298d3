import type { Dialect, Kysely, Transaction } from 'kysely';
import type { Schema } from './schema.ts';

export type StorageDialect = 'sqlite' | 'postgres';

/** What differs between the databases. */
export interface Engine {
  readonly dialect: StorageDialect;
  readonly kysely: Dialect;
  /** Commits only once the transaction would survive a power cut. */
  durably<T>(db: Kysely<Schema>, work: (trx: Transaction<Schema>) => Promise<T>): Promise<T>;
  /** Removes from disk what deleted rows leave behind. */
  scrub(db: Kysely<Schema>): Promise<void>;
}
