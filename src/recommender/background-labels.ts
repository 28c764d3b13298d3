import { askThread } from '../training/ask-thread.ts';
import { buffersIn } from '../training/transferable.ts';
import type { LabelCalls } from './label-thread.ts';
import type { LabelledTracks, SoundLabels } from './sound-labels.ts';

/**
 * Learns how labels sound on a thread to which everything else goes first. It lives for this once, so that its memory is
 * returned. The tracks are moved there: their arrays are empty afterwards.
 * @throws Error when it fails or is aborted; no thread is left then, either
 */
export async function labelsInBackground(tracks: LabelledTracks, signal: AbortSignal): Promise<SoundLabels> {
  return askThread<LabelCalls, 'labels'>({ thread: new URL('./label-thread.ts', import.meta.url), call: 'labels', request: tracks, transfer: buffersIn({ ...tracks, names: [] }), signal });
}
