import { sql, type ColumnDefinitionBuilder, type Kysely } from 'kysely';
import { Migrator, type Migration } from 'kysely/migration';
import { UserError } from '../user-error.ts';
import type { StorageDialect } from './engine.ts';

const required = (column: ColumnDefinitionBuilder) => column.notNull();
const key = (column: ColumnDefinitionBuilder) => column.primaryKey();

/** Forward only: a migration that shipped is never edited; the next change is the next number. */
function migrations(dialect: StorageDialect): Record<string, Migration> {
  return {
    '0001-first-tables': { up: (db) => createFirstTables(db, dialect) },
    '0002-elsewhere': { up: addElsewhere },
    '0003-unmatched': { up: addUnmatched },
    '0004-reading': { up: (db) => addReading(db, dialect) },
    '0005-analysis': { up: (db) => addAnalysis(db, dialect) },
    '0007-weekly': { up: addWeekly },
    '0008-imports': { up: addImports },
    '0009-leaves': { up: addLeaves },
    '0010-unmatched-of-one': { up: addUnmatchedOfOne },
  };
}

async function createFirstTables(db: Kysely<unknown>, dialect: StorageDialect): Promise<void> {
  // Tables read only by their whole key need no row id of SQLite's own beside it.
  const keyed = dialect === 'sqlite' ? sql` without rowid` : sql``;

  await db.schema
    .createTable('track')
    .addColumn('id', 'text', key)
    .addColumn('title', 'text', required)
    .addColumn('artist', 'text', required)
    .addColumn('album', 'text')
    .addColumn('track_number', 'integer')
    .addColumn('disc_number', 'integer')
    .addColumn('year', 'integer')
    .addColumn('genres', 'text', required)
    .addColumn('tags', 'text', required)
    .addColumn('duration_ms', 'double precision', required)
    .addColumn('isrc', 'text')
    .addColumn('mbid', 'text')
    .addColumn('source', 'text', required)
    .addColumn('path', 'text', required)
    .addColumn('format', 'text', required)
    .addColumn('integrated_lufs', 'double precision')
    .addColumn('true_peak_dbtp', 'double precision')
    .addColumn('added_at', 'bigint', required)
    .execute();

  await db.schema
    .createTable('file')
    .addColumn('path', 'text', key)
    .addColumn('source', 'text', required)
    .addColumn('track_id', 'text')
    .addColumn('size', 'bigint', required)
    .addColumn('mtime_ms', 'double precision', required)
    .addColumn('format', 'text', required)
    .addColumn('meta', 'text', required)
    .addColumn('fault', 'text')
    .addColumn('integrated_lufs', 'double precision')
    .addColumn('true_peak_dbtp', 'double precision')
    .addColumn('scanned_at', 'bigint', required)
    .execute();
  await db.schema.createIndex('file_track').on('file').column('track_id').execute();

  await db.schema
    .createTable('event')
    .addColumn('id', dialect === 'sqlite' ? 'integer' : 'bigint', (column) =>
      dialect === 'sqlite' ? column.primaryKey().autoIncrement() : column.primaryKey().generatedAlwaysAsIdentity(),
    )
    .addColumn('at', 'bigint', required)
    .addColumn('kind', 'text', required)
    .addColumn('place_id', 'text')
    .addColumn('session_id', 'text')
    .addColumn('listener_id', 'text')
    .addColumn('track_id', 'text')
    .addColumn('play_id', 'text')
    .addColumn('data', 'text', required)
    .execute();
  await db.schema
    .createIndex('event_listener')
    .on('event')
    .columns(['listener_id', 'kind', 'id'])
    .where(sql.ref('listener_id'), 'is not', null)
    .execute();
  await db.schema.createIndex('event_play').on('event').column('play_id').where(sql.ref('play_id'), 'is not', null).execute();

  await db.schema
    .createTable('listener')
    .addColumn('id', 'text', key)
    .addColumn('name', 'text', required)
    .addColumn('consent', 'text', required)
    .addColumn('consented_at', 'bigint', required)
    .addColumn('changed_at', 'bigint', required)
    .execute();

  await db.schema
    .createTable('affinity')
    .addColumn('listener_id', 'text', required)
    .addColumn('track_id', 'text', required)
    .addColumn('plays', 'integer', required)
    .addColumn('completions', 'integer', required)
    .addColumn('heard_ms', 'double precision', required)
    .addColumn('skips', 'integer', required)
    .addColumn('early_skips', 'integer', required)
    .addColumn('requests', 'integer', required)
    .addColumn('reaction', 'text')
    .addColumn('last_at', 'bigint', required)
    .addPrimaryKeyConstraint('affinity_key', ['listener_id', 'track_id'])
    .modifyEnd(keyed)
    .execute();

  await db.schema
    .createTable('open_play')
    .addColumn('play_id', 'text', key)
    .addColumn('place_id', 'text', required)
    .addColumn('session_id', 'text', required)
    .addColumn('track_id', 'text', required)
    .addColumn('duration_ms', 'double precision', required)
    .addColumn('started_at', 'bigint', required)
    .addColumn('ran_ms', 'double precision', required)
    .addColumn('checkpoint_at', 'bigint', required)
    .execute();

  await db.schema
    .createTable('open_listen')
    .addColumn('play_id', 'text', (column) => column.notNull().references('open_play.play_id').onDelete('cascade'))
    .addColumn('listener_id', 'text', required)
    .addColumn('started_at', 'bigint', required)
    .addColumn('heard_ms', 'double precision', required)
    .addColumn('joined_midway', 'integer', required)
    .addColumn('hearing', 'integer', required)
    .addColumn('checkpoint_at', 'bigint', required)
    .addPrimaryKeyConstraint('open_listen_key', ['play_id', 'listener_id'])
    .modifyEnd(keyed)
    .execute();

  await db.schema
    .createTable('kv')
    .addColumn('ns', 'text', required)
    .addColumn('k', 'text', required)
    .addColumn('v', 'text', required)
    .addColumn('exp', 'bigint')
    .addPrimaryKeyConstraint('kv_key', ['ns', 'k'])
    .execute();
}

