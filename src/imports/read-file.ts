import { Worker } from 'node:worker_threads';
import { type GivenFile, withinLimit } from '../given-file.ts';
import { Requester } from '../requests.ts';
import { UserError } from '../user-error.ts';
import type { SongPage } from './formats/song-tally.ts';
import type { HistoryCalls, HistoryNotice, HistoryStart } from './history-thread.ts';

/** A thread that takes longer for one piece of work than for the largest file is stuck. */
const DEADLINE_MS = 10 * 60_000;
/** What the largest history needs, with the packed file beside it. */
const MOST_MEMORY_MB = 512;

export interface ReadFileOptions {
  /** Epoch ms. */
  readonly now: number;
  /** Plays that were read so far. */
  readonly onProgress: (plays: number) => void;
  readonly signal: AbortSignal;
}

/**
 * Reads the history in a file, in a thread of its own, as fast as it comes: it is in memory alone, and no more of it than is needed.
 * @throws UserError saying what is wrong with it
 */
export async function* readHistoryFile(file: GivenFile, { now, onProgress, signal }: ReadFileOptions): AsyncGenerator<SongPage> {
  const worker = new Worker(new URL('./history-thread.ts', import.meta.url), {
    workerData: { now } satisfies HistoryStart,
    name: 'history',
    resourceLimits: { maxOldGenerationSizeMb: MOST_MEMORY_MB },
  });
  const requests = new Requester<HistoryCalls, HistoryNotice>(
    { post: (message, transfer) => worker.postMessage(message, [...(transfer ?? [])]), receive: (handler) => worker.on('message', handler) },
    onProgress,
  );
  const ended = (error?: Error) => requests.close(error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? OUT_OF_MEMORY : 'the thread has ended');
  worker.once('error', ended);
  worker.once('exit', () => ended());
  const stop = () => void worker.terminate();
  signal.addEventListener('abort', stop, { once: true });
  const ask = async <K extends 'bytes' | 'end'>(name: K, body: HistoryCalls[K]['request']) => {
    const fault = await requests.call(name, body, { deadlineMs: DEADLINE_MS });
    if (fault !== null) throw bad(fault);
  };
  try {
    for await (const piece of withinLimit(file.open(), file.size)) {
      signal.throwIfAborted();
      await ask('bytes', piece);
    }
    await ask('end', null);
    for (let page = await next(); page !== null; page = await next()) yield page;
  } catch (error) {
    if (error instanceof Error && error.message === OUT_OF_MEMORY) throw bad('The file is too large to be read here: give it in the service’s own format, or a shorter one.');
    throw error;
  } finally {
    signal.removeEventListener('abort', stop);
    await worker.terminate();
  }

  function next(): Promise<SongPage | null> {
    return requests.call('songs', null, { deadlineMs: DEADLINE_MS });
  }
}

const OUT_OF_MEMORY = 'out of memory';

function bad(sentence: string): UserError {
  return new UserError('bad-history', sentence);
}
