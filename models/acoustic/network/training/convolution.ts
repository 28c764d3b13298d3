import * as tf from '@tensorflow/tfjs-core';

/** Pictures × height × width × channels. */
export type Shape = readonly [pictures: number, height: number, width: number, channels: number];

export interface Maps {
  readonly shape: Shape;
  readonly values: Float32Array;
}

/** What a layer made, and how it hands back what came back to it. */
export interface Pass {
  readonly y: Maps;
  /** @param dy gradient of the loss by y's values; @returns that by x's */
  readonly backward: (dy: Float32Array) => Float32Array;
}

/** Rows × columns × channels in × channels out. */
type KernelShape = readonly [number, number, number, number];

/**
 * A convolution of odd size with zeros around. WebAssembly has no gradient of it by its kernel, so both gradients are
 * convolutions themselves, of turned and transposed maps: the only thing TensorFlow.js has to do, and what every backend
 * does fastest.
 */
export function convolution(
  x: Maps,
  kernel: { readonly shape: KernelShape; readonly values: Float32Array },
): { readonly y: Maps; readonly inputGradient: (dy: Float32Array) => Float32Array; readonly kernelGradient: (dy: Float32Array) => Float32Array } {
  const [rows, columns] = kernel.shape;
  const input = (): tf.Tensor4D => tf.tensor4d(x.values, [...x.shape]);
  const filter = (): tf.Tensor4D => tf.tensor4d(kernel.values, [...kernel.shape]);
  const y = computed(() => tf.conv2d(input(), filter(), 1, 'same'));
  return {
    y,
    inputGradient: (dy) =>
      // What a place gave to its surroundings comes back from there: the same convolution, turned round.
      computed(() => {
        const turned = tf.transpose(tf.reverse(filter(), [0, 1]), [0, 1, 3, 2]);
        return tf.conv2d(tf.tensor4d(dy, [...y.shape]), turned, 1, 'same');
      }).values,
    kernelGradient: (dy) =>
      // Every value of the kernel met x, moved by as much, times what came back: x convolved with that, channels and
      // pictures in each other's place.
      computed(() => {
        const around: [number, number][] = [[0, 0], [rows >> 1, rows >> 1], [columns >> 1, columns >> 1], [0, 0]];
        const moved = tf.transpose(tf.pad(input(), around), [3, 1, 2, 0]);
        const back = tf.transpose(tf.tensor4d(dy, [...y.shape]), [1, 2, 0, 3]);
        return tf.transpose(tf.conv2d(moved, back, 1, 'valid'), [1, 2, 0, 3]);
      }).values,
  };
}

/** Gives all memory back that the computation took. */
function computed(compute: () => tf.Tensor4D): Maps {
  const tensor = tf.tidy(compute);
  const values = tensor.dataSync<'float32'>();
  tensor.dispose();
  return { shape: tensor.shape, values };
}
