/** Answers as the thread that understands requests does, but never again once it was told to hang. */
import { setTimeout as delay } from 'node:timers/promises';
import { parentPort } from 'node:worker_threads';
import { answerRequests } from '../../src/requests.ts';
import type { ParserCalls } from '../../src/understanding/parser-thread.ts';
import { aFrame } from '../support/vibes.ts';

const port = parentPort;
let known: readonly string[] = [];
let coming: string[] = [];
if (port) {
  answerRequests<ParserCalls, never>(
    { post: (message) => port.postMessage(message), receive: (handler) => port.on('message', handler) },
    {
      names: async ({ artists, last }) => {
        coming.push(...artists.map(({ name }) => name));
        if (!last) return;
        if (coming.includes('Slow')) await delay(2_000);
        known = coming;
        coming = [];
      },
      read: async (words) => {
        if (words === 'hang') for (;;);
        return aFrame({ artists: { wanted: known.slice(0, 20), unwanted: [] } });
      },
      ping: () => {},
    },
  );
}
