import type { PlaceId } from '../domain.ts';
import { fromRow, type LogEvent } from '../listening/log-event.ts';
import type { EventKind } from '../storage/schema.ts';
import type { Storage } from '../storage/storage.ts';
import type { Breather } from './breather.ts';

const KINDS: readonly EventKind[] = ['play', 'play-ended', 'listen', 'feedback', 'taken-back', 'pick'];
/** Rows of the log at once, whoever they are about: there is no index by place, and nothing else has its turn meanwhile. */
const RANGE = 4_000;

/** What the log says of the plays of one place since a time, the oldest first. */
export async function readPlaceLog({ db }: Storage, placeId: PlaceId, since: number, breather: Breather): Promise<readonly LogEvent[]> {
  const last = await db.selectFrom('event').select(({ fn }) => fn.max('id').as('id')).executeTakeFirst();
  const ranges: (readonly LogEvent[])[] = [];
  for (let to = last?.id ?? 0; to > 0; to -= RANGE) {
    const rows = await db
      .selectFrom('event')
      .selectAll()
      .where('id', '>', to - RANGE)
      .where('id', '<=', to)
      .where('place_id', '=', placeId)
      .where('kind', 'in', KINDS)
      .orderBy('id')
      .execute();
    ranges.push(rows.filter(({ at }) => at >= since).map(fromRow));
    // What was heard elsewhere is logged late, and as of then: plays alone tell how far back this is.
    const plays = await db.selectFrom('event').select(({ fn }) => fn.max('at').as('at')).where('id', '>', to - RANGE).where('id', '<=', to).where('kind', '=', 'play').executeTakeFirst();
    if (plays?.at != null && plays.at < since) break;
    await breather.breathe();
  }
  return ranges.toReversed().flat();
}
