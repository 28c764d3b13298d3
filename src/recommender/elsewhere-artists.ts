import { sql } from 'kysely';
import type { Evidence, Outcomes } from '../../models/collaborative/confidence.ts';
import { artistKey } from '../../models/language/without-guests.ts';
import type { ListenerId } from '../domain.ts';
import { fromRow, type LogEvent } from '../listening/log-event.ts';
import { heardElsewhere } from '../listening/projection.ts';
import type { Storage } from '../storage/storage.ts';
import { Breather } from './breather.ts';

/** Of the log at once; while a database in a file answers, nothing else has its turn. */
const PAGE = 1_000;
/** Rows of what was heard elsewhere and has no track of the library, in the words of the index over them. */
const UNMATCHED = sql<boolean>`track_id is null and kind in ('elsewhere', 'imported')`;

/** What somebody did elsewhere with songs of an artist that the library has not. */
export interface ArtistOutcomes extends Outcomes {
  /** `artistKey` of the name. */
  readonly artist: string;
}

/** How strongly that speaks for an artist and against them. */
export interface ArtistEvidence extends Evidence {
  /** `artistKey` of the name. */
  readonly artist: string;
}

interface Kept {
  readonly signature: string;
  readonly artists: readonly ArtistOutcomes[];
}

/** Whom listeners heard elsewhere, read from the log when it has more of that, or less: also as songs come into the library. */
export class ElsewhereArtists {
  readonly #storage: Pick<Storage, 'db'>;
  readonly #kept = new Map<ListenerId, Kept>();

  constructor(storage: Pick<Storage, 'db'>) {
    this.#storage = storage;
  }

  async of(id: ListenerId): Promise<readonly ArtistOutcomes[]> {
    const signature = await this.#signatureOf(id);
    const kept = this.#kept.get(id);
    if (kept?.signature === signature) return kept.artists;
    const artists = signature === '' ? [] : await this.#read(id);
    if (artists.length > 0) this.#kept.set(id, { signature, artists });
    else this.#kept.delete(id);
    return artists;
  }

  forget(id: ListenerId): void {
    this.#kept.delete(id);
  }

  /** Told by an index alone: histories are long, and this is asked at every reaction. */
  async #signatureOf(id: ListenerId): Promise<string> {
    const { count, last } = await this.#storage.db
      .selectFrom('event')
      .select(({ fn }) => [fn.countAll<number>().as('count'), fn.max('id').as('last')])
      .where('listener_id', '=', id)
      .where(UNMATCHED)
      .executeTakeFirstOrThrow();
    return count === 0 ? '' : `${count} ${last}`;
  }

  async #read(id: ListenerId): Promise<readonly ArtistOutcomes[]> {
    const breather = new Breather();
    const found = new Map<string, ArtistOutcomes>();
    for (let after = 0, more = true; more; ) {
      const rows = await this.#storage.db.selectFrom('event').selectAll().where('listener_id', '=', id).where(UNMATCHED).where('id', '>', after).orderBy('id').limit(PAGE).execute();
      for (const row of rows) add(found, fromRow(row));
      more = rows.length === PAGE;
      after = rows.at(-1)?.id ?? after;
      await breather.breathe();
    }
    return [...found.values()];
  }
}

/** Everybody of whom the log has songs that the library has not. */
export async function listenersElsewhere({ db }: Pick<Storage, 'db'>): Promise<readonly ListenerId[]> {
  const rows = await db.selectFrom('event').select('listener_id').distinct().where(UNMATCHED).where('listener_id', 'is not', null).orderBy('listener_id').execute();
  return rows.flatMap(({ listener_id: id }) => id ?? []);
}

function add(found: Map<string, ArtistOutcomes>, event: LogEvent): void {
  const counted = countedOf(event);
  if (!counted || counted.artist === '') return;
  const before = found.get(counted.artist);
  found.set(counted.artist, before ? sum(before, counted) : counted);
}

function countedOf(event: LogEvent): ArtistOutcomes | null {
  if (event.kind !== 'imported' && event.kind !== 'elsewhere') return null;
  const { plays, completions, skips, earlySkips, lastAt } = heardElsewhere(event);
  return { artist: artistKey(event.data.artist), plays, completions, skips, earlySkips, leaves: 0, requests: 0, reaction: null, lastAt };
}

function sum(a: ArtistOutcomes, b: ArtistOutcomes): ArtistOutcomes {
  return {
    ...a,
    plays: a.plays + b.plays,
    completions: a.completions + b.completions,
    skips: a.skips + b.skips,
    earlySkips: a.earlySkips + b.earlySkips,
    lastAt: Math.max(a.lastAt, b.lastAt),
  };
}
