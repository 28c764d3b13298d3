import type { Clock } from '../clock.ts';
import type { ListenerId, PlayId } from '../domain.ts';
import type { Logger } from '../log.ts';
import type { Storage } from '../storage/storage.ts';
import { writeCheckpoints, type Checkpoint } from './checkpoint.ts';
import { takeInElsewhere } from './elsewhere.ts';
import { toRow, type LogEvent } from './log-event.ts';
import { project } from './projection.ts';
import { statements } from './statements.ts';

/** What nobody waits for is written within this. */
const FLUSH_MS = 50;
/** A database that fails is tried again after these; what cannot be written then is given up. */
const RETRY_MS = [100, 400, 1_500, 4_000] as const;

interface Waiter {
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/**
 * The append-only log with its projection and the checkpoints of open plays, written in batches of one
 * transaction each: whatever comes while one batch is being written goes into the next.
 */
export class EventLog {
  readonly #storage: Storage;
  readonly #clock: Clock;
  readonly #log: Logger;
  readonly #onWritten: (events: readonly LogEvent[]) => void;
  #events: LogEvent[] = [];
  /** Plays whose checkpoint changed; null when the play is over. */
  #plays = new Map<PlayId, Checkpoint | null>();
  #waiters: Waiter[] = [];
  #writing: Promise<void> | null = null;
  #cancelTimer: (() => void) | null = null;
  #failures = 0;

  constructor(parts: { storage: Storage; clock: Clock; log: Logger; onWritten: (events: readonly LogEvent[]) => void }) {
    this.#storage = parts.storage;
    this.#clock = parts.clock;
    this.#log = parts.log;
    this.#onWritten = parts.onWritten;
  }

  append(...events: readonly LogEvent[]): void {
    for (const event of events) this.#events.push(event);
    this.#flushAfter(FLUSH_MS);
  }

  /** Replaces the checkpoint of a play; null removes it. */
  checkpoint(playId: PlayId, checkpoint: Checkpoint | null): void {
    this.#plays.set(playId, checkpoint);
    this.#flushAfter(FLUSH_MS);
  }

  /**
   * Resolves when everything appended so far is durable.
   * @throws the database's error when it stayed unwritable; what was to be written is lost.
   */
  commit(): Promise<void> {
    if (this.#isEmpty() && !this.#writing) return Promise.resolve();
    return new Promise((resolve, reject) => {
      this.#waiters.push({ resolve, reject });
      // After this turn, so that calls made together share a transaction.
      queueMicrotask(() => this.#flush());
    });
  }

  /** Drops what is not yet written about a listener; afterwards no write about them is under way. */
  async forget(id: ListenerId): Promise<void> {
    this.#drop(id);
    await this.#writing;
    // A write that failed has put back what it had.
    this.#drop(id);
  }

  #drop(id: ListenerId): void {
    this.#events = this.#events.filter(({ listenerId }) => listenerId !== id);
    for (const [playId, checkpoint] of this.#plays) {
      if (checkpoint) this.#plays.set(playId, { ...checkpoint, listens: checkpoint.listens.filter((listen) => listen.listener_id !== id) });
    }
  }

  #isEmpty(): boolean {
    return this.#events.length === 0 && this.#plays.size === 0;
  }

  #flushAfter(ms: number): void {
    this.#cancelTimer ??= this.#clock.after(ms, () => {
      this.#cancelTimer = null;
      this.#flush();
    });
  }

  #flush(): void {
    // While the database fails only the retry timer writes.
    if (this.#writing || (this.#failures > 0 && this.#cancelTimer)) return;
    this.#cancelTimer?.();
    this.#cancelTimer = null;
    const events = this.#events;
    const plays = this.#plays;
    const waiters = this.#waiters;
    this.#events = [];
    this.#plays = new Map();
    this.#waiters = [];
    this.#writing = this.#write(events, plays).then(
      () => this.#written(events, waiters),
      (error: unknown) => this.#failed(error, events, plays, waiters),
    );
  }

  async #write(events: readonly LogEvent[], plays: ReadonlyMap<PlayId, Checkpoint | null>): Promise<void> {
    if (events.length === 0 && plays.size === 0) return;
    await this.#storage.db.transaction().execute(async (trx) => {
      const { others, heard, replaced } = await takeInElsewhere(trx, events);
      for (const rows of statements(others.map(toRow))) await trx.insertInto('event').values(rows).execute();
      await project(trx, [...others, ...heard], replaced);
      await writeCheckpoints(trx, plays);
    });
  }

  #written(events: readonly LogEvent[], waiters: readonly Waiter[]): void {
    this.#writing = null;
    this.#failures = 0;
    this.#onWritten(events);
    for (const { resolve } of waiters) resolve();
    if (this.#waiters.length > 0) this.#flush();
    else if (!this.#isEmpty()) this.#flushAfter(FLUSH_MS);
  }

  #failed(error: unknown, events: LogEvent[], plays: ReadonlyMap<PlayId, Checkpoint | null>, waiters: Waiter[]): void {
    this.#writing = null;
    const wait = RETRY_MS[this.#failures];
    if (wait === undefined) {
      this.#failures = 0;
      this.#log.error({ err: error, events: events.length }, 'the listening log could not be written: these events are lost');
      for (const { reject } of waiters) reject(error);
      if (!this.#isEmpty() || this.#waiters.length > 0) this.#flushAfter(FLUSH_MS);
      return;
    }
    if (this.#failures === 0) this.#log.warn({ err: error }, 'the listening log could not be written; trying again');
    this.#failures++;
    this.#events = [...events, ...this.#events];
    this.#plays = new Map([...plays, ...this.#plays]);
    this.#waiters = [...waiters, ...this.#waiters];
    this.#cancelTimer?.();
    this.#cancelTimer = null;
    this.#flushAfter(wait);
  }
}
