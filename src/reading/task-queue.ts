import type { Kysely } from 'kysely';
import type { ReadingTaskRow, Schema } from '../storage/schema.ts';
import type { Storage } from '../storage/storage.ts';

/** Rows written together: a few milliseconds during which nobody else can write. */
const CHUNK = 100;

/** What may be read: an artist by their key, or an address. */
export interface Subject {
  readonly subject: string;
  readonly name: string;
  /** What weighs more is read first; above 0. */
  readonly weight: number;
}

/** What became of a task. */
export interface TaskOutcome {
  readonly dueAt: number;
  /** null when it was done. */
  readonly fault: string | null;
  /** Failures one after another; 0 when it was done. */
  readonly tries: number;
}

const HOUR_MS = 3_600_000;
const LONGEST_BACKOFF_MS = 7 * 24 * HOUR_MS;

/** After how long something is tried again that failed so often, in milliseconds. */
export function backoffMs(tries: number): number {
  return tries < 1 ? 0 : Math.min(LONGEST_BACKOFF_MS, HOUR_MS * 4 ** Math.min(tries - 1, 10));
}

/**
 * What is to be read, in the database: a task that was under way when the process died is still there, and what is no
 * longer wanted only rests, so that it need not be read again when it comes back.
 */
export class TaskQueue {
  readonly #db: Kysely<Schema>;

  constructor({ db }: Pick<Storage, 'db'>) {
    this.#db = db;
  }

  /** From now on exactly these subjects are read at the source. */
  async want(source: string, subjects: readonly Subject[], now: number): Promise<void> {
    const rows = await this.#db.selectFrom('reading_task').select(['subject', 'name', 'weight']).where('source', '=', source).execute();
    const known = new Map(rows.map((row) => [row.subject, row]));
    const wanted = new Set(subjects.map(({ subject }) => subject));
    const changed = subjects.filter(({ subject, name, weight }) => known.get(subject)?.name !== name || known.get(subject)?.weight !== weight);
    const resting = rows.filter(({ subject, weight }) => weight > 0 && !wanted.has(subject)).map((row) => ({ ...row, weight: 0 }));
    await this.#put(source, [...changed, ...resting], now);
  }

  /** Forgets the tasks of other sources than these. */
  async keepOnly(sources: readonly string[]): Promise<void> {
    await this.#db.deleteFrom('reading_task').where('source', 'not in', sources).execute();
  }

  /**
   * Forgets the tasks of a source that are about none of these, or (`by` name) that none of these told of; returns
   * whether there were any.
   */
  async forgetAllBut(source: string, kept: readonly string[], by: 'subject' | 'name' = 'subject'): Promise<boolean> {
    const tasks = this.#db.deleteFrom('reading_task').where('source', '=', source);
    const { numDeletedRows } = await (kept.length === 0 ? tasks : tasks.where(by, 'not in', kept)).executeTakeFirst();
    return numDeletedRows > 0n;
  }

  /** As {@link want}, beside those that are wanted already; returns the ones that were not known. */
  async add(source: string, subjects: readonly Subject[], now: number): Promise<ReadonlySet<string>> {
    const known = new Set<string>();
    for (let at = 0; at < subjects.length; at += CHUNK) {
      const chunk = subjects.slice(at, at + CHUNK).map(({ subject }) => subject);
      const rows = await this.#db.selectFrom('reading_task').select('subject').where('source', '=', source).where('subject', 'in', chunk).execute();
      for (const { subject } of rows) known.add(subject);
    }
    const added = subjects.filter(({ subject }) => !known.has(subject));
    await this.#put(source, added, now);
    return new Set(added.map(({ subject }) => subject));
  }

