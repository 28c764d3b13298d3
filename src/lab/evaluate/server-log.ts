import { z } from 'zod';
import type { EventKind, EventRow } from '../../storage/schema.ts';
import type { Storage } from '../../storage/storage.ts';
import { LoggedListens } from './logged-listens.ts';

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

const PLAY = z.object({ pickId: z.string().nullable() });
const PICK = z.object({ pickId: z.string(), exploratory: z.boolean() });
const SCORE = z.object({ pickId: z.string(), signals: z.record(z.string(), z.object({ value: z.number(), weight: z.number() })) });
const LISTEN = z.object({
  startedAt: z.number(),
  heardMs: z.number(),
  trackMs: z.number(),
  leftMidway: z.boolean(),
  ending: z.enum(['finished', 'skipped', 'skipped-by-other', 'left', 'stopped', 'failed', 'interrupted']),
});
const FEEDBACK = z.object({ feedback: z.enum(['like', 'love', 'dislike', 'skip', 'request']) });

interface Made {
  readonly place: string;
  readonly session: string;
  readonly exploratory: boolean;
  /** Σ weight · value over members, by signal. */
  readonly spoke: Map<string, number>;
}

/** Reads the picks of a server's own log with what came of them, page by page. */
export async function readServerLog({ db }: Pick<Storage, 'db'>): Promise<ServerLog> {
  const reader = new LogReader();
  for (let after = 0; ; ) {
    const rows = await db.selectFrom('event').selectAll().where('id', '>', after).where('kind', 'in', KINDS).orderBy('id').limit(ROWS_PER_PAGE).execute();
    for (const row of rows) reader.take(row);
    if (rows.length < ROWS_PER_PAGE) return reader.read();
    after = rows[rows.length - 1].id;
  }
}

class LogReader {
  readonly #made = new Map<string, Made>();
  readonly #playOf = new Map<string, string>();
  readonly #listens = new LoggedListens();

  take({ kind, data: text, at, play_id: playId, listener_id: listener, track_id: track, place_id: place, session_id: session }: EventRow): void {
    const data: unknown = JSON.parse(text);
    const about = `${listener ?? ''}\n${track ?? ''}`;
    if (kind === 'pick') {
      const { pickId, exploratory } = PICK.parse(data);
      this.#made.set(pickId, { place: place ?? '', session: session ?? '', exploratory, spoke: new Map() });
    } else if (kind === 'pick-score') {
      const { pickId, signals } = SCORE.parse(data);
      const spoke = this.#made.get(pickId)?.spoke;
      for (const [name, { value, weight }] of Object.entries(signals)) spoke?.set(name, (spoke.get(name) ?? 0) + value * weight);
    } else if (kind === 'play') {
      const { pickId } = PLAY.parse(data);
      if (pickId !== null && playId !== null) this.#playOf.set(pickId, playId);
    } else if (kind === 'listen') {
      const { startedAt, heardMs, trackMs, leftMidway, ending } = LISTEN.parse(data);
      this.#listens.listen(about, { playId: playId ?? '', startedAt, heard: trackMs > 0 ? Math.min(1, heardMs / trackMs) : 0, left: leftMidway, ending });
    } else if (kind === 'taken-back') {
      this.#listens.word(about, { said: null, at, playId });
    } else {
      const { feedback } = FEEDBACK.parse(data);
      if (feedback !== 'skip') this.#listens.word(about, { said: feedback, at, playId });
    }
  }

  read(): ServerLog {
    const successes = this.#listens.successes();
    const picks: LoggedPick[] = [];
    for (const [id, { spoke, ...made }] of this.#made) {
      const reward = successes.get(this.#playOf.get(id) ?? '');
      if (reward !== undefined) picks.push({ ...made, leading: leadingOf(spoke), reward });
    }
    return { picks, untold: this.#made.size - picks.length };
  }
}

function leadingOf(spoke: ReadonlyMap<string, number>): string | null {
  const [most] = [...spoke].filter(([name]) => name !== SAYS_NOTHING).sort(([, a], [, b]) => b - a);
  return most?.[0] ?? null;
}
