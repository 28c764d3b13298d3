import { sql, type Kysely } from 'kysely';
import type { ListenerId } from '../domain.ts';
import type { Schema } from '../storage/schema.ts';
import type { PrivacySummary } from './listening.ts';
import { importedHistories } from './imported.ts';
import { fromRow, type LogEvent, type LogEventOf } from './log-event.ts';
import { toAffinity } from './projection.ts';
import { statements } from './statements.ts';
import { mentionsOf } from './stored-mentions.ts';

export async function summarise(db: Kysely<Schema>, id: ListenerId): Promise<Pick<PrivacySummary, 'listens' | 'heardMs' | 'feedback' | 'picks' | 'imports'> & { readonly elsewhere: number }> {
  const count = async (kind: LogEvent['kind']) =>
    (await db.selectFrom('event').select((q) => q.fn.countAll<number>().as('n')).where('listener_id', '=', id).where('kind', '=', kind).executeTakeFirstOrThrow()).n;
  const { heard } = await db
    .selectFrom('affinity')
    .select(sql<number>`coalesce(sum(heard_ms), 0)`.as('heard'))
    .where('listener_id', '=', id)
    .executeTakeFirstOrThrow();
  const elsewhere = await db.selectFrom('event').select(['track_id', 'data']).where('listener_id', '=', id).where('kind', '=', 'elsewhere').execute();
  const heardElsewhere = elsewhere.reduce((sum, row) => sum + (row.track_id === null ? 0 : (JSON.parse(row.data) as LogEventOf<'elsewhere'>['data']).heardMs), 0);
  const imports = await importedHistories(db, id);
  return {
    listens: await count('listen'),
    heardMs: heard - heardElsewhere - imports.reduce((sum, { matchedMs }) => sum + matchedMs, 0),
    feedback: await count('feedback'),
    picks: await count('pick-score'),
    elsewhere: elsewhere.length,
    imports: imports.map(({ matchedMs: _, ...history }) => history),
  };
}

/** Everything stored about a member, readable by them: times as ISO 8601, tracks with their names. */
export async function exportPerson(db: Kysely<Schema>, id: ListenerId, { asked }: { readonly asked: boolean }): Promise<object> {
  const profile = await db.selectFrom('listener').selectAll().where('id', '=', id).executeTakeFirst();
  const events = (await db.selectFrom('event').selectAll().where('listener_id', '=', id).orderBy('id').execute()).map(fromRow);
  const affinities = (await db.selectFrom('affinity').selectAll().where('listener_id', '=', id).orderBy('last_at').execute()).map(toAffinity);
  const open = await db
    .selectFrom('open_listen')
    .innerJoin('open_play', 'open_play.play_id', 'open_listen.play_id')
    .select(['open_play.track_id', 'open_play.place_id', 'open_listen.started_at', 'open_listen.heard_ms'])
    .where('listener_id', '=', id)
    .execute();
  const lists = (await db.selectFrom('weekly_list').selectAll().where('listener_id', '=', id).orderBy('due_at').execute()).map((row) => ({ ...row, data: row.data === null ? null : (JSON.parse(row.data) as StoredTracks) }));
  const titles = await titlesOf(db, [...lists.flatMap(({ data }) => data?.picks ?? []), ...events, ...affinities].flatMap(({ trackId }) => trackId ?? []).concat(open.map((row) => row.track_id)));
  const track = (trackId: string | null) => (trackId === null ? {} : { track: { id: trackId, ...titles.get(trackId) } });
  const of = (...kinds: LogEvent['kind'][]) =>
    events
      .filter(({ kind }) => kinds.includes(kind))
      .map(({ kind, at, trackId, placeId, sessionId, playId, data }) => ({
        ...(kinds.length > 1 ? { what: kind } : {}),
        at: iso(at),
        ...track(trackId),
        place: placeId,
        session: sessionId,
        play: playId,
        ...readable(data),
      }));
  return {
    about: 'Everything this Segue stores about you.',
    askedForConsent: asked,
    profile: profile
      ? {
          id,
          name: profile.name,
          consent: profile.consent,
          since: iso(profile.consented_at),
          changed: iso(profile.changed_at),
          agreedToElsewhereSince: profile.elsewhere_since === null ? null : iso(profile.elsewhere_since),
        }
      : null,
    consent: of('consent'),
    listens: of('listen'),
    elsewhere: of('elsewhere'),
    imported: of('imported'),
    listeningNow: open.map((row) => ({ ...track(row.track_id), place: row.place_id, startedAt: iso(row.started_at), heardMs: row.heard_ms })),
    feedback: of('feedback', 'taken-back'),
    picks: of('pick-score', 'pick-present'),
    lists: lists.map(({ id: list, kind, place_id: place, week, state, made_at: madeAt, data }) => ({
      list,
      kind,
      place,
      week,
      state,
      made: madeAt === null ? null : iso(madeAt),
      tracks: (data?.picks ?? []).map(({ trackId }) => track(trackId)),
      cover: data?.cover ?? null,
    })),
    aboutLists: of('list', 'list-feedback'),
    tracks: affinities.map(({ listenerId: _, trackId, lastAt, ...counts }) => ({ ...track(trackId), ...counts, lastAt: iso(lastAt) })),
    settings: await mentionsOf(db, id),
  };
}

async function titlesOf(db: Kysely<Schema>, ids: readonly string[]): Promise<Map<string, { artist: string; title: string }>> {
  const titles = new Map<string, { artist: string; title: string }>();
  for (const wanted of statements([...new Set(ids)])) {
    const rows = await db.selectFrom('track').select(['id', 'artist', 'title']).where('id', 'in', wanted).execute();
    for (const { id, artist, title } of rows) titles.set(id, { artist, title });
  }
  return titles;
}

/** As much of a stored list as people read: the scores of its picks are told with the picks. */
interface StoredTracks {
  readonly picks: readonly { readonly trackId: string }[];
  readonly cover: object;
}

/** Data of a log row with its times readable. */
function readable(data: object): object {
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, key.endsWith('At') && typeof value === 'number' ? iso(value) : (value as unknown)]));
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
