import { setImmediate } from 'node:timers/promises';
import type { Clock } from '../clock.ts';
import type { ListenerId } from '../domain.ts';
import type { Library } from '../library/library.ts';
import type { MatchedSong } from '../listening/imported.ts';
import type { Listening } from '../listening/listening.ts';
import type { Logger } from '../log.ts';
import { UserError } from '../user-error.ts';
import type { ImportService } from './formats/play.ts';
import type { HistorySource, Imports, TakenIn } from './imports.ts';
import { readHistoryFile } from './read-file.ts';
import type { HistoryServices } from './services/history-services.ts';

/** Read at a time: each takes a thread, and memory. */
const MOST_AT_ONCE = 2;

export interface OpenImportsOptions {
  readonly listening: Listening;
  readonly library: Pick<Library, 'match'>;
  /** Asks services for histories; null says why none can be asked. */
  readonly services: HistoryServices;
  readonly clock: Clock;
  readonly log: Logger;
}

export function openImports(options: OpenImportsOptions): Imports {
  return new ThreadedImports(options);
}

interface Reading {
  plays: number;
}

class ThreadedImports implements Imports {
  readonly #options: OpenImportsOptions;
  readonly #reading = new Map<ListenerId, Reading>();
  readonly #under = new Set<Promise<unknown>>();
  readonly #closing = new AbortController();

  constructor(options: OpenImportsOptions) {
    this.#options = options;
  }

  async take(id: ListenerId, source: HistorySource): Promise<readonly TakenIn[]> {
    mustCount(this.#options.listening, id);
    if (this.#reading.has(id)) throw new UserError('importing', 'A history of yours is being read already: /import show says how far it is.');
    if (this.#reading.size >= MOST_AT_ONCE) throw new UserError('importing', 'Segue is reading the histories of others just now: say it again in a few minutes.');
    const reading: Reading = { plays: 0 };
    this.#reading.set(id, reading);
    const taking = this.#take(id, source, reading);
    this.#under.add(taking);
    try {
      return await taking;
    } catch (error) {
      if (this.#closing.signal.aborted) throw new UserError('importing', 'Segue is closing, so nothing was taken in: give it again later.');
      throw error;
    } finally {
      this.#under.delete(taking);
      this.#reading.delete(id);
    }
  }

  reading(id: ListenerId): number | null {
    return this.#reading.get(id)?.plays ?? null;
  }

  async remove(id: ListenerId, service: ImportService): Promise<boolean> {
    const { listening } = this.#options;
    if (!(await listening.importsOf(id)).some((known) => known.service === service)) return false;
    await listening.importHistory({ listenerId: id, service, songs: [] });
    return true;
  }

  async close(): Promise<void> {
    this.#closing.abort(new Error('Segue is closing'));
    this.#options.services.close();
    await Promise.allSettled(this.#under);
  }

  async #take(id: ListenerId, source: HistorySource, reading: Reading): Promise<readonly TakenIn[]> {
    const { listening, library, services, clock, log } = this.#options;
    const { signal } = this.#closing;
    const onProgress = (plays: number) => void (reading.plays = plays);
    const found = new Map<ImportService, MatchedSong[]>();
    const options = { now: clock.now(), onProgress, signal };
    const history = source.kind === 'file' ? { pages: readHistoryFile(source.file, options), newestOnly: () => false } : services.ask(source, options);
    for await (const { service, songs } of history.pages) {
      const matched = found.get(service) ?? [];
      for (const song of songs) matched.push({ song, trackId: library.match(song)?.id ?? null });
      found.set(service, matched);
      await setImmediate();
    }
    const taken: TakenIn[] = [];
    for (const [service, songs] of found) {
      await listening.importHistory({ listenerId: id, service, songs });
      taken.push({ service, songs: songs.length, matched: songs.filter(({ trackId }) => trackId !== null).length, plays: songs.reduce((sum, { song }) => sum + song.plays, 0), newestOnly: history.newestOnly() });
    }
    log.info({ songs: taken.reduce((sum, { songs }) => sum + songs, 0) }, 'A history was taken in.');
    return taken;
  }
}

/** @throws UserError when nothing is kept about the member */
function mustCount(listening: Pick<Listening, 'consentOf'>, id: ListenerId): void {
  switch (listening.consentOf(id)) {
    case 'unasked':
      throw new UserError('no-consent', 'You are not counted in, so nothing is kept about you: /privacy join would change that.');
    case 'paused':
      throw new UserError('no-consent', 'Nothing new is kept about you while you pause: /privacy resume ends that.');
    case 'given':
  }
}
