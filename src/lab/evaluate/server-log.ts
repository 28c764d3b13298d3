import { succeeded } from '../../../models/ranking/success.ts';
import { listenOutcomes } from '../../listening/listen-outcomes.ts';
import { fromRow, type LogEvent } from '../../listening/log-event.ts';
import type { EventKind } from '../../storage/schema.ts';
import type { Storage } from '../../storage/storage.ts';

/** A pick that was played, and what came of it. */
export interface LoggedPick {
  readonly place: string;
  readonly session: string;
  readonly exploratory: boolean;
  /** The signal that spoke most for it, over all members it was made for; null where none was logged. */
  readonly leading: string | null;
  /** The share of those who heard it, and of whose taste that tells anything, who liked it. */
  readonly reward: number;
}

export interface ServerLog {
  readonly picks: readonly LoggedPick[];
  /** How many more were made that nobody's listen tells of: they were never played, or only to others. */
  readonly untold: number;
}

const KINDS: readonly EventKind[] = ['play', 'pick', 'pick-score', 'listen', 'feedback', 'taken-back'];
const ROWS_PER_PAGE = 5_000;
/** It is the same for almost every track, and so says nothing of why it was this one. */
const SAYS_NOTHING = 'novelty';

interface Made extends Pick<LoggedPick, 'place' | 'session' | 'exploratory'> {
  /** Σ weight · value over members, by signal. */
  readonly spoke: Map<string, number>;
}

/** Reads the picks of a server's own log with what came of them, page by page. */
export async function readServerLog({ db }: Pick<Storage, 'db'>): Promise<ServerLog> {
  const reader = new LogReader();
  for (let after = 0; ; ) {
    const rows = await db.selectFrom('event').selectAll().where('id', '>', after).where('kind', 'in', KINDS).orderBy('id').limit(ROWS_PER_PAGE).execute();
    for (const row of rows) reader.take(fromRow(row));
    if (rows.length < ROWS_PER_PAGE) return reader.read();
    after = rows[rows.length - 1].id;
  }
}

class LogReader {
  readonly #made = new Map<string, Made>();
  readonly #playOf = new Map<string, string>();
  /** What tells how listens went. */
  readonly #heard: LogEvent[] = [];

  take(event: LogEvent): void {
    if (event.kind === 'pick') {
      this.#made.set(event.data.pickId, { place: event.placeId ?? '', session: event.sessionId ?? '', exploratory: event.data.exploratory, spoke: new Map() });
    } else if (event.kind === 'pick-score') {
      const spoke = this.#made.get(event.data.pickId)?.spoke;
      for (const [name, { value, weight }] of Object.entries(event.data.signals)) spoke?.set(name, (spoke.get(name) ?? 0) + value * weight);
    } else if (event.kind === 'play') {
      if (event.data.pickId !== null && event.playId !== null) this.#playOf.set(event.data.pickId, event.playId);
    } else {
      this.#heard.push(event);
    }
  }

  read(): ServerLog {
    const successes = successesOf(this.#heard);
    const picks: LoggedPick[] = [];
    for (const [id, { spoke, ...made }] of this.#made) {
      const reward = successes.get(this.#playOf.get(id) ?? '');
      if (reward !== undefined) picks.push({ ...made, leading: leadingOf(spoke), reward });
    }
    return { picks, untold: this.#made.size - picks.length };
  }
}

/** By play that somebody's listen tells anything of: the share of these who liked it. */
function successesOf(events: readonly LogEvent[]): ReadonlyMap<string, number> {
  const told = new Map<string, { count: number; successes: number }>();
  for (const { event, outcome } of listenOutcomes(events)) {
    const success = succeeded(outcome);
    if (success === null || event.playId === null) continue;
    const play = told.get(event.playId) ?? { count: 0, successes: 0 };
    told.set(event.playId, play);
    play.count++;
    if (success) play.successes++;
  }
  return new Map(Array.from(told, ([play, { count, successes }]) => [play, successes / count]));
}

function leadingOf(spoke: ReadonlyMap<string, number>): string | null {
  const [most] = [...spoke].filter(([name]) => name !== SAYS_NOTHING).sort(([, a], [, b]) => b - a);
  return most?.[0] ?? null;
}
