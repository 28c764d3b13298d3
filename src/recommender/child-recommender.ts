import { setTimeout as delay } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { HALF_LIFE_MS } from '../../models/collaborative/confidence.ts';
import { NOTHING_ANALYSED } from '../analysis/progress.ts';
import type { Clock } from '../clock.ts';
import type { ListenerId, Track } from '../domain.ts';
import type { Logger, LogLevel } from '../log.ts';
import { DeadlineError } from '../requests.ts';
import type { Answers, Question } from './answers.ts';
import { isPickable } from './catalogue.ts';
import { LibraryFeed } from './library-feed.ts';
import { ProcessLink } from './process-link.ts';
import type { RecommenderNotice } from './protocol.ts';
import type { Recommender, RecommenderStatus } from './recommender.ts';
import { SnapshotAnswers } from './snapshot-answers.ts';
import { SnapshotFolder } from './snapshot-folder.ts';
import { modelVersion } from './trained-taste.ts';

export interface RecommenderOptions {
  /** A Postgres URL, or null for the SQLite database in `databaseFile`. Its schema must be up to date. */
  readonly databaseUrl: string | null;
  readonly databaseFile: string;
  /** Where snapshots lie; nothing else may. Created when missing. */
  readonly snapshotFolder: string;
  /** What can be played now. A changed track must be another object. */
  readonly listLibrary: () => readonly Track[];
  readonly log: Logger;
  readonly clock: Clock;
  /** Words are known of more artists, or fewer. */
  readonly onArtists?: () => void;
  /** Whether how tracks sound is analysed here; else another process does it, on the same database. Default true. */
  readonly analyses?: boolean;
  /** Evidence about somebody's taste counts half after this time. Default 180 days. */
  readonly halfLifeMs?: number;
  /** A pick is answered within this time, by whomever. Default 1,000. */
  readonly pickDeadlineMs?: number;
}

const PICK_DEADLINE_MS = 1_000;
/** The share of a deadline that the process has; the rest is for answering without it. */
const PROCESS_SHARE = 0.8;
/** A process that missed a deadline is let live when it shows life within this time. */
const SIGN_OF_LIFE_MS = 2_000;
const OPEN_DEADLINE_MS = 20_000;
const LEARN_DEADLINE_MS = 10_000;
/** Lists of many members wait for each other. */
const LIST_DEADLINE_MS = 60_000;
const FORGET_DEADLINE_MS = 3_000;
const CLOSE_DEADLINE_MS = 2_000;
/** How long a start of Segue waits for the process before going on without it. */
const FIRST_START_MS = 3_000;
const LEAST_BACKOFF_MS = 250;
const MOST_BACKOFF_MS = 30_000;
/** A process that lived this long was well: the next restart is immediate again. */
const WELL_MS = 60_000;

type State =
  | { readonly kind: 'starting'; readonly link: ProcessLink; readonly feed: LibraryFeed }
  | { readonly kind: 'up'; readonly link: ProcessLink; readonly feed: LibraryFeed }
  /** Missed a deadline; asked for a sign of life. */
  | { readonly kind: 'suspect'; readonly link: ProcessLink; readonly feed: LibraryFeed }
  | { readonly kind: 'down'; readonly cancelRestart: () => void }
  | { readonly kind: 'closed' };

/**
 * Starts the recommender's process and waits, for a few seconds at most, until it answers. From then on
 * there is always an answer: the process is replaced when it dies or hangs, and the last snapshot answers
 * meanwhile.
 */
export async function createRecommender(options: RecommenderOptions): Promise<Recommender> {
  const recommender = new ChildRecommender(options);
  await Promise.race([recommender.start(), delay(FIRST_START_MS, undefined, { ref: false })]);
  return recommender;
}

export class ChildRecommender implements Recommender {
  readonly #options: RecommenderOptions;
  readonly #log: Logger;
  readonly #clock: Clock;
  readonly #folder: SnapshotFolder;
  readonly #answers: SnapshotAnswers;
  #state: State = { kind: 'down', cancelRestart: () => {} };
  #news: RecommenderNotice = { modelVersion: modelVersion({ trained: null, read: null }), listeners: 0, tracks: 0, artists: 0, trainedAt: null, training: null, analysis: NOTHING_ANALYSED };
  /** Nobody waits for these: what was told last is good enough. */
  #elsewhere: readonly string[] = [];
  readonly #analysisListeners = new Set<() => void>();
  #restarts = 0;
  #backoffMs = LEAST_BACKOFF_MS;
  /** While the disk is cleaned of somebody, no new process may start from it. */
  #cleaning: Promise<void> = Promise.resolve();

