import { PostgresDialect, sql, type Dialect } from 'kysely';
import pg from 'pg';
import type { Logger } from '../log.ts';
import type { Engine } from './engine.ts';

const INT8 = 20;
const CONNECTIONS = 8;
const CONNECT_TIMEOUT_MS = 10_000;

/** Postgres through a pool of `pg`. */
export function postgresEngine(url: string, log: Logger): Engine {
  const pool = new pg.Pool({
    connectionString: url,
    max: CONNECTIONS,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    application_name: 'segue',
    types: {
      // Times and counts stay below 2^53.
      getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
        oid === INT8 ? Number : (pg.types.getTypeParser as (oid: number, format?: string) => unknown)(oid, format)) as typeof pg.types.getTypeParser,
    },
  });
  // An idle connection that breaks is replaced by the pool; without a listener it would end the process.
  pool.on('error', (error) => log.warn({ reason: error.message }, 'a database connection broke'));
  return postgresEngineOver(new PostgresDialect({ pool }));
}

/** Postgres through any dialect of Kysely that speaks it; int8 must come as number. */
export function postgresEngineOver(dialect: Dialect): Engine {
  return {
    dialect: 'postgres',
    kysely: dialect,
    durably: (db, work) =>
      db.transaction().execute(async (trx) => {
        await sql`set local synchronous_commit to on`.execute(trx);
        return await work(trx);
      }),
    scrub: async (db) => {
      await sql`vacuum event, listener, affinity, open_listen, kv`.execute(db);
    },
  };
}
