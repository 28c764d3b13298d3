/** A thread that analyses files, one after the other. */
import { parentPort } from 'node:worker_threads';
import type { TrackAnalysis } from '../../../models/acoustic/track-analysis.ts';
import { analyseFile } from '../../audio/analyse-file.ts';
import { asUndecodable } from '../../audio/decode/open.ts';
import type { AudioFile } from '../../domain.ts';
import { answerRequests } from '../../requests.ts';

/** Why a file could not be analysed, or what it sounds like. */
export type Analysed = { readonly analysis: TrackAnalysis } | { readonly reason: string };
export type AnalyseCalls = { analyse: { request: AudioFile; reply: Analysed } };

const port = parentPort;
if (port) {
  answerRequests<AnalyseCalls>(
    { post: (message) => port.postMessage(message), receive: (handler) => port.on('message', handler) },
    {
      async analyse(file) {
        try {
          return { analysis: (await analyseFile(file)).analysis };
        } catch (error) {
          return { reason: asUndecodable(error).reason };
        }
      },
    },
  );
}
