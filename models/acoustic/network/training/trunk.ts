import { CONVOLUTIONS, kernelShape } from '../architecture.ts';
import { MEL_BANDS, WINDOW_FRAMES, WINDOW_POINTS } from '../mel-picture.ts';
import { convolution, type Maps } from './convolution.ts';
import { normalisedRelu, type Statistics } from './normalisation.ts';
import { halved, pooled } from './pooling.ts';

/** What a convolution learns. */
export interface ConvolutionWeights {
  readonly kernel: Float32Array;
  readonly scale: Float32Array;
  readonly bias: Float32Array;
}

export interface TrunkPass {
  /** Pictures × what the embedding is made of. */
  readonly y: Float32Array;
  /** Of every convolution. */
  readonly statistics: readonly Statistics[];
  /** @param dy gradient of the loss by y */
  readonly backward: (dy: Float32Array) => readonly ConvolutionWeights[];
}

/**
 * All convolutions on a batch, as they are while they learn: normalised by the batch itself.
 * @param input pictures × bands × frames
 */
export function trunkPass(input: Float32Array, weights: readonly ConvolutionWeights[]): TrunkPass {
  let maps: Maps = { shape: [input.length / WINDOW_POINTS, MEL_BANDS, WINDOW_FRAMES, 1], values: input };
  const passes = weights.map(({ kernel, scale, bias }, i) => {
    const convolved = convolution(maps, { shape: kernelShape(i), values: kernel });
    const shrunk = CONVOLUTIONS[i].halved ? halved(convolved.y) : null;
    const normal = normalisedRelu(shrunk?.y ?? convolved.y, scale, bias);
    maps = normal.y;
    return { convolved, shrunk, normal };
  });
  const pool = pooled(maps);
  return {
    y: pool.y.values,
    statistics: passes.map(({ normal }) => normal.statistics),
    backward: (dy) => {
      let back = pool.backward(dy);
      const gradients = passes.map((): ConvolutionWeights | null => null);
      for (let i = passes.length - 1; i >= 0; i--) {
        const { convolved, shrunk, normal } = passes[i];
        const { dx, dScale, dBias } = normal.backward(back);
        const wide = shrunk?.backward(dx) ?? dx;
        gradients[i] = { kernel: convolved.kernelGradient(wide), scale: dScale, bias: dBias };
        if (i > 0) back = convolved.inputGradient(wide);
      }
      return gradients.filter((gradient) => gradient !== null);
    },
  };
}