async function addElsewhere(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('listener').addColumn('elsewhere_since', 'bigint').execute();
  // Finds a listen that is told again.
  await db.schema.createIndex('event_elsewhere').on('event').columns(['listener_id', 'at']).where(sql.ref('kind'), '=', 'elsewhere').execute();
}

async function addUnmatched(db: Kysely<unknown>): Promise<void> {
  // Finds what was heard elsewhere and has no track, as often as the library grows.
  const unmatched = sql<boolean>`kind = 'elsewhere' and track_id is null`;
  await db.schema.createIndex('event_unmatched').on('event').column('id').where(unmatched).execute();
}

async function addReading(db: Kysely<unknown>, dialect: StorageDialect): Promise<void> {
  await db.schema
    .createTable('reading')
    .addColumn('artist_key', 'text', required)
    .addColumn('source', 'text', required)
    .addColumn('url', 'text', required)
    .addColumn('artist_name', 'text', required)
    .addColumn('title', 'text', required)
    .addColumn('credit', 'text')
    .addColumn('language', 'text')
    .addColumn('read_at', 'bigint', required)
    .addColumn('content', dialect === 'sqlite' ? 'blob' : 'bytea', required)
    .addPrimaryKeyConstraint('reading_key', ['artist_key', 'source', 'url'])
    .execute();
  await db.schema.createIndex('reading_url').on('reading').columns(['source', 'url']).execute();

  await db.schema
    .createTable('reading_task')
    .addColumn('source', 'text', required)
    .addColumn('subject', 'text', required)
    .addColumn('name', 'text', required)
    .addColumn('weight', 'integer', required)
    .addColumn('due_at', 'bigint', required)
    .addColumn('tries', 'integer', required)
    .addColumn('fault', 'text')
    .addColumn('done_at', 'bigint')
    .addPrimaryKeyConstraint('reading_task_key', ['source', 'subject'])
    .execute();
  await db.schema.createIndex('reading_task_due').on('reading_task').columns(['source', 'due_at']).execute();
}

