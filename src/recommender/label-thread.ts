/** The thread that learns how the labels of a library sound. */
import { parentPort } from 'node:worker_threads';
import { answerRequests } from '../requests.ts';
import { yieldToEverything } from '../training/background.ts';
import { buffersIn } from '../training/transferable.ts';
import { type LabelledTracks, learnSoundLabels, type SoundLabels } from './sound-labels.ts';

export type LabelCalls = { labels: { request: LabelledTracks; reply: SoundLabels } };

const port = parentPort;
if (port) {
  yieldToEverything();
  answerRequests<LabelCalls, never>(
    { post: (message) => port.postMessage(message, [...buffersIn(message)]), receive: (handler) => port.on('message', handler) },
    { labels: async (tracks) => learnSoundLabels(tracks) },
  );
}
