import { sql, type Kysely } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { migrate } from '../../src/storage/migrations.ts';
import { DATABASES, type TestStorage } from '../support/storage.ts';

for (const database of DATABASES) {
  const { name, missing } = database;
  describe.skipIf(missing !== null)(`storage on ${name}${missing === null ? '' : ` (skipped: ${missing})`}`, () => {
    let opened: TestStorage;
    beforeAll(async () => {
      opened = await database.open();
    });
    afterAll(() => opened?.remove());

    const event = (at: number) => ({ at, kind: 'play' as const, place_id: 'p', session_id: null, listener_id: null, track_id: null, play_id: null, data: '{}' });

    test('gives log rows rising ids and keeps times to the millisecond', async () => {
      const { db } = opened.storage;
      const at = 1_795_000_000_123;
      await db.insertInto('event').values([event(at), event(at + 1)]).execute();
      const rows = await db.selectFrom('event').select(['id', 'at']).where('place_id', '=', 'p').orderBy('id').execute();
      expect(rows.map((row) => row.at)).toEqual([at, at + 1]);
      expect(rows[1]?.id).toBeGreaterThan(rows[0]?.id ?? Infinity);
      const count = await db.selectFrom('event').select((q) => q.fn.countAll<number>().as('n')).executeTakeFirstOrThrow();
      expect(count.n).toBe(2);
    });

    test('a transaction that fails leaves nothing, also at full durability', async () => {
      const { db } = opened.storage;
      const failing = async (trx: Pick<typeof db, 'insertInto'>) => {
        await trx.insertInto('listener').values({ id: 'x', name: 'X', consent: 'given', consented_at: 1, changed_at: 1 }).execute();
        throw new Error('changed my mind');
      };
      await expect(db.transaction().execute(failing)).rejects.toThrow('changed my mind');
      await expect(opened.storage.durably(failing)).rejects.toThrow('changed my mind');
      expect(await db.selectFrom('listener').selectAll().execute()).toEqual([]);
      await opened.storage.durably((trx) => trx.insertInto('listener').values({ id: 'y', name: 'Y', consent: 'given', consented_at: 1, changed_at: 1 }).execute());
      expect(await db.selectFrom('listener').select('id').execute()).toEqual([{ id: 'y' }]);
    });

    test('transactions asked for at the same time do not mix', async () => {
      const { db } = opened.storage;
      const rivals = Array.from({ length: 20 }, (_, i) =>
        db.transaction().execute(async (trx) => {
          await trx.insertInto('event').values({ ...event(i), place_id: 'rivals' }).execute();
          if (i % 2 === 1) throw new Error('odd');
        }),
      );
      const results = await Promise.allSettled(rivals);
      expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(10);
      const rows = await db.selectFrom('event').select('at').where('place_id', '=', 'rivals').execute();
      expect(rows.map(({ at }) => at).sort((a, b) => a - b)).toEqual([0, 2, 4, 6, 8, 10, 12, 14, 16, 18]);
    });

    test('ending a play removes its open listens', async () => {
      const { db } = opened.storage;
      await db.insertInto('open_play').values({ play_id: 'a', place_id: 'p', session_id: 's', track_id: 't', duration_ms: 1.5, started_at: 1, ran_ms: 0, checkpoint_at: 1 }).execute();
      await db.insertInto('open_listen').values({ play_id: 'a', listener_id: 'l', started_at: 1, heard_ms: 0, joined_midway: 0, hearing: 1, checkpoint_at: 1 }).execute();
      await db.deleteFrom('open_play').where('play_id', '=', 'a').execute();
      expect(await db.selectFrom('open_listen').selectAll().execute()).toEqual([]);
    });

    test('scrubbing leaves the database in working order', async () => {
      const { db } = opened.storage;
      await db.insertInto('event').values({ ...event(1), place_id: 'gone' }).execute();
      await db.deleteFrom('event').where('place_id', '=', 'gone').execute();
      await Promise.all([opened.storage.scrub(), db.insertInto('event').values({ ...event(2), place_id: 'after' }).execute()]);
      expect(await db.selectFrom('event').select('at').where('place_id', 'in', ['gone', 'after']).execute()).toEqual([{ at: 2 }]);
    });

    test('a database from before leaving was counted keeps what is known, with nobody having left', async () => {
      const { db, dialect } = opened.storage;
      await db.schema.alterTable('affinity').dropColumn('leaves').execute();
      await db.schema.dropIndex('event_unmatched_of_one').execute();
      await sql`delete from kysely_migration where name > '0008-imports'`.execute(db);
      await sql`insert into affinity (listener_id, track_id, plays, completions, heard_ms, skips, early_skips, requests, reaction, last_at) values ('old', 't', 2, 1, 3, 0, 0, 0, null, 4)`.execute(db);
      await migrate(db as Kysely<unknown>, dialect);
      expect(await db.selectFrom('affinity').select(['plays', 'leaves']).where('listener_id', '=', 'old').execute()).toEqual([{ plays: 2, leaves: 0 }]);
    });

    test('a database of the first Segue keeps its members, who agreed to nothing more', async () => {
      const { db, dialect } = opened.storage;
      for (const index of ['event_elsewhere', 'event_unmatched', 'event_unmatched_import', 'event_list', 'event_unmatched_of_one']) await db.schema.dropIndex(index).execute();
      for (const table of ['reading', 'reading_task', 'analysis', 'analysed_file', 'weekly_list']) await db.schema.dropTable(table).execute();
      await db.schema.alterTable('listener').dropColumn('elsewhere_since').execute();
      for (const column of ['artist_liked', 'leaves']) await db.schema.alterTable('affinity').dropColumn(column).execute();
      await sql`delete from kysely_migration where name > '0001-first-tables'`.execute(db);
      await db.insertInto('listener').values({ id: 'old', name: 'Old', consent: 'paused', consented_at: 1, changed_at: 2 }).execute();
      await migrate(db as Kysely<unknown>, dialect);
      expect(await db.selectFrom('listener').selectAll().where('id', '=', 'old').execute()).toEqual([
        { id: 'old', name: 'Old', consent: 'paused', consented_at: 1, changed_at: 2, elsewhere_since: null },
      ]);
    });

    describe('key–value store', () => {
      test('keeps values apart by namespace, lists and deletes them', async () => {
        const one = opened.storage.keyValue<{ readonly a: number }>('one');
        const two = opened.storage.keyValue<string>('two');
        await one.set('k', { a: 1 });
        await two.set('k', ':text with “quotes”');
        await one.set('k', { a: 2 });
        expect(await one.get('k')).toEqual({ a: 2 });
        expect(await two.entries()).toEqual([['k', ':text with “quotes”']]);
        expect(await one.delete('k')).toBe(true);
        expect(await one.delete('k')).toBe(false);
        expect(await one.get('k')).toBeUndefined();
        expect(await two.get('k')).toBe(':text with “quotes”');
      });

      test('an entry whose time is over is gone', async () => {
        const map = opened.storage.keyValue<number>('short');
        await map.set('now', 1, 1);
        await map.set('later', 2, 60_000);
        await expect.poll(() => map.get('now')).toBeUndefined();
        expect(await map.get('later')).toBe(2);
      });

      test('updates of one key never lose each other', async () => {
        const map = opened.storage.keyValue<number>('count');
        await Promise.all(Array.from({ length: 50 }, () => map.update('n', async (n = 0) => n + 1)));
        expect(await map.get('n')).toBe(50);
        await map.update('n', () => undefined);
        expect(await map.get('n')).toBeUndefined();
      });

      test('an update that throws changes nothing and lets the next one through', async () => {
        const map = opened.storage.keyValue<number>('throwing');
        await map.set('n', 7);
        const failed = map.update('n', () => {
          throw new Error('no');
        });
        const next = map.update('n', (n = 0) => n + 1);
        await expect(failed).rejects.toThrow('no');
        expect(await next).toBe(8);
      });
    });
  });
}
