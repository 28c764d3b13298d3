import type { MapOfSounds } from '../../models/acoustic/map/map-of-sounds.ts';
import { askThread } from '../training/ask-thread.ts';
import { buffersIn } from '../training/transferable.ts';
import type { MapCalls, MapRequest } from './map-thread.ts';

/**
 * Lays out the map of sounds on a thread to which everything else goes first. What it is given is moved there.
 * @throws Error when it fails or is aborted; no thread is left then, either
 */
export async function mapInBackground(request: MapRequest, signal: AbortSignal): Promise<MapOfSounds> {
  return askThread<MapCalls, 'map'>({ thread: new URL('./map-thread.ts', import.meta.url), call: 'map', request, transfer: buffersIn(request), signal });
}
