import type { RequestFrame, RequestReader } from '../../models/language/requests/frame.ts';
import type { RequestNames } from '../../models/language/requests/part-finder.ts';
import type { Clock } from '../clock.ts';
import type { Logger, LogLevel } from '../log.ts';
import { DeadlineError } from '../requests.ts';
import { UserError } from '../user-error.ts';
import type { Endpoint } from './endpoint.ts';
import { fingerprint } from './known-names.ts';
import { ParserLink } from './parser-link.ts';

/** Files come in by the thousand while a library is scanned: their names are learnt together … */
const SETTLE_MS = 5_000;
/** … and not more often than this. */
const LEARN_EVERY_MS = 60_000;
/** A thread that died is started again after so long. */
const RESTART_MS = 5_000;

export interface OpenRequestReaderOptions {
  /** All that is known by name now. */
  readonly listNames: () => Promise<RequestNames>;
  readonly endpoint: Endpoint | null;
  readonly clock: Clock;
  readonly log: Logger;
  /** What the threads run, for tests of what does harm. */
  readonly thread?: URL;
}

/** Understands requests on a thread of its own. */
export interface OpenRequestReader extends RequestReader {
  /** Whether what is said goes to a server that the operator has set. */
  readonly readByServer: boolean;
  /** Other names are known. */
  namesChanged(): void;
  close(): Promise<void>;
}

export function openRequestReader(options: OpenRequestReaderOptions): OpenRequestReader {
  return new ThreadedRequestReader(options);
}

/** The thread that answers, with the names it knows. Others are learnt by a new one, which takes its place once it knows them. */
class ThreadedRequestReader implements OpenRequestReader {
  readonly #options: OpenRequestReaderOptions;
  readonly #links = new Set<ParserLink>();
  #answering: ParserLink | null = null;
  /** What the answering thread knows; null while it knows no names. */
  #known: string | null = null;
  #cancelLearning: (() => void) | null = null;
  /** The first time, at the start, does not count: much is not known yet. */
  #learntAt = -Infinity;
  #learning: Promise<void> = Promise.resolve();
  #closed = false;

  constructor(options: OpenRequestReaderOptions) {
    this.#options = options;
    this.#learn();
  }

  get readByServer(): boolean {
    return this.#options.endpoint !== null;
  }

  /** @throws UserError when the thread is away or takes too long */
  async read(words: string): Promise<RequestFrame> {
    const busy = new UserError('busy', 'Segue is still learning the names of the library: say it again in a moment.');
    if (!this.#answering) throw busy;
    try {
      return await this.#answering.read(words);
    } catch (error) {
      // What was said is nobody's business: it is not in the log.
      this.#options.log.warn(error instanceof DeadlineError ? 'A request was not understood in time.' : 'A request could not be understood.');
      throw busy;
    }
  }

  namesChanged(): void {
    this.#learnAfter(Math.max(SETTLE_MS, this.#learntAt + LEARN_EVERY_MS - this.#options.clock.now()));
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#cancelLearning?.();
    await Promise.all(Array.from(this.#links, (link) => link.end()));
    await this.#learning;
  }

  #learnAfter(ms: number): void {
    this.#cancelLearning ??= this.#options.clock.after(ms, () => {
      this.#cancelLearning = null;
      this.#learntAt = this.#options.clock.now();
      this.#learn();
    });
  }

  #learn(): void {
    // A thread that knows no name yet understands more than none.
    this.#answering ??= this.#start();
    this.#learning = this.#learning.then(() => this.#learnNames()).catch((error: unknown) => {
      if (this.#closed) return;
      this.#options.log.warn({ err: error }, 'The names of the library could not be learnt; it is tried again.');
      this.#learnAfter(LEARN_EVERY_MS);
    });
  }

  async #learnNames(): Promise<void> {
    const names = await this.#options.listNames();
    const known = await fingerprint(names);
    const before = this.#answering;
    if (this.#closed || before === null || known === this.#known) return;
    const link = this.#known === null ? before : this.#start();
    try {
      await link.learn(names);
    } catch (error) {
      if (link !== before) await link.end();
      throw error;
    }
    if (this.#closed || !this.#links.has(link)) return;
    const old = this.#answering;
    this.#answering = link;
    this.#known = known;
    if (old !== null && old !== link) await old.retire();
  }

  #start(): ParserLink {
    const { endpoint, log, thread = new URL('./parser-thread.ts', import.meta.url) } = this.#options;
    const onEnd = (wanted: boolean, error: Error | null) => {
      this.#links.delete(link);
      if (wanted) return;
      log.error({ err: error }, 'Understanding requests failed; it is started again.');
      if (this.#answering !== link) return;
      this.#answering = null;
      this.#known = null;
      this.#cancelLearning?.();
      this.#cancelLearning = null;
      if (!this.#closed) this.#learnAfter(RESTART_MS);
    };
    const link: ParserLink = new ParserLink({ start: { endpoint, logLevel: log.level as LogLevel }, thread, onEnd });
    this.#links.add(link);
    return link;
  }
}
