/** A thread that analyses files, one after the other. */
import { parentPort } from 'node:worker_threads';
import { type AnalysedFile, analyseFile } from '../../audio/analyse-file.ts';
import { asUndecodable } from '../../audio/decode/open.ts';
import type { AudioFile } from '../../domain.ts';
import { answerRequests } from '../../requests.ts';

/** Why a file could not be analysed, or what it sounds like. */
export type Analysed = AnalysedFile | { readonly reason: string };
export type AnalyseCalls = { analyse: { request: AudioFile; reply: Analysed } };

const port = parentPort;
if (port) {
  answerRequests<AnalyseCalls>(
    { post: (message) => port.postMessage(message), receive: (handler) => port.on('message', handler) },
    {
      async analyse(file) {
        try {
          return await analyseFile(file);
        } catch (error) {
          return { reason: asUndecodable(error).reason };
        }
      },
    },
  );
}