  constructor(options: RecommenderOptions) {
    this.#options = options;
    this.#log = options.log;
    this.#clock = options.clock;
    this.#folder = new SnapshotFolder(options.snapshotFolder, options.log);
    this.#answers = new SnapshotAnswers({ folder: this.#folder, listLibrary: () => this.#pickable(), clock: options.clock });
  }

  #pickable(): readonly Track[] {
    return this.#options.listLibrary().filter(isPickable);
  }

  /** Resolves when the process answers, or has failed to come up. */
  async start(): Promise<void> {
    await this.#cleaning;
    if (this.#state.kind !== 'down') return;
    const startedAt = this.#clock.now();
    const link = new ProcessLink((notice) => this.#told(notice));
    const feed = new LibraryFeed(() => this.#options.listLibrary(), (change) => {
      link.requests.call('library', change, { deadlineMs: OPEN_DEADLINE_MS }).catch((error: unknown) => this.#unwell(link, error));
    });
    this.#state = { kind: 'starting', link, feed };
    void link.ended.then(() => this.#ended(link, startedAt));
    try {
      const { databaseUrl, databaseFile, snapshotFolder, halfLifeMs = HALF_LIFE_MS, analyses = true } = this.#options;
      const places = { databaseUrl, databaseFile, snapshotFolder, halfLifeMs, logLevel: this.#log.level as LogLevel, analyses };
      const open = link.requests.call('open', places, { deadlineMs: OPEN_DEADLINE_MS });
      void feed.update();
      await open;
      await feed.idle();
      if (this.#isCurrent(link)) this.#up(link, feed);
    } catch (error) {
      if (this.#isCurrent(link)) this.#log.warn({ err: error }, 'The recommender did not start.');
      await link.kill();
    }
  }

  readonly pick = this.#asking('pick');
  readonly list = this.#asking('list', LIST_DEADLINE_MS);
  readonly explain = this.#asking('explain');
  readonly similar = this.#asking('similar');
  readonly similarSounding = this.#asking('similarSounding');
  readonly analysisOf = this.#asking('analysisOf');
  readonly similarArtists = this.#asking('similarArtists');
  readonly labelled = this.#asking('labelled');
  readonly onboardingArtists = this.#asking('onboardingArtists');
  readonly bestTracksOf = this.#asking('bestTracksOf');
  readonly wordsAbout = this.#asking('wordsAbout');
  readonly libraryTags = this.#asking('libraryTags');
  readonly soundMap = this.#asking('soundMap', LEARN_DEADLINE_MS);
  readonly tasteMatch = this.#asking('tasteMatch', LEARN_DEADLINE_MS);
  readonly tasteOf = this.#asking('tasteOf', LEARN_DEADLINE_MS);
  readonly tasteProfile = this.#asking('tasteProfile', LEARN_DEADLINE_MS);
  readonly placeStats = this.#asking('placeStats', LEARN_DEADLINE_MS);
  readonly pickRecord = this.#asking('pickRecord');

  async artistsElsewhere(): Promise<readonly string[]> {
    if (this.#state.kind !== 'up') return this.#elsewhere;
    const { link, feed } = this.#state;
    try {
      await feed.idle();
      this.#elsewhere = await link.requests.call('artists-elsewhere', null, { deadlineMs: LEARN_DEADLINE_MS });
    } catch (error) {
      this.#log.warn({ err: error }, 'The recommender did not tell which artists are read about.');
    }
    return this.#elsewhere;
  }

  learn(listenerId: ListenerId): void {
    const link = this.#link;
    link?.requests.call('learn', listenerId, { deadlineMs: LEARN_DEADLINE_MS }).catch((error: unknown) => this.#unwell(link, error));
  }

  async forget(listenerId: ListenerId): Promise<void> {
    this.#answers.reset();
    const link = this.#link;
    try {
      if (link) return await link.requests.call('forget', listenerId, { deadlineMs: FORGET_DEADLINE_MS });
    } catch (error) {
      this.#log.warn({ err: error }, 'The recommender did not forget by itself; it is replaced.');
    }
    const clean = this.#cleaning.then(async () => {
      await link?.kill();
      await this.#folder.forget(listenerId);
      this.#answers.reset();
    });
    this.#cleaning = clean.catch(() => {});
    await clean;
  }

  libraryChanged(): void {
    if ('feed' in this.#state) void this.#state.feed.update();
    this.#answers.reset();
  }

  readingsChanged(): void {
    const link = this.#link;
    link?.requests.call('readings', null, { deadlineMs: LEARN_DEADLINE_MS }).catch((error: unknown) => this.#unwell(link, error));
  }

  onAnalysis(listener: () => void): () => void {
    this.#analysisListeners.add(listener);
    return () => this.#analysisListeners.delete(listener);
  }

  status(): RecommenderStatus {
    return { from: this.#state.kind === 'up' ? 'process' : 'snapshot', restarts: this.#restarts, ...this.#news };
  }

  async close(): Promise<void> {
    const state = this.#state;
    this.#state = { kind: 'closed' };
    if (state.kind === 'down') state.cancelRestart();
    if (!('link' in state)) return;
    try {
      await state.link.requests.call('close', null, { deadlineMs: CLOSE_DEADLINE_MS });
      await Promise.race([state.link.ended, delay(CLOSE_DEADLINE_MS, undefined, { ref: false })]);
    } catch (error) {
      this.#log.warn({ err: error }, 'The recommender did not close by itself; it is ended.');
    }
    await state.link.kill();
  }

  #told(notice: RecommenderNotice): void {
    const others = notice.artists !== this.#news.artists;
    const analysed = !isDeepStrictEqual(notice.analysis, this.#news.analysis);
    this.#news = notice;
    if (others) this.#options.onArtists?.();
    if (analysed) for (const listener of this.#analysisListeners) listener();
  }

  /** The process, for tests that do it harm. */
  get pid(): number | undefined {
    return this.#link?.pid;
  }

  get #link(): ProcessLink | null {
    return 'link' in this.#state ? this.#state.link : null;
  }

  #isCurrent(link: ProcessLink): boolean {
    return this.#link === link;
  }

  /** A question that the process answers; the last snapshot when it does not. */
  #asking<Q extends Question>(question: Q, deadlineMs?: number): Answers[Q] {
    // That a question goes with its own arguments and answer is beyond what the compiler follows.
    const snapshot = (args: readonly unknown[]) => (this.#answers[question] as (...args: readonly unknown[]) => Promise<unknown>).call(this.#answers, ...args);
    const ask = async (...args: Parameters<Answers[Q]>) => {
      if (this.#state.kind !== 'up') return snapshot(args);
      const { link, feed } = this.#state;
      try {
        await feed.idle();
        return await link.requests.call(question, args, { deadlineMs: deadlineMs ?? PROCESS_SHARE * (this.#options.pickDeadlineMs ?? PICK_DEADLINE_MS) });
      } catch (error) {
        this.#unwell(link, error);
        return snapshot(args);
      }
    };
    return ask as Answers[Q];
  }

  /** A request failed. A process that is silent altogether is ended; `#ended` then replaces it. */
  #unwell(link: ProcessLink, error: unknown): void {
    if (!this.#isCurrent(link)) return;
    this.#log.warn({ err: error }, 'The recommender failed to answer; the last snapshot answers for it.');
    if (!(error instanceof DeadlineError) || this.#state.kind !== 'up') return;
    const { feed } = this.#state;
    this.#state = { kind: 'suspect', link, feed };
    link.requests.call('ping', null, { deadlineMs: SIGN_OF_LIFE_MS }).then(
      () => this.#isCurrent(link) && this.#up(link, feed),
      () => link.kill(),
    );
  }

  #up(link: ProcessLink, feed: LibraryFeed): void {
    this.#state = { kind: 'up', link, feed };
    this.#answers.reset();
  }

  #ended(link: ProcessLink, startedAt: number): void {
    if (!this.#isCurrent(link)) return;
    if (this.#clock.now() - startedAt >= WELL_MS) this.#backoffMs = LEAST_BACKOFF_MS;
    this.#news = { ...this.#news, training: null };
    this.#log.warn(`The recommender's process has ended; it starts again in ${this.#backoffMs} ms.`);
    const cancelRestart = this.#clock.after(this.#backoffMs, () => {
      this.#restarts++;
      void this.start();
    });
    this.#backoffMs = Math.min(MOST_BACKOFF_MS, this.#backoffMs * 2);
    this.#state = { kind: 'down', cancelRestart };
  }
}
