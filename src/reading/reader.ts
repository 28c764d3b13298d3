import { createHash } from 'node:crypto';
import type { TagVocabulary } from '../../models/language/vocabulary.ts';
import type { Clock } from '../clock.ts';
import type { ReadingConfig } from '../config.ts';
import type { Logger } from '../log.ts';
import { forgetUnasked, keepReadingsOf } from '../storage/artist-readings.ts';
import type { Storage } from '../storage/storage.ts';
import { artistTask } from './artist-task.ts';
import { Digest, type KnownName, type NameFinder } from './digest.ts';
import type { Fetcher } from './fetch/fetcher.ts';
import { libraryArtists, type ArtistCredit } from './library-artists.ts';
import type { ReadingProgress } from './reading.ts';
import { readingProgress } from './reading-progress.ts';
import { SourceRunner, type TaskSource } from './source-runner.ts';
import { artistSources } from './sources/artist-sources.ts';
import type { Identities } from './sources/identities.ts';
import type { ServiceAddresses } from './sources/service-addresses.ts';
import type { LibraryArtist } from './sources/source.ts';
import { TaskQueue } from './task-queue.ts';
import { ARTICLES, articleTask, feedTask, pageTask, type WebDesk } from './web-tasks.ts';

/** The other names of artists that were read about in the meantime are learnt so often. */
const LEARN_EVERY_MS = 24 * 3_600_000;

export interface ReaderOptions {
  readonly config: ReadingConfig;
  readonly services: ServiceAddresses;
  readonly fetcher: Fetcher;
  readonly storage: Storage;
  readonly vocabulary: TagVocabulary;
  /** Makes what finds these names in texts. */
  readonly finderOf: (names: readonly KnownName[]) => NameFinder;
  readonly clock: Clock;
  /** Uniform on [0, 1). */
  readonly random: () => number;
  readonly log: Logger;
  /** Something about these artists was read. */
  readonly onRead: (artistKeys: readonly string[]) => void;
  readonly onChange: () => void;
}

/** Reads what the configured sources say about the artists of the library, one thing after another, again and again. */
export class Reader {
  readonly #options: ReaderOptions;
  readonly #queue: TaskQueue;
  readonly #identities: Identities;
  readonly #artistSources: readonly string[];
  readonly #runners: readonly SourceRunner[];
  #artists: ReadonlyMap<string, LibraryArtist> = new Map();
  #digest: Digest;
  #credits = '';
  #cancelLearning = () => {};
  #started = false;

  constructor(options: ReaderOptions) {
    const { config, fetcher, storage, clock, random, log, vocabulary, onRead, onChange } = options;
    this.#options = options;
    this.#queue = new TaskQueue(storage);
    this.#digest = new Digest(vocabulary, { mentions: () => [] });
    const desk: WebDesk = {
      storage,
      clock,
      fetcher,
      queue: this.#queue,
      language: config.language,
      digest: () => this.#digest,
      artist: (key) => this.#artists.get(key),
      onRead,
      onArticles: () => this.#wake(),
    };
    const { sources, identities } = artistSources(options);
    this.#identities = identities;
    this.#artistSources = sources.map(({ name }) => name);
    const tasks: TaskSource[] = sources.map((source) => artistTask(source, desk));
    if (config.sources.includes('feeds')) tasks.push(feedTask(desk), articleTask(desk));
    if (config.sources.includes('pages')) tasks.push(pageTask(desk));
    this.#runners = tasks.map((source) => new SourceRunner({ source, queue: this.#queue, clock, random, log, onChange }));
  }

  /** These artists are read about from now on; the first call starts the reading. */
  async read(credits: readonly ArtistCredit[]): Promise<void> {
    const { clock } = this.#options;
    // Tracks change for many reasons that have nothing to do with who made them.
    const fingerprint = createHash('sha256').update(JSON.stringify(credits)).digest('base64');
    if (fingerprint === this.#credits) return;
    this.#artists = libraryArtists(credits);
    await this.#learnNames();
    const subjects = Array.from(this.#artists.values(), ({ key, name, tracks }) => ({ subject: key, name, weight: tracks }));
    for (const source of this.#artistSources) await this.#queue.want(source, subjects, clock.now());
    if (!this.#started) await this.#start();
    this.#credits = fingerprint;
    this.#wake();
    this.#options.onChange();
  }

  progress(): Promise<ReadingProgress> {
    const { storage, fetcher } = this.#options;
    return readingProgress({ storage, queue: this.#queue, budget: fetcher.budget, artistSources: this.#artistSources, runners: this.#runners });
  }

  /** What is under way is broken off; its tasks stay due. */
  async close(): Promise<void> {
    const ended = this.#runners.map((runner) => runner.close());
    this.#cancelLearning();
    this.#options.fetcher.close();
    await Promise.all(ended);
  }

  async #start(): Promise<void> {
    const { config, clock, storage } = this.#options;
    // What was switched off has no say any more; switched on again, it is read anew.
    const names = this.#runners.map(({ name }) => name);
    await this.#queue.keepOnly(names);
    await keepReadingsOf(storage, names);
    if (names.includes('feeds')) {
      // What only a feed that is gone told of may be in another one, too.
      if (await this.#queue.forgetAllBut(ARTICLES, config.feeds, 'name')) await this.#queue.forgetAllBut('feeds', []);
      await this.#queue.forgetAllBut('feeds', config.feeds);
      await forgetUnasked(storage, 'feeds', ARTICLES);
      await this.#queue.want('feeds', config.feeds.map(address), clock.now());
    }
    if (names.includes('pages')) {
      await this.#queue.forgetAllBut('pages', config.pages);
      await forgetUnasked(storage, 'pages', 'pages');
      await this.#queue.want('pages', config.pages.map(address), clock.now());
    }
    for (const runner of this.#runners) runner.start();
    this.#started = true;
  }

  /** The finder knows the artists by the other names that MusicBrainz has told of them, too. */
  async #learnNames(): Promise<void> {
    const aliases = await this.#identities.aliases();
    const names = Array.from(this.#artists.values(), ({ key, name }) => ({ id: key, name, aliases: aliases.get(key) ?? [] }));
    this.#digest = new Digest(this.#options.vocabulary, this.#options.finderOf(names));
    this.#cancelLearning();
    this.#cancelLearning = this.#options.clock.after(LEARN_EVERY_MS, () => {
      this.#learnNames().catch((error: unknown) => this.#options.log.error({ err: error }, 'Other names of artists could not be learnt.'));
    });
  }

  #wake(): void {
    for (const runner of this.#runners) runner.wake();
  }
}

function address(url: string) {
  return { subject: url, name: new URL(url).hostname, weight: 1 };
}
