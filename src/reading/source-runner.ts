import type { Clock } from '../clock.ts';
import type { Logger } from '../log.ts';
import type { ReadingTaskRow } from '../storage/schema.ts';
import { NotNow, Unreachable, Unreadable } from './fetch/fault.ts';
import { backoffMs, type TaskQueue } from './task-queue.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** What could not be read may be another page by then. */
const UNREADABLE_MS = 30 * DAY_MS;
/** As good as never. */
export const NEVER_MS = 10_000 * DAY_MS;
/** So often a host may answer that it has too much to do before that is taken for the fault of what it was asked. */
const PATIENCE = 3;
/** The database could not be used. */
const BREATHER_MS = 10_000;
/** How long one sleeps at most: a clock that was set is noticed. */
const LONGEST_SLEEP_MS = HOUR_MS;
const SPREAD = 0.2;

/** What is read in one place, one task after the other. */
export interface TaskSource {
  readonly name: string;
  readonly atOnce: number;
  /** All of it comes from these, so that all of it waits when one of them is away; empty when it comes from many. */
  readonly hosts: readonly string[];
  /** What is read once is given up after some tries. */
  readonly once: boolean;
  /**
   * Reads one subject and keeps what it found. Returns after how long it is to be read again; what was not read for
   * so long is spread a little, so that not everything falls due at once.
   * @throws NotNow, Unreachable, Unreadable
   */
  read(task: ReadingTaskRow): Promise<number>;
}

/** How a source is faring. */
export interface SourceState {
  /** What went wrong last, as a sentence; null while all is well. */
  readonly fault: string | null;
  readonly nextTryAt: number | null;
}

export interface SourceRunnerOptions {
  readonly source: TaskSource;
  readonly queue: TaskQueue;
  readonly clock: Clock;
  /** Uniform on [0, 1). */
  readonly random: () => number;
  readonly log: Logger;
  readonly onChange: () => void;
}

/** Works off the tasks of one source for as long as it is open. */
export class SourceRunner {
  readonly #options: SourceRunnerOptions;
  readonly #underWay = new Set<string>();
  readonly #lanes: Promise<void>[] = [];
  readonly #sleepers = new Set<() => void>();
  #choosing: Promise<unknown> = Promise.resolve();
  #pausedUntil = 0;
  #fault: string | null = null;
  /** What the operator was told of last. */
  #told = '';
  #wakes = 0;
  #closed = false;

  constructor(options: SourceRunnerOptions) {
    this.#options = options;
  }

  get name(): string {
    return this.#options.source.name;
  }

  get oneService(): boolean {
    return this.#options.source.hosts.length > 0;
  }

  /** Of a source of many hosts only the faults of tasks tell how it fares. */
  get state(): SourceState {
    return { fault: this.#fault, nextTryAt: this.#pausedUntil > this.#options.clock.now() ? this.#pausedUntil : null };
  }

  start(): void {
    for (let lane = 0; lane < this.#options.source.atOnce; lane++) this.#lanes.push(this.#run());
  }

  /** There may be something new to read. */
  wake(): void {
    this.#wakes++;
    for (const wake of this.#sleepers) wake();
  }

  /** Resolves when nothing is under way any more; whoever closes the fetcher first need not wait for it. */
  async close(): Promise<void> {
    this.#closed = true;
    this.wake();
    await Promise.all(this.#lanes);
  }

  async #run(): Promise<void> {
    while (!this.#closed) {
      try {
        await this.#step();
      } catch (error) {
        if (this.#closed) return;
        this.#options.log.error({ err: error }, `Reading ${this.name} failed; it goes on in a moment.`);
        await this.#sleep(BREATHER_MS);
      }
    }
  }

  async #step(): Promise<void> {
    const { clock, queue, onChange } = this.#options;
    const pause = this.#pausedUntil - clock.now();
    if (pause > 0) return this.#sleep(pause);
    const wakes = this.#wakes;
    const task = await this.#choose();
    if (task === undefined) {
      const dueAt = await queue.nextDueAt(this.name, this.#underWay);
      // What came in the meantime is looked for at once.
      return this.#sleep(wakes === this.#wakes ? Math.max(1, (dueAt ?? Infinity) - clock.now()) : 0);
    }
    try {
      await this.#work(task);
    } finally {
      this.#underWay.delete(task.subject);
    }
    onChange();
  }

  /** One lane after another, so that no two choose the same. */
  #choose(): Promise<ReadingTaskRow | undefined> {
    const { clock, queue } = this.#options;
    const chosen = this.#choosing.then(async () => {
      const task = await queue.take(this.name, clock.now(), this.#underWay);
      if (task) this.#underWay.add(task.subject);
      return task;
    });
    this.#choosing = chosen.catch(() => {});
    return chosen;
  }

  async #work(task: ReadingTaskRow): Promise<void> {
    const { source, queue, clock, random } = this.#options;
    try {
      const again = await source.read(task);
      this.#fault = null;
      await queue.settle(task, { dueAt: clock.now() + again * (1 + SPREAD * (random() - 0.5)), fault: null, tries: 0 }, clock.now());
    } catch (error) {
      if (this.#closed) return queue.putBack(task);
      this.#fault = error instanceof Error ? error.message : String(error);
      if (error instanceof NotNow) return this.#later(task, error);
      const tries = task.tries + 1;
      const settle = (ms: number, fault: string | null = this.#fault) => queue.settle(task, { dueAt: clock.now() + ms, fault, tries }, clock.now());
      if (error instanceof Unreadable) await (source.once && tries >= PATIENCE ? settle(NEVER_MS, null) : settle(UNREADABLE_MS));
      else await settle(backoffMs(tries) * (1 + random() * SPREAD));
      if (!(error instanceof Unreadable || error instanceof Unreachable)) throw error;
    }
  }

  /** A host that this source cannot do without stops all of it; another only what needs it. */
  async #later(task: ReadingTaskRow, { message, until, host, asked }: NotNow): Promise<void> {
    const { source, queue, clock, log } = this.#options;
    const stops = host === null || source.hosts.includes(host);
    if (stops) {
      if (asked && message !== this.#told) log.warn(`Reading ${this.name} pauses: ${message}.`);
      if (asked) this.#told = message;
      this.#pausedUntil = Math.max(this.#pausedUntil, until);
    }
    if (stops && !asked) return queue.putBack(task);
    const tries = task.tries + (asked ? 1 : 0);
    const dueAt = asked && tries >= PATIENCE ? Math.max(until, clock.now() + backoffMs(tries - PATIENCE + 1)) : until;
    await queue.settle(task, { dueAt, fault: message, tries }, clock.now());
  }

  #sleep(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const wake = () => {
        cancel();
        this.#sleepers.delete(wake);
        resolve();
      };
      const cancel = this.#options.clock.after(Math.min(ms, LONGEST_SLEEP_MS), wake);
      this.#sleepers.add(wake);
      if (this.#closed) wake();
    });
  }
}
