import { groupedRate, type Rate } from '../../models/ranking/rate.ts';
import { succeeded } from '../../models/ranking/success.ts';
import type { ListenerId } from '../domain.ts';
import { fromRow, type LogEvent } from '../listening/log-event.ts';
import type { EventKind } from '../storage/schema.ts';
import type { Storage } from '../storage/storage.ts';
import { listenOutcomes } from '../listening/listen-outcomes.ts';

/** How one member's earlier picks went. */
export interface PickRecord {
  /** How many of them can be judged. */
  readonly judged: number;
  /** Of those that suited them about as well: the share that went well, its interval by session; null where there are few. */
  readonly alike: Rate | null;
}

/** So far back, in picks … */
const LAST = 400;
/** … of which so many that scored most alike are judged by, and no fewer than these. */
const ALIKE = 40;
const LEAST = 10;
const DEEDS: readonly EventKind[] = ['listen', 'feedback', 'taken-back'];

/** What became of a member's earlier picks that suited them as well as one does. @param relevance as in `ListenerScore` */
export async function pickRecord({ db }: Pick<Storage, 'db'>, id: ListenerId, relevance: number): Promise<PickRecord> {
  const scores = await db.selectFrom('event').selectAll().where('listener_id', '=', id).where('kind', '=', 'pick-score').orderBy('id', 'desc').limit(LAST).execute();
  const first = scores.at(-1);
  if (!first) return { judged: 0, alike: null };
  const deeds = await db.selectFrom('event').selectAll().where('listener_id', '=', id).where('kind', 'in', DEEDS).where('id', '>', first.id).orderBy('id').execute();
  const relevances = new Map(scores.map(fromRow).flatMap((event) => (event.kind === 'pick-score' ? [[slotOf(event), event.data.relevance] as const] : [])));
  const judged = listenOutcomes(deeds.map(fromRow)).flatMap(({ event, outcome }) => {
    const scored = relevances.get(slotOf(event));
    const well = succeeded(outcome);
    return scored === undefined || well === null ? [] : [{ session: event.sessionId, distance: Math.abs(scored - relevance), well }];
  });
  if (judged.length < LEAST) return { judged: judged.length, alike: null };
  const alike = judged.toSorted((a, b) => a.distance - b.distance).slice(0, ALIKE);
  const sessions = [...Map.groupBy(alike, ({ session }) => session).values()];
  return { judged: judged.length, alike: groupedRate(sessions.map((own) => ({ hits: own.filter(({ well }) => well).length, trials: own.length }))) };
}

/** A track is picked once in a session. */
function slotOf({ sessionId, trackId }: LogEvent): string {
  return `${sessionId ?? ''}\n${trackId ?? ''}`;
}
