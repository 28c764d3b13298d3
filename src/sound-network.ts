import { readFile } from 'node:fs/promises';
import { WEIGHT_SHAPES } from '../models/acoustic/network/architecture.ts';
import { ConvolutionalNetwork } from '../models/acoustic/network/convolutional-network.ts';
import type { MelPicture } from '../models/acoustic/network/mel-picture.ts';
import { unpackWeights, type Weights, WeightsFault } from '../models/acoustic/network/weights.ts';
import { openTensorBackend, type TensorBackend } from './tensor-backend.ts';
import { WEIGHTS_FILE } from './sound-weights.ts';
import { UserError } from './user-error.ts';

export { EMBEDDING_SIZE } from '../models/acoustic/network/architecture.ts';

/** Hears what tracks are like, from their pictures. */
export interface SoundNetwork {
  /** What it computes with. All of them give the same embeddings within 0.001. */
  readonly backend: TensorBackend;
  /** {@link EMBEDDING_SIZE} numbers of length 1; alike is what has a large product. null where nothing is heard. */
  embed(picture: MelPicture): Float32Array | null;
  close(): void;
}

/**
 * The trained network, on the best backend that this machine has.
 * @throws UserError when its weights cannot be used, or no backend starts
 */
export async function openSoundNetwork(
  { file, backends }: { readonly file?: URL; readonly backends?: readonly TensorBackend[] } = {},
): Promise<SoundNetwork> {
  const weights = await readWeights(file ?? WEIGHTS_FILE);
  const backend = await openTensorBackend(backends).catch(() => {
    throw new UserError('sound-network', 'TensorFlow.js does not start, so nothing is known of how tracks sound; “npm ci” installs it anew.');
  });
  const network = new ConvolutionalNetwork(weights);
  return { backend, embed: (picture) => network.embed(picture), close: () => network.close() };
}

async function readWeights(file: URL): Promise<Weights> {
  try {
    return unpackWeights(await readFile(file), WEIGHT_SHAPES);
  } catch (error) {
    const why = error instanceof WeightsFault ? error.message : 'cannot be read';
    throw new UserError('sound-network', `The file ${file.pathname} ${why}, so nothing is known of how tracks sound; fetch it anew.`);
  }
}
