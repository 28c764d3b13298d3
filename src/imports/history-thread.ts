/** The thread that reads a history: megabytes of text take seconds, which nothing else shall wait for. */
import { parentPort, workerData } from 'node:worker_threads';
import { answerRequests } from '../requests.ts';
import { BadHistory } from './formats/bad-history.ts';
import { HistoryReader } from './formats/history-reader.ts';
import { type SongPage, SongTally } from './formats/song-tally.ts';

export type HistoryCalls = {
  /** A piece of the file. Answered with what is wrong with it, null while nothing is. */
  bytes: { request: Uint8Array; reply: string | null };
  /** That was all. Answered when it is read, in the same way. */
  end: { request: null; reply: string | null };
  /** Some of the songs that were counted; null after the last. */
  songs: { request: null; reply: SongPage | null };
};

/** Sent unasked now and then: plays that were read so far. */
export type HistoryNotice = number;

export interface HistoryStart {
  /** Epoch ms. */
  readonly now: number;
}

function start({ now }: HistoryStart, port: NonNullable<typeof parentPort>): void {
  const tally = new SongTally(now);
  const reader = new HistoryReader(tally);
  let pages: Generator<SongPage, void> | null = null;
  const notify = answerRequests<HistoryCalls, HistoryNotice>(
    { post: (message) => port.postMessage(message), receive: (handler) => port.on('message', handler) },
    {
      bytes: (bytes) => faultOf(() => reader.push(bytes)),
      end: () => faultOf(() => reader.end()),
      songs: () => {
        pages ??= tally.pages();
        const next = pages.next();
        return next.done === true ? null : next.value;
      },
    },
  );
  function faultOf(read: () => void): string | null {
    try {
      read();
      return null;
    } catch (error) {
      if (error instanceof BadHistory) return error.message;
      throw error;
    } finally {
      notify(tally.plays);
    }
  }
}

if (parentPort) start(workerData as HistoryStart, parentPort);
