import * as tf from '@tensorflow/tfjs-core';
import { CONVOLUTIONS, EMBEDDING_SIZE } from './architecture.ts';
import { MEL_BANDS, type MelPicture, WINDOW_FRAMES } from './mel-picture.ts';
import { networkInput } from './network-input.ts';
import type { Weights } from './weights.ts';

/** The trained network. It computes with the backend of TensorFlow.js that is open on this thread. */
export class ConvolutionalNetwork {
  readonly #weights: ReadonlyMap<string, tf.Tensor>;

  /** @param weights of the shapes in architecture.ts */
  constructor(weights: Weights) {
    this.#weights = new Map([...weights].map(([name, { shape, values }]) => [name, tf.tensor(values, [...shape])]));
  }

  /**
   * Where a track lies among others by its sound: {@link EMBEDDING_SIZE} numbers of length 1, the mean direction of its
   * windows. Alike is what has a large product. null where nothing is heard.
   */
  embed(picture: MelPicture): Float32Array | null {
    if (picture.windows === 0) return null;
    const windows = this.embedWindows(picture);
    const sum = new Float32Array(EMBEDDING_SIZE);
    windows.forEach((value, i) => (sum[i % EMBEDDING_SIZE] += value));
    const length = Math.hypot(...sum);
    return sum.map((value) => value / length);
  }

  /** Every window's own embedding, one after the other. */
  embedWindows({ windows, pixels }: MelPicture): Float32Array {
    return tf.tidy(() => {
      let maps = tf.tensor4d(networkInput(pixels), [windows, MEL_BANDS, WINDOW_FRAMES, 1]);
      CONVOLUTIONS.forEach(({ halved }, i) => {
        const name = `convolution${i + 1}`;
        maps = tf.conv2d(maps, this.#weight<tf.Tensor4D>(`${name}.kernel`), 1, 'same');
        if (halved) maps = tf.maxPool(maps, 2, 2, 'valid');
        maps = tf.relu(tf.add(tf.mul(maps, this.#weight(`${name}.scale`)), this.#weight(`${name}.bias`)));
      });
      const pooled = tf.concat2d([tf.mean(maps, [1, 2]), tf.max(maps, [1, 2])], 1);
      const raw = tf.add(tf.matMul(pooled, this.#weight<tf.Tensor2D>('embedding.kernel')), this.#weight('embedding.bias'));
      return tf.div(raw, tf.norm(raw, 2, 1, true)).dataSync<'float32'>();
    });
  }

  /** Gives its memory back. */
  close(): void {
    for (const tensor of this.#weights.values()) tensor.dispose();
  }

  #weight<T extends tf.Tensor>(name: string): T {
    const tensor = this.#weights.get(name);
    if (tensor === undefined) throw new RangeError(`there is no weight ${name}`);
    return tensor as T;
  }
}
