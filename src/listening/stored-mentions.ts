import type { Kysely } from 'kysely';
import type { ListenerId } from '../domain.ts';
import type { KeyValueTable, Schema } from '../storage/schema.ts';

/** Where the key–value store names a member: in the state of places, as a DJ, by the key of an entry. */

/** Stands where a member who had themselves deleted was named in a place's state. */
const NOBODY = { id: '', name: 'a guest' } as const;

type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** What the store says of a member: of each entry only what names them and what it belongs to. */
export async function mentionsOf(db: Kysely<Schema>, id: ListenerId): Promise<readonly { readonly kind: string; readonly key: string; readonly value: Json }[]> {
  const like = `%${id}%`;
  const rows = await db.selectFrom('kv').selectAll().where((q) => q.or([q('k', 'like', like), q('v', 'like', like)])).execute();
  return rows.filter((row) => names(row, id)).map(({ ns, k, v }) => {
    const { value } = JSON.parse(v) as { readonly value: Json };
    return { kind: ns, key: k, value: mentions(k, id) ? value : (about(value, id) ?? null) };
  });
}

/**
 * Takes a member out of the store.
 * @returns whether they were anywhere in it
 */
export async function removeMentions(trx: Kysely<Schema>, id: ListenerId): Promise<boolean> {
  const like = `%${id}%`;
  // Read by a write: on Postgres that holds the rows until the commit.
  const rows = await trx
    .updateTable('kv')
    .set((row) => ({ v: row.ref('v') }))
    .where((q) => q.or([q('k', 'like', like), q('v', 'like', like)]))
    .returningAll()
    .execute();
  const entries = rows.filter((row) => names(row, id));
  for (const { ns, k, v } of entries) {
    const rest = withoutPerson(v, id);
    const gone = mentions(k, id) || mentions(rest, id);
    if (gone) await trx.deleteFrom('kv').where('ns', '=', ns).where('k', '=', k).execute();
    else await trx.updateTable('kv').set({ v: rest }).where('ns', '=', ns).where('k', '=', k).execute();
  }
  return entries.length > 0;
}

function names({ k, v }: KeyValueTable, id: ListenerId): boolean {
  return mentions(k, id) || mentions(v, id);
}

/** Whether the id stands in the text by itself, not as the beginning or end of another. */
function mentions(text: string, id: ListenerId): boolean {
  return new RegExp(`(?<![\\w-])${id.replace(/\W/g, '\\$&')}(?![\\w-])`).test(text);
}

/** JSON text without the member: gone from lists of ids, a nobody wherever the structure needs somebody. */
function withoutPerson(json: string, id: ListenerId): string {
  const replaced: unknown = JSON.parse(json, (_, value: unknown) => {
    if (Array.isArray(value)) {
      const ids = value.every((item) => typeof item === 'string');
      return ids ? value.filter((item) => item !== id) : value.map((item: unknown) => (item === id ? NOBODY.id : item));
    }
    if (typeof value !== 'object' || value === null) return value;
    const named = Object.values(value).includes(id);
    const kept = Object.entries(value).filter(([key]) => key !== id);
    return Object.fromEntries(kept.map(([key, inner]) => [key, inner === id ? NOBODY.id : named && key === 'name' ? NOBODY.name : (inner as unknown)]));
  });
  return JSON.stringify(replaced);
}

/** The part of a value that is about the member, inside what it stands in; of others nothing. undefined when there is none. */
function about(value: Json, id: ListenerId): Json | undefined {
  if (typeof value !== 'object' || value === null) return value === id ? value : undefined;
  if (isList(value)) {
    if (value.every((item) => typeof item === 'string')) return value.includes(id) ? [id] : undefined;
    // A pair of the member and a figure.
    if (value.includes(id)) return value;
    const kept = value.map((item) => about(item, id)).filter((part) => part !== undefined);
    return kept.length > 0 ? kept : undefined;
  }
  const entries = Object.entries(value);
  if (entries.some(([, inner]) => inner === id)) return value;
  const kept = entries.flatMap(([key, inner]) => {
    const part = key === id ? inner : about(inner, id);
    return part === undefined ? [] : [[key, part] as const];
  });
  if (kept.length === 0) return undefined;
  const plain = entries.filter(([, inner]) => typeof inner !== 'object');
  return Object.fromEntries([...plain, ...kept]);
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
