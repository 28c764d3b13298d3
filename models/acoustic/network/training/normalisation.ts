import type { Maps } from './convolution.ts';

/** Added to variances, so that nothing is divided by 0. */
export const VARIANCE_FLOOR = 1e-3;

/** What a batch was like, of every channel. */
export interface Statistics {
  readonly mean: Float32Array;
  readonly variance: Float32Array;
}

interface NormalisedPass {
  readonly y: Maps;
  /** The network as it ships has running means of them. */
  readonly statistics: Statistics;
  readonly backward: (dy: Float32Array) => { readonly dx: Float32Array; readonly dScale: Float32Array; readonly dBias: Float32Array };
}

/**
 * Every channel with mean 0 and variance 1 over the batch, then scaled and shifted as learnt (Ioffe & Szegedy 2015), and
 * cut off below 0.
 */
export function normalisedRelu(x: Maps, scale: Float32Array, bias: Float32Array): NormalisedPass {
  const channels = scale.length;
  const count = x.values.length / channels;
  const statistics = statisticsOf(x.values, channels);
  const { mean, variance } = statistics;
  const factor = variance.map((value) => 1 / Math.sqrt(value + VARIANCE_FLOOR));
  const y = new Float32Array(x.values.length);
  for (let i = 0; i < y.length; ) {
    for (let c = 0; c < channels; c++, i++) {
      y[i] = Math.max(0, (x.values[i] - mean[c]) * factor[c] * scale[c] + bias[c]);
    }
  }
  return {
    y: { shape: x.shape, values: y },
    statistics,
    backward: (dy) => {
      const sums = new Float64Array(channels);
      const products = new Float64Array(channels);
      for (let i = 0; i < y.length; ) {
        for (let c = 0; c < channels; c++, i++) {
          if (y[i] <= 0) continue;
          sums[c] += dy[i];
          products[c] += dy[i] * (x.values[i] - mean[c]) * factor[c];
        }
      }
      const dx = new Float32Array(y.length);
      for (let i = 0; i < y.length; ) {
        for (let c = 0; c < channels; c++, i++) {
          const back = y[i] > 0 ? dy[i] : 0;
          const standard = (x.values[i] - mean[c]) * factor[c];
          dx[i] = factor[c] * scale[c] * (back - (sums[c] + standard * products[c]) / count);
        }
      }
      return { dx, dScale: Float32Array.from(products), dBias: Float32Array.from(sums) };
    },
  };
}

function statisticsOf(values: Float32Array, channels: number): Statistics {
  const count = values.length / channels;
  const sums = new Float64Array(channels);
  for (let i = 0; i < values.length; ) for (let c = 0; c < channels; c++, i++) sums[c] += values[i];
  const means = sums.map((sum) => sum / count);
  const squares = new Float64Array(channels);
  for (let i = 0; i < values.length; ) for (let c = 0; c < channels; c++, i++) squares[c] += (values[i] - means[c]) ** 2;
  return { mean: Float32Array.from(means), variance: Float32Array.from(squares, (square) => square / count) };
}
