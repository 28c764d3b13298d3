import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { PGliteDialect } from 'kysely';
import { silentLogger } from '../../src/log.ts';
import { postgresEngineOver } from '../../src/storage/postgres.ts';
import { openStorage, openStorageOn, type Storage } from '../../src/storage/storage.ts';
import { postgresMissing, startPostgres } from './postgres.ts';

/** A database for tests, with what removes it afterwards. */
export interface TestStorage {
  readonly storage: Storage;
  /** The SQLite file; meaningless on Postgres. */
  readonly file: string;
  readonly remove: () => Promise<void>;
}

/** An empty SQLite database in a folder of its own. */
export async function temporarySqlite(): Promise<TestStorage> {
  const folder = mkdtempSync(join(tmpdir(), 'segue-sqlite-'));
  const file = join(folder, 'segue.db');
  const storage = await openStorage({ url: null, file, log: silentLogger });
  return {
    storage,
    file,
    async remove() {
      await storage.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export interface TestDatabase {
  readonly name: string;
  /** Why it cannot be had here, or null. */
  readonly missing: string | null;
  readonly open: () => Promise<TestStorage>;
}

/** Every database Segue runs on. */
export const DATABASES: readonly TestDatabase[] = [
  { name: 'SQLite', missing: null, open: temporarySqlite },
  {
    name: 'PGlite',
    missing: null,
    async open() {
      const pglite = await PGlite.create({ parsers: { 20: Number } });
      const storage = await openStorageOn(postgresEngineOver(new PGliteDialect({ pglite })));
      return { storage, file: '', remove: () => storage.close() };
    },
  },
  {
    name: 'PostgreSQL',
    missing: postgresMissing(),
    async open() {
      const server = await startPostgres();
      const storage = await openStorage({ url: server.url, file: '', log: silentLogger });
      return {
        storage,
        file: '',
        async remove() {
          await storage.close();
          await server.stop();
        },
      };
    },
  },
];

/** SQLite and one Postgres: the server where there is one, the in-process one otherwise. */
export const BOTH_DIALECTS: readonly TestDatabase[] = DATABASES.filter(({ name }) => name !== (postgresMissing() === null ? 'PGlite' : 'PostgreSQL'));
