import { Kysely, type Transaction } from 'kysely';
import type { Logger } from '../log.ts';
import { UserError } from '../user-error.ts';
import type { Engine, StorageDialect } from './engine.ts';
import { createKeyValue, type KeyValue } from './key-value.ts';
import { migrate } from './migrations.ts';
import { postgresEngine } from './postgres.ts';
import type { Schema } from './schema.ts';
import { sharedRun } from './shared-run.ts';
import { sqliteEngine } from './sqlite.ts';

export type { KeyValue } from './key-value.ts';
export type { Schema } from './schema.ts';

/** The database, whichever it is. */
export interface Storage {
  readonly db: Kysely<Schema>;
  readonly dialect: StorageDialect;
  /** JSON-able values by key; every namespace is a map of its own. */
  keyValue<T>(namespace: string): KeyValue<T>;
  /**
   * Runs `work` in a transaction whose commit survives a power cut. Plain transactions survive the death of
   * the process; on SQLite a power cut may take the last of them.
   */
  durably<T>(work: (trx: Transaction<Schema>) => Promise<T>): Promise<T>;
  /** Removes from disk what deleted rows leave behind: free pages and the write-ahead log. */
  scrub(): Promise<void>;
  close(): Promise<void>;
}

export interface StorageOptions {
  /** A Postgres URL, or null for SQLite. */
  readonly url: string | null;
  /** Where the SQLite database lies; created with its folder when missing. */
  readonly file: string;
  readonly log: Logger;
  /** For processes beside the main one: never writes, not even migrations. */
  readonly readOnly?: boolean;
}

/**
 * Opens the database and brings its schema up to date.
 * @throws UserError when it cannot be opened, or was written by a newer Segue.
 */
export async function openStorage({ url, file, log, readOnly = false }: StorageOptions): Promise<Storage> {
  try {
    return await openStorageOn(url === null ? sqliteEngine(file, readOnly) : postgresEngine(url, log), readOnly);
  } catch (error) {
    if (error instanceof UserError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    const advice = url === null ? `the database ${file}: check that SEGUE_DATA can be written` : 'the database at DATABASE_URL: check that it runs and lets Segue in';
    throw new UserError('storage', `Segue cannot open ${advice} (${reason}).`);
  }
}

/** As {@link openStorage}, over an engine of the caller's: an in-process Postgres in tests. */
export async function openStorageOn(engine: Engine, readOnly = false): Promise<Storage> {
  const db = new Kysely<Schema>({ dialect: engine.kysely });
  try {
    if (!readOnly) {
      await migrate(db as Kysely<unknown>, engine.dialect);
      await db.deleteFrom('kv').where('exp', '<=', Date.now()).execute();
    }
  } catch (error) {
    await db.destroy();
    throw error;
  }
  const maps = new Map<string, KeyValue<unknown>>();
  return {
    db,
    dialect: engine.dialect,
    keyValue<T>(namespace: string) {
      // One object a namespace, as the locks of its keys live there.
      const map = maps.get(namespace) ?? createKeyValue<unknown>(db, namespace);
      maps.set(namespace, map);
      return map as KeyValue<T>;
    },
    durably: (work) => engine.durably(db, work),
    scrub: sharedRun(() => engine.scrub(db)),
    close: () => db.destroy(),
  };
}
