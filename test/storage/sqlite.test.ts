import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { sql, type Kysely } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { silentLogger } from '../../src/log.ts';
import { openStorage, type Schema } from '../../src/storage/storage.ts';
import { UserError } from '../../src/user-error.ts';
import { temporarySqlite, type TestStorage } from '../support/storage.ts';

describe('the SQLite database', () => {
  let opened: TestStorage;
  beforeEach(async () => {
    opened = await temporarySqlite();
  });
  afterEach(() => opened.remove());

  test('is readable by its owner alone, with its side files', () => {
    const folder = join(opened.file, '..');
    const modes = readdirSync(folder).map((name) => statSync(join(folder, name)).mode & 0o777);
    expect(modes.length).toBeGreaterThan(1);
    expect(new Set(modes)).toEqual(new Set([0o600]));
  });

  test('commits at full durability only when asked', async () => {
    const level = async (db: Kysely<Schema>) => (await sql<{ synchronous: number }>`pragma synchronous`.execute(db)).rows[0]?.synchronous;
    expect(await level(opened.storage.db)).toBe(1);
    expect(await opened.storage.durably((trx) => level(trx))).toBe(2);
    expect(await level(opened.storage.db)).toBe(1);
  });

  test('another process can read while this one writes, and cannot write', async () => {
    const reader = await openStorage({ url: null, file: opened.file, log: silentLogger, readOnly: true });
    try {
      await opened.storage.keyValue<number>('n').set('k', 1);
      expect(await reader.keyValue<number>('n').get('k')).toBe(1);
      await expect(reader.keyValue<number>('n').set('k', 2)).rejects.toThrow(/readonly/);
      expect(await opened.storage.keyValue<number>('n').get('k')).toBe(1);
    } finally {
      await reader.close();
    }
  });

  test('a transaction that has read can write: nobody else writes in between', async () => {
    const other = new DatabaseSync(opened.file);
    const write = "insert into kv (ns, k, v) values ('n', 'k', '1')";
    await opened.storage.db.transaction().execute(async (trx) => {
      expect(await trx.selectFrom('kv').selectAll().execute()).toEqual([]);
      expect(() => other.exec(write)).toThrow(/locked/);
      await sql.raw(write).execute(trx);
    });
    other.close();
    expect(await opened.storage.db.selectFrom('kv').selectAll().execute()).toHaveLength(1);
  });

  test('scrubbing leaves nothing of deleted rows in any file, with another reader open', async () => {
    const reader = await openStorage({ url: null, file: opened.file, log: silentLogger, readOnly: true });
    const map = opened.storage.keyValue<string>('secrets');
    for (let i = 0; i < 300; i++) await map.set(`key-${i}`, `needle-in-the-hay-${i}`);
    await reader.keyValue<string>('secrets').entries();
    const bytes = () => {
      const folder = join(opened.file, '..');
      return readdirSync(folder).map((name) => readFileSync(join(folder, name)).toString('latin1')).join('');
    };
    expect(bytes()).toContain('needle-in-the-hay');
    await opened.storage.db.deleteFrom('kv').execute();
    await opened.storage.scrub();
    expect(bytes()).not.toContain('needle-in-the-hay');
    await reader.close();
  });

  test('a database of a newer Segue is refused in one sentence', async () => {
    await sql`insert into kysely_migration (name, timestamp) values ('9999-from-the-future', '')`.execute(opened.storage.db);
    const again = openStorage({ url: null, file: opened.file, log: silentLogger });
    await expect(again).rejects.toThrow(UserError);
    await expect(again).rejects.toThrow(/newer Segue.*9999-from-the-future.*update Segue/);
  });

  test('opening again keeps what is there', async () => {
    await opened.storage.keyValue<string>('n').set('k', 'v');
    await opened.storage.close();
    const again = await openStorage({ url: null, file: opened.file, log: silentLogger });
    expect(await again.keyValue<string>('n').get('k')).toBe('v');
    await again.close();
  });

  test('a file that is no database, or a folder that cannot be made, says what to check', async () => {
    const file = join(opened.file, 'below-a-file', 'segue.db');
    await expect(openStorage({ url: null, file, log: silentLogger })).rejects.toThrow(/SEGUE_DATA can be written/);
  });

  test('faults of the database reach the caller of the key–value store', async () => {
    new DatabaseSync(opened.file).exec('drop table kv');
    await expect(opened.storage.keyValue<number>('n').get('k')).rejects.toThrow(/no such table/);
  });
});

test('a Postgres that does not answer says what to check', async () => {
  const opening = openStorage({ url: 'postgres://segue@127.0.0.1:1/none', file: '', log: silentLogger });
  await expect(opening).rejects.toThrow(/DATABASE_URL.*ECONNREFUSED/);
});
