/** The thread that understands requests: learning the names of a large library takes seconds, which nothing else shall wait for. */
import { parentPort, workerData } from 'node:worker_threads';
import type { RequestNames } from '../../models/language/requests/part-finder.ts';
import { RequestParser } from '../../models/language/requests/request-parser.ts';
import type { RequestFrame } from '../../models/language/requests/frame.ts';
import { seeded } from '../../models/random.ts';
import { systemClock } from '../clock.ts';
import { createLogger, type LogLevel } from '../log.ts';
import { answerRequests } from '../requests.ts';
import type { Endpoint } from './endpoint.ts';
import { requestLanguage } from './request-language.ts';
import { createRequestReader } from './request-reader.ts';

export type ParserCalls = {
  /** Some of the names; the last of them in place of those that were known. */
  names: { request: NamesPart; reply: void };
  read: { request: string; reply: RequestFrame };
  /** A sign of life. */
  ping: { request: null; reply: void };
};

export interface NamesPart extends RequestNames {
  readonly last: boolean;
}

export interface ParserStart {
  readonly endpoint: Endpoint | null;
  readonly logLevel: LogLevel;
}

const SEED = 1;

function start({ endpoint, logLevel }: ParserStart, port: NonNullable<typeof parentPort>): void {
  const log = createLogger(logLevel).child({ process: 'requests' });
  let parser = RequestParser.train(requestLanguage(), seeded(SEED));
  let coming: { readonly artists: RequestNames['artists'][number][]; readonly titles: string[] } = { artists: [], titles: [] };
  const reader = createRequestReader({ parser: () => parser, clock: systemClock, log, endpoint });
  answerRequests<ParserCalls, never>(
    { post: (message) => port.postMessage(message), receive: (handler) => port.on('message', handler) },
    {
      names: async ({ artists, titles, last }) => {
        coming.artists.push(...artists);
        coming.titles.push(...titles);
        if (!last) return;
        parser = parser.knowing(coming);
        coming = { artists: [], titles: [] };
      },
      read: (words) => reader.read(words),
      ping: () => {},
    },
  );
}

if (parentPort) start(workerData as ParserStart, parentPort);
