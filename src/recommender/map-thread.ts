/** The thread that lays out the map of sounds. */
import { parentPort } from 'node:worker_threads';
import { type MapOfSounds, mapSounds } from '../../models/acoustic/map/map-of-sounds.ts';
import { answerRequests } from '../requests.ts';
import { yieldToEverything } from '../training/background.ts';
import { buffersIn } from '../training/transferable.ts';

export type MapCalls = { map: { request: MapRequest; reply: MapOfSounds } };

export interface MapRequest {
  /** rows × dimensions */
  readonly values: Float32Array;
  readonly dimensions: number;
  readonly before: MapOfSounds | null;
}

const port = parentPort;
if (port) {
  yieldToEverything();
  answerRequests<MapCalls, never>(
    { post: (message) => port.postMessage(message, [...buffersIn(message)]), receive: (handler) => port.on('message', handler) },
    { map: ({ values, dimensions, before }) => mapSounds(values, dimensions, before) },
  );
}