  /**
   * Takes the most important task that is due and not under way, and returns it as it was. Until it is settled it
   * counts as failed once more: what ends the process again and again is tried again later and later, as all else is.
   */
  async take(source: string, now: number, underWay: ReadonlySet<string>): Promise<ReadingTaskRow | undefined> {
    const task = await this.#next(source, now, underWay);
    if (task) await this.#update(task, { tries: task.tries + 1, due_at: Math.max(task.due_at, now + backoffMs(task.tries)) });
    return task;
  }

  /** Nothing was tried: the task is as it was when it was taken. */
  async putBack(task: ReadingTaskRow): Promise<void> {
    await this.#update(task, { tries: task.tries, due_at: task.due_at });
  }

  async #next(source: string, now: number, underWay: ReadonlySet<string>): Promise<ReadingTaskRow | undefined> {
    const rows = await this.#db
      .selectFrom('reading_task')
      .selectAll()
      .where('source', '=', source)
      .where('weight', '>', 0)
      .where('due_at', '<=', now)
      .orderBy('weight', 'desc')
      .orderBy('due_at')
      .orderBy('subject')
      .limit(underWay.size + 1)
      .execute();
    return rows.find(({ subject }) => !underWay.has(subject));
  }

  /** When the next task falls due that is not under way; null when there is none. */
  async nextDueAt(source: string, underWay: ReadonlySet<string>): Promise<number | null> {
    const rows = await this.#db
      .selectFrom('reading_task')
      .select(['subject', 'due_at'])
      .where('source', '=', source)
      .where('weight', '>', 0)
      .orderBy('due_at')
      .limit(underWay.size + 1)
      .execute();
    return rows.find(({ subject }) => !underWay.has(subject))?.due_at ?? null;
  }

  /** Notes what became of a task. */
  async settle(task: Pick<ReadingTaskRow, 'source' | 'subject'>, { dueAt, fault, tries }: TaskOutcome, now: number): Promise<void> {
    await this.#update(task, { due_at: dueAt, fault, tries, ...(fault === null ? { done_at: now } : {}) });
  }

  /** Of the subjects of these sources how many there are, and how many were read everywhere. */
  async progress(sources: readonly string[]): Promise<{ readonly total: number; readonly read: number }> {
    if (sources.length === 0) return { total: 0, read: 0 };
    const subjects = this.#db.selectFrom('reading_task').where('source', 'in', sources).where('weight', '>', 0).select('subject').groupBy('subject');
    const count = async (rows: typeof subjects) => (await this.#db.selectFrom(rows.as('s')).select(({ fn }) => fn.countAll<number>().as('n')).executeTakeFirstOrThrow()).n;
    return { total: await count(subjects), read: await count(subjects.having(({ fn }) => fn.count('done_at'), '=', sources.length)) };
  }

  /** What went wrong with the task of these sources that is farthest from its next try; null when nothing did. */
  async fault(sources: readonly string[]): Promise<string | null> {
    const query = this.#db.selectFrom('reading_task').select('fault').where('source', 'in', sources).where('weight', '>', 0).where('fault', 'is not', null);
    return (await query.orderBy('due_at', 'desc').limit(1).executeTakeFirst())?.fault ?? null;
  }

  async #update({ source, subject }: Pick<ReadingTaskRow, 'source' | 'subject'>, values: Partial<ReadingTaskRow>): Promise<void> {
    await this.#db.updateTable('reading_task').set(values).where('source', '=', source).where('subject', '=', subject).execute();
  }

  async #put(source: string, subjects: readonly Subject[], now: number): Promise<void> {
    for (let at = 0; at < subjects.length; at += CHUNK) {
      const rows = subjects.slice(at, at + CHUNK).map(({ subject, name, weight }) => ({ source, subject, name, weight, due_at: now, tries: 0, fault: null, done_at: null }));
      await this.#db
        .insertInto('reading_task')
        .values(rows)
        .onConflict((conflict) => conflict.columns(['source', 'subject']).doUpdateSet((row) => ({ name: row.ref('excluded.name'), weight: row.ref('excluded.weight') })))
        .execute();
    }
  }
}