async function addAnalysis(db: Kysely<unknown>, dialect: StorageDialect): Promise<void> {
  const bytes = dialect === 'sqlite' ? 'blob' : 'bytea';
  await db.schema
    .createTable('analysis')
    .addColumn('content_hash', 'text', key)
    .addColumn('version', 'integer', required)
    .addColumn('analysed_at', 'bigint', required)
    .addColumn('summary', 'text', required)
    .addColumn('detail', bytes, required)
    .addColumn('embedding', bytes)
    .addColumn('network_version', 'text')
    .execute();

  await db.schema
    .createTable('analysed_file')
    .addColumn('path', 'text', key)
    .addColumn('size', 'bigint', required)
    .addColumn('mtime_ms', 'double precision', required)
    .addColumn('content_hash', 'text')
    .addColumn('version', 'integer', required)
    .addColumn('tries', 'integer', required)
    .addColumn('tried_at', 'bigint', required)
    .addColumn('fault', 'text')
    .addColumn('gone_at', 'bigint')
    .execute();
  await db.schema.createIndex('analysed_file_content').on('analysed_file').column('content_hash').execute();
}

async function addWeekly(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('weekly_list')
    .addColumn('id', 'text', key)
    .addColumn('kind', 'text', required)
    .addColumn('place_id', 'text', required)
    .addColumn('listener_id', 'text', required)
    .addColumn('week', 'text', required)
    .addColumn('state', 'text', required)
    .addColumn('due_at', 'bigint', required)
    .addColumn('made_at', 'bigint')
    .addColumn('address', 'text')
    .addColumn('tried_at', 'bigint')
    .addColumn('message_id', 'text')
    .addColumn('fault', 'text')
    .addColumn('claimed_by', 'text')
    .addColumn('claimed_until', 'bigint', required)
    .addColumn('data', 'text')
    .execute();
  // One list a place, member and week, whoever makes it.
  await db.schema.createIndex('weekly_list_once').on('weekly_list').columns(['place_id', 'listener_id', 'week']).unique().execute();
  await db.schema.createIndex('weekly_list_listener').on('weekly_list').columns(['listener_id', 'due_at']).execute();
  const unfinished = sql<boolean>`state in ('build', 'ready', 'posting')`;
  await db.schema.createIndex('weekly_list_unfinished').on('weekly_list').column('due_at').where(unfinished).execute();
  // Finds whether a list was logged, and what was said about it.
  const aboutLists = sql<boolean>`kind in ('list', 'list-feedback')`;
  await db.schema.createIndex('event_list').on('event').column('session_id').where(aboutLists).execute();
}

async function addImports(db: Kysely<unknown>): Promise<void> {
  // Finds songs of imported histories that have no track, as often as the library grows.
  const unmatched = sql<boolean>`kind = 'imported' and track_id is null`;
  await db.schema.createIndex('event_unmatched_import').on('event').column('id').where(unmatched).execute();
  await db.schema.alterTable('affinity').addColumn('artist_liked', 'integer', (column) => column.notNull().defaultTo(0)).execute();
}

/** What somebody left before there was this stays counted as heard in part. */
async function addLeaves(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('affinity').addColumn('leaves', 'integer', (column) => column.notNull().defaultTo(0)).execute();
}

async function addUnmatchedOfOne(db: Kysely<unknown>): Promise<void> {
  // Finds what one listener heard elsewhere and the library has not, and tells whether it is still the same.
  const unmatched = sql<boolean>`track_id is null and kind in ('elsewhere', 'imported')`;
  await db.schema.createIndex('event_unmatched_of_one').on('event').columns(['listener_id', 'id']).where(unmatched).execute();
}

/**
 * Brings the database up to this program's schema.
 * @throws UserError when the database was written by a newer Segue.
 */
export async function migrate(db: Kysely<unknown>, dialect: StorageDialect): Promise<void> {
  const known = migrations(dialect);
  const migrator = new Migrator({ db, provider: { getMigrations: async () => known } });
  const newer = (await executedMigrations(db)).find((name) => !(name in known));
  if (newer !== undefined) {
    throw new UserError('storage-newer', `The database was written by a newer Segue (it has "${newer}"): update Segue, or set another SEGUE_DATA or DATABASE_URL.`);
  }
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined) throw error as Error;
}

async function executedMigrations(db: Kysely<unknown>): Promise<string[]> {
  const tables = await db.introspection.getTables({ withInternalKyselyTables: true });
  if (!tables.some(({ name }) => name === 'kysely_migration')) return [];
  const { rows } = await sql<{ name: string }>`select name from kysely_migration order by name`.execute(db);
  return rows.map(({ name }) => name);
}
