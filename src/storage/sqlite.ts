import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { Worker } from 'node:worker_threads';
import { CompiledQuery, sql, SqliteAdapter, SqliteDriver, SqliteIntrospector, SqliteQueryCompiler, type DatabaseConnection, type SqliteDatabase, type SqliteStatement } from 'kysely';
import type { Engine } from './engine.ts';

/** Prepared statements kept; the longest (inserts of hundreds of rows) cost more to keep than to prepare. */
const CACHED_STATEMENTS = 200;
const LONGEST_CACHED_SQL = 4_000;

const BUSY_TIMEOUT_MS = 5_000;

/** SQLite through `node:sqlite`. Kysely serialises its single connection. */
export function sqliteEngine(file: string, readOnly: boolean): Engine {
  if (!readOnly) createPrivately(file);
  const config = { database: adapt(openDatabase(file, readOnly)) };
  return {
    dialect: 'sqlite',
    kysely: {
      createAdapter: () => new TransactionalSqliteAdapter(),
      createDriver: () => (readOnly ? new SqliteDriver(config) : new ImmediateSqliteDriver(config)),
      createIntrospector: (db) => new SqliteIntrospector(db),
      createQueryCompiler: () => new SqliteQueryCompiler(),
    },
    durably: (db, work) =>
      db.connection().execute(async (connection) => {
        // The level cannot change inside a transaction; the lock on the connection keeps others out.
        await sql`pragma synchronous = full`.execute(connection);
        try {
          return await connection.transaction().execute(work);
        } finally {
          await sql`pragma synchronous = normal`.execute(connection);
        }
      }),
    // The connection is held so that nothing here waits inside SQLite for the thread that rewrites the file.
    scrub: (db) => db.connection().execute(() => scrubInThread(file)),
  };
}

/** Creates the database readable by its owner alone; SQLite gives its side files the same mode. */
function createPrivately(file: string): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  closeSync(openSync(file, 'a', 0o600));
}

function openDatabase(file: string, readOnly: boolean): DatabaseSync {
  const database = new DatabaseSync(file, { readOnly });
  database.exec(`pragma busy_timeout = ${BUSY_TIMEOUT_MS}`);
  if (!readOnly) {
    database.exec('pragma journal_mode = wal; pragma synchronous = normal; pragma foreign_keys = on; pragma secure_delete = on');
  }
  return database;
}

/** Gives `node:sqlite` the face of better-sqlite3 that Kysely's dialect expects, with a statement cache. */
function adapt(database: DatabaseSync): SqliteDatabase {
  const cache = new Map<string, SqliteStatement>();
  return {
    close: () => database.close(),
    prepare(text) {
      const cached = cache.get(text);
      const statement = cached ?? adaptStatement(database.prepare(text));
      if (text.length > LONGEST_CACHED_SQL) return statement;
      if (cached) cache.delete(text);
      cache.set(text, statement);
      if (cache.size > CACHED_STATEMENTS) cache.delete(cache.keys().next().value ?? '');
      return statement;
    },
  };
}

function adaptStatement(statement: StatementSync): SqliteStatement {
  return {
    reader: statement.columns().length > 0,
    all: (parameters) => statement.all(...parameters.map(toInput)),
    run: (parameters) => statement.run(...parameters.map(toInput)),
    iterate: (parameters) => statement.iterate(...parameters.map(toInput)),
  };
}

function toInput(value: unknown): SQLInputValue {
  if (typeof value === 'boolean') return value ? 1 : 0;
  return value === undefined ? null : (value as SQLInputValue);
}

/** Takes the write lock at the start: a transaction that reads first cannot then fail to write. */
class ImmediateSqliteDriver extends SqliteDriver {
  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('begin immediate'));
  }
}

/** SQLite's schema changes are transactional, so that a failing migration leaves nothing half done. */
class TransactionalSqliteAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

/** Rewriting a large file takes seconds: it runs beside the main thread. */
function scrubInThread(file: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./sqlite-scrub.ts', import.meta.url), { workerData: { file } });
    worker.once('error', reject);
    worker.once('exit', (code) => (code === 0 ? resolve() : reject(new Error(`cleaning the database ended with code ${code}`))));
  });
}
