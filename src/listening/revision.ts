import { randomUUID } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { Schema } from '../storage/schema.ts';

/**
 * A value that is another after every change of what members say about being counted, and after every deletion:
 * whoever shares the database need look at nothing else to see that there is news.
 */
const ENTRY = { ns: 'listening', k: 'revision' } as const;

export async function markRevision(trx: Kysely<Schema>): Promise<void> {
  const v = JSON.stringify(randomUUID());
  await trx
    .insertInto('kv')
    .values({ ...ENTRY, v, exp: null })
    .onConflict((conflict) => conflict.columns(['ns', 'k']).doUpdateSet({ v }))
    .execute();
}

/** null before the first change. */
export async function readRevision(db: Kysely<Schema>): Promise<string | null> {
  const row = await db.selectFrom('kv').select('v').where('ns', '=', ENTRY.ns).where('k', '=', ENTRY.k).executeTakeFirst();
  return row?.v ?? null;
}
